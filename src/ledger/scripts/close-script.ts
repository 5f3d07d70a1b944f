/**
 * `close`: adds an hour that is over to its day and its third of a month and moves the mark of what is closed, in one
 * step. Rows that come after that are added to all three by `settle`. `thirds` says from which hour to which hour
 * every one was closed so: where an earlier release has closed one in between, it begins anew.
 *
 * KEYS: state, hour, day, third. ARGV: the mark as the caller knows it, the hour's name, the time to live of days and
 * thirds in seconds. Reply: `closed`, or `moved` and where the mark is.
 */
import { countersLua } from './counters-lua.ts';
import { packedLua } from './packed-lua.ts';

export const closeScript = `${packedLua}${countersLua}
load_state({'closed', 'thirds'})
if state.text.closed ~= ARGV[1] or ARGV[2] <= ARGV[1] then return {'moved', state.text.closed} end
local hour = redis.call('HGETALL', KEYS[2])
for _, key in ipairs({KEYS[3], KEYS[4]}) do
  local sums = hash_of(key, ARGV[3])
  for at = 1, #hour, 2 do
    if hour[at] ~= '#' then want_field(sums, day_cell(hour[at])) end
  end
  if #hour > 0 then load_hash(sums) end
  for at = 1, #hour, 2 do
    if hour[at] ~= '#' then add_to_cell(sums, day_cell(hour[at]), hour[at + 1], 1) end
  end
  save_hash(sums)
end
local from, to = string.match(state.text.thirds, '^(%d+) (%d+)$')
if to ~= state.text.closed then from = ARGV[2] end
state.text.thirds, state.changed.thirds = from .. ' ' .. ARGV[2], true
state.text.closed, state.changed.closed = ARGV[2], true
save_state()
return {'closed', ARGV[2]}
`;
