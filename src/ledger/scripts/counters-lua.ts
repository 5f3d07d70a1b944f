/**
 * The Lua that adds packed counters: numbers by place, histograms by bucket. It knows no name of them. The same sums
 * are in counters.ts for readers.
 */
export const countersLua = `
local function read_counters(text)
  local parts = split(text or '', '|')
  local counters = {numbers = {}, buckets = {}}
  for at, value in ipairs(split(parts[1], ',')) do counters.numbers[at] = num(value) end
  for at = 2, #parts do
    local counts = {}
    for bucket, count in string.gmatch(parts[at], '(%d+):(%-?%d+)') do counts[tonumber(bucket)] = tonumber(count) end
    counters.buckets[at - 1] = counts
  end
  return counters
end

local function add_counters(sum, text, sign)
  local more = read_counters(text)
  for at, value in ipairs(more.numbers) do sum.numbers[at] = (sum.numbers[at] or 0) + sign * value end
  for at, counts in ipairs(more.buckets) do
    local into = sum.buckets[at] or {}
    for bucket, count in pairs(counts) do into[bucket] = (into[bucket] or 0) + sign * count end
    sum.buckets[at] = into
  end
end

local function write_counters(counters)
  local numbers = {}
  for at, value in ipairs(counters.numbers) do numbers[at] = value == 0 and '' or int(value) end
  local parts = {table.concat(numbers, ',')}
  for _, counts in ipairs(counters.buckets) do
    local order, texts = {}, {}
    for bucket, count in pairs(counts) do if count ~= 0 then order[#order + 1] = bucket end end
    table.sort(order)
    for _, bucket in ipairs(order) do texts[#texts + 1] = int(bucket) .. ':' .. int(counts[bucket]) end
    parts[#parts + 1] = table.concat(texts, ',')
  end
  return table.concat(parts, '|')
end

-- hashes of cells: what is read at once, summed, and written at once; '#' says that the key has its time to live
local hashes = {}
local function hash_of(key, ttl)
  if not hashes[key] then hashes[key] = {key = key, ttl = ttl, fields = {'#'}, text = {}, new = {}, cells = {}} end
  return hashes[key]
end

local function want_field(hash, field)
  if hash.text[field] == nil then
    hash.text[field] = ''
    hash.fields[#hash.fields + 1] = field
  end
end

local function load_hash(hash)
  read_fields(hash.key, hash.fields, hash.text)
  hash.is_new = hash.text['#'] == ''
end

local function add_to_cell(hash, cell, text, sign)
  if not hash.cells[cell] then
    if hash.text[cell] == nil then hash.text[cell] = redis.call('HGET', hash.key, cell) or '' end
    hash.cells[cell] = read_counters(hash.text[cell])
  end
  add_counters(hash.cells[cell], text, sign)
  hash.new[cell] = true
end

local function save_hash(hash)
  local args = {}
  for field in pairs(hash.new) do
    args[#args + 1] = field
    args[#args + 1] = hash.cells[field] and write_counters(hash.cells[field]) or hash.text[field]
  end
  if #args == 0 then return end
  if hash.is_new then
    args[#args + 1] = '#'
    args[#args + 1] = '1'
  end
  write_fields(hash.key, args)
  if hash.is_new then redis.call('EXPIRE', hash.key, hash.ttl) end
end
`;
