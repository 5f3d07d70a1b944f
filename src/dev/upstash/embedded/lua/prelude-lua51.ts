/**
 * The first half of the prelude: Lua 5.4 made to look like 5.1. Numbers print as doubles, the libraries
 * have the names of 5.1 only, numbers are taken where 5.1 takes strings. Not a chunk of its own: its
 * locals are used by the second half, prelude.ts, where the rules for both are written.
 */
export const lua51Prelude = `
local host = ...
local error, type, tostring, tonumber, select, pairs = error, type, tostring, tonumber, select, pairs
local pcall, xpcall, setmetatable, rawset, load = pcall, xpcall, setmetatable, rawset, load
local format, match, lower, sub = string.format, string.match, string.lower, string.sub
local floor, ceil, unpack, concat = math.floor, math.ceil, table.unpack, table.concat
local getinfo = debug.getinfo

-- Numbers: 5.1 has doubles only and prints them with 14 digits.

local function text(value)
  if type(value) == 'number' then return format('%.14g', value) end
  return value
end

local function whole(value)
  if type(value) ~= 'number' or value % 1 == 0 then return value end
  return value >= 0 and floor(value) or ceil(value)
end

local words = { inf = 1 / 0, infinity = 1 / 0, nan = 0 / 0 }

local function to_number(value, base)
  local number
  if base == nil or base == 10 then number = tonumber(value)
  else number = tonumber(text(value), whole(base)) end
  if number then return number + 0.0 end
  if type(value) ~= 'string' or base ~= nil then return nil end
  local sign, word = match(lower(value), '^%s*([+-]?)(%a+)%s*$')
  number = word and words[word]
  return number and (sign == '-' and -number or number)
end

local function to_string(value)
  return type(value) == 'number' and text(value) or tostring(value)
end

local function joinable(value)
  local kind = type(value)
  if kind ~= 'string' and kind ~= 'number' then error('attempt to concatenate a ' .. kind .. ' value', 3) end
  return text(value)
end

-- a ..joiner.. b: the right half puts b into the box, the left half joins a with what is in it. One box does for all:
-- both halves are of one instruction, and nothing runs in between.
local joiner, box = {}, {}
setmetatable(joiner, { __concat = function(_, right)
  box[1] = right
  return box
end })
setmetatable(box, { __concat = function(left, _)
  local right = box[1]
  if type(left) ~= 'string' then left = joinable(left) end
  if type(right) ~= 'string' then right = joinable(right) end
  local joined = left .. right
  return joined
end })

local function operand(value)
  local number = to_number(value)
  if not number then error('attempt to perform arithmetic on a ' .. type(value) .. ' value', 3) end
  return number
end

local on_strings = getmetatable('')
on_strings.__add = function(a, b) return operand(a) + operand(b) end
on_strings.__sub = function(a, b) return operand(a) - operand(b) end
on_strings.__mul = function(a, b) return operand(a) * operand(b) end
on_strings.__div = function(a, b) return operand(a) / operand(b) end
on_strings.__mod = function(a, b) return operand(a) % operand(b) end
on_strings.__pow = function(a, b) return operand(a) ^ operand(b) end
on_strings.__unm = function(a) return -operand(a) end
on_strings.__idiv = nil
on_strings.__metatable = false

-- The libraries: only the names of 5.1, and numbers given for strings print as in 5.1.

local function library(source, names)
  local result = {}
  for name in names:gmatch('%S+') do result[name] = source[name] end
  return result
end

local strings = library(string, 'byte char find format gmatch gsub len lower match rep reverse sub upper')
local plain = library(string, 'byte find gmatch gsub len lower match rep reverse sub upper')

for _, name in pairs({ 'len', 'lower', 'upper', 'reverse' }) do
  strings[name] = function(value) return plain[name](text(value)) end
end
strings.byte = function(value, first, last) return plain.byte(text(value), whole(first), whole(last)) end
strings.sub = function(value, first, last) return plain.sub(text(value), whole(first), whole(last)) end
strings.rep = function(value, count) return plain.rep(text(value), whole(count)) end
for _, name in pairs({ 'find', 'match' }) do
  strings[name] = function(value, pattern, start, ...)
    return plain[name](text(value), text(pattern), whole(start), ...)
  end
end
strings.gmatch = function(value, pattern) return plain.gmatch(text(value), text(pattern)) end
strings.gsub = function(value, pattern, repl, limit)
  local given = repl
  if type(given) == 'function' then repl = function(...) return text((given(...))) end
  elseif type(given) == 'table' then repl = function(key) return text(given[key]) end
  else repl = text(given) end
  return plain.gsub(text(value), text(pattern), repl, whole(limit))
end

-- What a pattern asks for is read once: the pattern as 5.4 takes it, and the kinds of its values where they matter.
local patterns, known = {}, 0

local function read_pattern(pattern)
  local kinds, matter = {}, false
  local taken = plain.gsub(pattern, '%%([-+ #0]*%d*%.?%d*)([%a%%])', function(flags, kind)
    if kind == '%' then return nil end
    kinds[#kinds + 1] = match(kind, '[sq]') or match(kind, '[cdiouxX]') and 'd' or ''
    matter = matter or kinds[#kinds] ~= ''
    return kind == 'u' and '%' .. flags .. 'd' or nil
  end)
  if known >= 1000 then patterns, known = {}, 0 end
  patterns[pattern], known = { taken, matter and kinds }, known + 1
  return patterns[pattern]
end

local function format_values(kinds, ...)
  local values, count = { ... }, select('#', ...)
  for at, kind in ipairs(kinds) do
    if kind == 's' or kind == 'q' then
      values[at] = text(values[at])
      if type(values[at]) ~= 'string' then
        local given = at > count and 'no value' or type(values[at])
        error("bad argument #" .. text(at + 1) .. " to 'format' (string expected, got " .. given .. ")", 3)
      end
    elseif kind == 'd' then values[at] = whole(to_number(values[at]) or values[at]) end
  end
  return unpack(values, 1, count)
end

strings.format = function(pattern, ...)
  local read = patterns[pattern] or read_pattern(text(pattern))
  if read[2] then return format(read[1], format_values(read[2], ...)) end
  return format(read[1], ...)
end

local numbers = library(math, 'abs acos asin atan cos deg exp fmod huge log max min modf pi rad random randomseed sin sqrt tan')
numbers.floor = function(value) return floor(value) + 0.0 end
numbers.ceil = function(value) return ceil(value) + 0.0 end
numbers.pow = function(a, b) return a ^ b end
numbers.log10 = function(value) return math.log(value, 10) end
numbers.mod = math.fmod
numbers.atan2 = math.atan

local tables = library(table, 'insert remove sort')
tables.getn = function(list) return #list end
tables.maxn = function(list)
  local highest = 0
  for key in pairs(list) do if type(key) == 'number' and key > highest then highest = key end end
  return highest
end
tables.concat = function(list, separator, first, last)
  local texts = {}
  for at = first or 1, last or #list do texts[at] = text(list[at]) end
  return concat(texts, text(separator), first or 1, last or #list)
end
`;
