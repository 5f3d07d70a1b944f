/**
 * Lua for what counts against end users: strikes are added whatever other isolates add, and what is imposed is written
 * where every isolate reads it. The numbers are those of `core/actor-standing.ts`.
 *
 * KEYS: the end user's hash, the hash of all whose strikes amount to something. The hash of one: `at`, `strikes`,
 * `risk` (sums at that time), `level`, `until`, `reason`, `by` (what is imposed), `team`, `last` (strikes as
 * `at:kind:request`, newest first), `released`, `release_reason`.
 */

const actorLua = `
local function read(names)
  local values, fields = redis.call('HMGET', KEYS[1], unpack(names)), {}
  for n, name in ipairs(names) do fields[name] = values[n] or '' end
  return fields
end
local function int(number) return string.format('%.0f', number) end
local function pack(a)
  local level = a.level ~= '' and a.level or '-'
  return table.concat({int(a.at), string.format('%.9g', a.strikes), string.format('%.9g', a.risk), level, int(a.until_ms)}, ' ')
end
`;

/** So many strikes are shown to whoever reviews. */
const mostShown = 10;

/**
 * ARGV: end user, now in ms, half-life in ms, strike, risk, kind, request id, team, warnAt,
 * suspendAt, suspension in ms, what is kept beyond its end in ms. A request that has been counted counts no more.
 * Answers what isolates need, and 1 where the strike has led to a suspension.
 */
export const strikeScript = `${actorLua}
local id, now, half = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local warn_at, suspend_at, suspend_ms, keep_ms = tonumber(ARGV[9]), tonumber(ARGV[10]), tonumber(ARGV[11]), tonumber(ARGV[12])
local old = read({'at', 'strikes', 'risk', 'level', 'until', 'last'})
local at = tonumber(old.at) or now
local rest = now > at and 2 ^ ((at - now) / half) or 1
local a = {at = math.max(now, at), strikes = (tonumber(old.strikes) or 0) * rest, risk = (tonumber(old.risk) or 0) * rest,
  level = old.level, until_ms = tonumber(old['until']) or 0}
local last, is_news = old.last, not string.find(',' .. old.last .. ',', ':' .. ARGV[7] .. ',', 1, true)
if is_news then
  a.strikes, a.risk = a.strikes + tonumber(ARGV[4]), a.risk + tonumber(ARGV[5])
  local kept = {int(now) .. ':' .. ARGV[6] .. ':' .. ARGV[7]}
  for one in string.gmatch(old.last, '[^,]+') do if #kept < ${mostShown} then kept[#kept + 1] = one end end
  last = table.concat(kept, ',')
end
if a.until_ms <= now then a.level, a.until_ms = '', 0 end
local sum, is_suspended = a.strikes + math.min(a.risk, warn_at), 0
if is_news and a.level ~= 'suspended' and sum >= suspend_at then
  a.level, a.until_ms, is_suspended = 'suspended', now + suspend_ms, 1
  redis.call('HSET', KEYS[1], 'reason', 'strikes', 'by', 'strikes')
end
redis.call('HSET', KEYS[1], 'at', int(a.at), 'strikes', a.strikes, 'risk', a.risk, 'level', a.level,
  'until', int(a.until_ms), 'team', ARGV[8], 'last', last)
redis.call('PEXPIRE', KEYS[1], int(math.max(a.until_ms - now, 0) + keep_ms))
local packed = pack(a)
if sum >= warn_at or a.level ~= '' then redis.call('HSET', KEYS[2], id, packed) else redis.call('HDEL', KEYS[2], id) end
return {packed, is_suspended}
`;

/**
 * ARGV: end user, now in ms, level (empty: released), until in ms, reason, by, what is kept beyond its
 * end in ms, 1 where nothing stricter may be taken back by it. Released, the strikes are at nothing.
 * Answers what isolates need, and 1 where it has changed something.
 */
export const imposeScript = `${actorLua}
local id, now, until_ms, keep_ms = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[4]), tonumber(ARGV[7])
local rank = {[''] = 0, ['stepped-down'] = 1, suspended = 2}
local old = read({'at', 'strikes', 'risk', 'level', 'until'})
local a = {at = tonumber(old.at) or now, strikes = tonumber(old.strikes) or 0, risk = tonumber(old.risk) or 0,
  level = ARGV[3], until_ms = until_ms}
local old_until = tonumber(old['until']) or 0
if ARGV[8] == '1' and old_until > now and (rank[old.level] > rank[a.level] or (old.level == a.level and old_until >= until_ms)) then
  a.level, a.until_ms = old.level, old_until
  return {pack(a), 0}
end
if a.level == '' then
  a.at, a.strikes, a.risk, a.until_ms = now, 0, 0, 0
  redis.call('HSET', KEYS[1], 'released', int(now), 'release_reason', ARGV[5])
  redis.call('HDEL', KEYS[2], id)
else
  redis.call('HSET', KEYS[1], 'reason', ARGV[5], 'by', ARGV[6])
  redis.call('HSET', KEYS[2], id, pack(a))
end
redis.call('HSET', KEYS[1], 'at', int(a.at), 'strikes', a.strikes, 'risk', a.risk, 'level', a.level,
  'until', int(a.until_ms))
redis.call('PEXPIRE', KEYS[1], int(math.max(a.until_ms - now, 0) + keep_ms))
return {pack(a), 1}
`;

/** Takes out those who amount to nothing any more. ARGV: field and the text it was read with, two words each. */
export const dropActorsScript = `
for at = 1, #ARGV, 2 do
  if redis.call('HGET', KEYS[1], ARGV[at]) == ARGV[at + 1] then redis.call('HDEL', KEYS[1], ARGV[at]) end
end
return 1
`;
