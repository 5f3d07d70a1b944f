/**
 * `close`: adds an hour that is over to its day and moves the mark of what is closed, in one step. Rows that come
 * after that are added to both by `settle`.
 *
 * KEYS: state, hour, day. ARGV: the mark as the caller knows it, the hour's name, the day's time to live in seconds.
 * Reply: `closed`, or `moved` and where the mark is.
 */
import { countersLua } from './counters-lua.ts';
import { packedLua } from './packed-lua.ts';

export const closeScript = `${packedLua}${countersLua}
load_state({'closed'})
if state.text.closed ~= ARGV[1] or ARGV[2] <= ARGV[1] then return {'moved', state.text.closed} end
local hour = redis.call('HGETALL', KEYS[2])
local day = hash_of(KEYS[3], ARGV[3])
for at = 1, #hour, 2 do
  if hour[at] ~= '#' then want_field(day, hour[at]) end
end
if #hour > 0 then load_hash(day) end
for at = 1, #hour, 2 do
  if hour[at] ~= '#' then add_to_cell(day, hour[at], hour[at + 1], 1) end
end
save_hash(day)
state.text.closed, state.changed.closed = ARGV[2], true
save_state()
return {'closed', ARGV[2]}
`;
