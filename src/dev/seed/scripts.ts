/**
 * Lua that takes demo data out of what it shares with real data, each script in one step. A hash of the ledger that
 * holds nothing more than its mark `#` is taken out whole.
 */

const dropLua = `
local function drop(key, fields)
  for from = 1, #fields, 2000 do
    redis.call('HDEL', key, unpack(fields, from, math.min(from + 1999, #fields)))
  end
  local left = redis.call('HLEN', key)
  if left == 1 and redis.call('HEXISTS', key, '#') == 1 then left = 0 end
  if left == 0 then redis.call('DEL', key) end
  return left
end
`;

/**
 * Cells of teams. KEYS: hashes of counters. ARGV: how the names of the teams begin. Reply: for each key how many cells
 * are gone, and how many fields are left.
 */
export const dropCellsScript = `${dropLua}
local reply = {}
for _, key in ipairs(KEYS) do
  local fields = {}
  for _, field in ipairs(redis.call('HKEYS', key)) do
    local team = string.match(field, '^[^|]*|[^|]*|([^|]*)|')
    if team and string.sub(team, 1, #ARGV[1]) == ARGV[1] then fields[#fields + 1] = field end
  end
  reply[#reply + 1] = #fields
  reply[#reply + 1] = drop(key, fields)
end
return reply
`;

/** KEYS: one hash. ARGV: fields. Reply: how many fields are left. */
export const dropFieldsScript = `${dropLua}
return drop(KEYS[1], ARGV)
`;

/** KEYS: one stream. ARGV: ids. Reply: how many entries are left. */
export const dropEntriesScript = `
for from = 1, #ARGV, 2000 do
  redis.call('XDEL', KEYS[1], unpack(ARGV, from, math.min(from + 1999, #ARGV)))
end
local left = redis.call('XLEN', KEYS[1])
if left == 0 then redis.call('DEL', KEYS[1]) end
return left
`;

/**
 * KEYS: one hash. ARGV: field, the text it was read with, and what it becomes; three words a field. A field that has
 * changed meanwhile stays, one that becomes empty goes. Reply: how many were changed.
 */
export const changeFieldsScript = `
local changed = 0
for at = 1, #ARGV, 3 do
  if (redis.call('HGET', KEYS[1], ARGV[at]) or '') == ARGV[at + 1] then
    if ARGV[at + 2] == '' then redis.call('HDEL', KEYS[1], ARGV[at])
    else redis.call('HSET', KEYS[1], ARGV[at], ARGV[at + 2]) end
    changed = changed + 1
  end
end
return changed
`;

/** KEYS: any. ARGV: for each when it ends, in Unix seconds. */
export const expireScript = `
for at, key in ipairs(KEYS) do redis.call('EXPIREAT', key, ARGV[at]) end
return #KEYS
`;

/** KEYS: any. */
export const dropKeysScript = `return redis.call('DEL', unpack(KEYS))`;
