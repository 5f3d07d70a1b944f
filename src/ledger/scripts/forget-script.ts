/**
 * `forget`: looks at some of the scopes and drops those that say nothing any more: nothing held, minutes and windows
 * long over. End users come and go; whoever comes again begins at nothing, as with a window that is new.
 *
 * KEYS: state. ARGV: now in ms, allowance for clocks in ms, how many fields to look at. Reply: where it goes on (`0`:
 * it has been through), and how many are gone.
 */
import { packedLua } from './packed-lua.ts';

export const forgetScript = `${packedLua}
local now, allowance = num(ARGV[1]), num(ARGV[2])
local hour = 3600000
-- no window of the kind is longer; a total has no end
local longest = {minute = hour, hour = 2 * hour, day = 48 * hour, week = 192 * hour, month = 768 * hour}

local function says_nothing(scope)
  if scope.nano ~= 0 or scope.tokens ~= 0 or scope.requests ~= 0 then return false end
  if (scope.minute + 2) * 60000 + allowance >= now then return false end
  for name, b in pairs(scope.budgets) do
    local length = longest[string.match(name, '^%a*')]
    local is_over = length and b.start + length + allowance < now
    if not is_over and (b.nano ~= 0 or b.tokens ~= 0) then return false end
  end
  return true
end

local cursor = redis.call('HGET', KEYS[1], 'scan') or '0'
local page = redis.call('HSCAN', KEYS[1], cursor, 'MATCH', 's:*', 'COUNT', ARGV[3])
local gone = {}
for at = 1, #page[2], 2 do
  if says_nothing(read_scope(page[2][at + 1])) then gone[#gone + 1] = page[2][at] end
end
for from = 1, #gone, most_fields do
  redis.call('HDEL', KEYS[1], unpack(gone, from, math.min(from + most_fields - 1, #gone)))
end
redis.call('HSET', KEYS[1], 'scan', page[1])
return {page[1], int(#gone)}
`;
