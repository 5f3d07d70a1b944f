/**
 * Two scripts in the manner of the real ledger, for the contract: hold an amount under a limit, settle it.
 * Both may be repeated with the same id. They are fixtures, not the product's scripts.
 */

/** KEYS: budget, holds, hold. ARGV: id, amount, limit, now in ms, lease in ms. */
export const reserveScript = `
local held = tonumber(redis.call('HGET', KEYS[1], 'held') or '0')
local spent = tonumber(redis.call('HGET', KEYS[1], 'spent') or '0')
if redis.call('EXISTS', KEYS[3]) == 1 then return {'repeated', held + spent} end
local amount = tonumber(ARGV[2])
if held + spent + amount > tonumber(ARGV[3]) then return {'refused', held + spent} end
redis.call('HSETNX', KEYS[3], 'state', 'held')
redis.call('HSET', KEYS[3], 'nano', amount)
redis.call('EXPIRE', KEYS[3], 86400)
redis.call('HINCRBY', KEYS[1], 'held', amount)
redis.call('ZADD', KEYS[2], ARGV[4] + ARGV[5], ARGV[1])
return {'held', held + spent + amount}
`;

/** KEYS: budget, holds, hold, rows. ARGV: id, amount, now in ms. */
export const settleScript = `
local function totals(word)
  local now = redis.call('HMGET', KEYS[1], 'spent', 'held')
  return {word, tonumber(now[1] or 0), tonumber(now[2] or 0)}
end
if redis.call('HSETNX', KEYS[3], 'settled', ARGV[2]) == 0 then return totals('repeated') end
local held = redis.call('HGET', KEYS[3], 'nano')
if held then redis.call('HINCRBY', KEYS[1], 'held', -held) end
redis.call('HINCRBY', KEYS[1], 'spent', ARGV[2])
redis.call('ZREM', KEYS[2], ARGV[1])
redis.call('XADD', KEYS[4], 'MAXLEN', '~', 1000, '*', 'id', ARGV[1], 'nano', ARGV[2])
redis.call('EXPIRE', KEYS[3], 86400)
return totals('settled')
`;
