/**
 * Lua for what is learned: sums that fade are added to, in one step and whatever other isolates add. The numbers are
 * those of `core/decaying-sums.ts`. The first key is the hash.
 */

const sumsLua = `
local function parse(text)
  local sums = {}
  for word in string.gmatch(text or '', '[^ ]+') do sums[#sums + 1] = tonumber(word) end
  return sums
end
local function put(sums)
  local words = {string.format('%.0f', sums[1])}
  for i = 2, #sums do words[i] = string.format('%.9g', sums[i]) end
  return table.concat(words, ' ')
end
local function fade(sums, now, half)
  local rest = now > sums[1] and 2 ^ ((sums[1] - now) / half) or 1
  local faded = {math.max(now, sums[1])}
  for i = 2, #sums do faded[i] = sums[i] * rest end
  return faded
end
local function add(a, b, half)
  if #a < 2 then return b end
  local now = math.max(a[1], b[1])
  a, b = fade(a, now, half), fade(b, now, half)
  local sum = {now}
  for i = 2, math.max(#a, #b) do sum[i] = (a[i] or 0) + (b[i] or 0) end
  return sum
end
`;

/** ARGV: field, half-life in ms and sums, three words a field. */
export const learnScript = `${sumsLua}
local fields = {}
for at = 1, #ARGV, 3 do fields[#fields + 1] = ARGV[at] end
local old = redis.call('HMGET', KEYS[1], unpack(fields))
local changed = {}
for n, field in ipairs(fields) do
  local half, news = tonumber(ARGV[3 * n - 1]), parse(ARGV[3 * n])
  changed[2 * n - 1], changed[2 * n] = field, put(add(parse(old[n] or nil), news, half))
end
redis.call('HSET', KEYS[1], unpack(changed))
return #fields
`;

/** ARGV: fields. */
export const forgetScript = `return redis.call('HDEL', KEYS[1], unpack(ARGV))`;

/**
 * The second key: the caller's word on one request. ARGV: field, half-life, score, now in ms, TTL in seconds. Takes
 * back what the same request had said before, so that the last word counts and counts once. Answers 1 where there was
 * one, else 0.
 */
export const rateScript = `${sumsLua}
local half, score, now = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local before = parse(redis.call('GET', KEYS[2]) or nil)
local sums = add(parse(redis.call('HGET', KEYS[1], ARGV[1]) or nil), {now, 1, score}, half)
if #before == 2 then
  local rest = fade({before[1], 1, before[2]}, sums[1], half)
  sums[2], sums[3] = math.max(0, sums[2] - rest[2]), math.max(0, sums[3] - rest[3])
end
redis.call('HSET', KEYS[1], ARGV[1], put(sums))
redis.call('SET', KEYS[2], put({now, score}), 'EX', ARGV[5])
return #before == 2 and 1 or 0
`;
