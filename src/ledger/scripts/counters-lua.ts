/**
 * The Lua that adds packed counters: lists of `place:count`, for numbers and histograms alike. It knows no name of
 * them. The same sums are in counters.ts for readers.
 */
export const countersLua = `
local function read_counters(text)
  local counters = {}
  for part, list in ipairs(split(text or '', '|')) do
    local counts = {}
    for at, count in string.gmatch(list, '(%d+):(%-?%d+)') do counts[tonumber(at)] = tonumber(count) end
    counters[part] = counts
  end
  return counters
end

local function add_counters(sum, text, sign)
  for part, counts in ipairs(read_counters(text)) do
    local into = sum[part] or {}
    for at, count in pairs(counts) do into[at] = (into[at] or 0) + sign * count end
    sum[part] = into
  end
end

-- days and thirds keep the first four names of a cell: route, model, team and task
local function day_cell(cell) return string.match(cell, '^[^|]*|[^|]*|[^|]*|[^|]*') or cell end

local function write_counters(counters)
  local parts = {}
  for part, counts in ipairs(counters) do
    local order, texts = {}, {}
    for at, count in pairs(counts) do if count ~= 0 then order[#order + 1] = at end end
    table.sort(order)
    for place, at in ipairs(order) do texts[place] = string.format('%.0f:%.0f', at, counts[at]) end
    parts[part] = table.concat(texts, ',')
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
