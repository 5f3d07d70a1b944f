/**
 * Charges that become known later: what is open lies in a hash, when it is to be asked after next in a sorted set. The
 * state's field `late` says when the next one is due, so that a sweep without any costs no command more.
 *
 * KEYS of all: state, open charges, when they are due.
 */

const lateLua = `
local function tell_next()
  local first = redis.call('ZRANGE', KEYS[3], '0', '0', 'WITHSCORES')
  redis.call('HSET', KEYS[1], 'late', first[2] or '')
end
`;

/** ARGV: response id, its record, when it is due in ms. */
export const keepLateScript = `${lateLua}
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
redis.call('ZADD', KEYS[3], ARGV[3], ARGV[1])
tell_next()
return 1
`;

/**
 * ARGV: now in ms, how many at most, the shortest time to the next look, and for how long they are looked for. Replies
 * with ids and records in turn. What is taken is due again after half its age, whatever becomes of the taker.
 */
export const takeLateScript = `${lateLua}
local now, again, keep = tonumber(ARGV[1]), tonumber(ARGV[3]), tonumber(ARGV[4])
local ids = redis.call('ZRANGEBYSCORE', KEYS[3], '-inf', ARGV[1], 'LIMIT', '0', ARGV[2])
local reply, later, gone = {}, {}, {}
if #ids > 0 then
  for at, record in ipairs(redis.call('HMGET', KEYS[2], unpack(ids))) do
    local since = record and tonumber(string.match(record, '^%d+'))
    if since and now - since <= keep then
      reply[#reply + 1], reply[#reply + 2] = ids[at], record
      later[#later + 1] = string.format('%.0f', now + math.max(again, math.floor((now - since) / 2)))
      later[#later + 1] = ids[at]
    else
      gone[#gone + 1] = ids[at]
    end
  end
end
if #later > 0 then redis.call('ZADD', KEYS[3], unpack(later)) end
if #gone > 0 then
  redis.call('ZREM', KEYS[3], unpack(gone))
  redis.call('HDEL', KEYS[2], unpack(gone))
end
tell_next()
return reply
`;

/** ARGV: response ids, one at least. */
export const dropLateScript = `${lateLua}
redis.call('HDEL', KEYS[2], unpack(ARGV))
redis.call('ZREM', KEYS[3], unpack(ARGV))
tell_next()
return 1
`;
