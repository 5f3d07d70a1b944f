/**
 * The Lua side of the script engine: what a script sees. It makes Lua 5.4 look like the Lua 5.1 of
 * Redis (numbers print as doubles, no later library functions), forbids globals, and defines redis.*
 * and cjson. Its only way out is `host(operation, ...)`, which answers `true, value` or
 * `false, message`. Scripts arrive translated by lua-source.ts.
 *
 * What scripts call is wrapped by `as_c`: a Lua function would take the place of the script's own
 * frame in `return redis.call(...)`, and the error could not name the script's line. So the script is
 * level 3 for the functions below: they are 1, their wrapper is 2.
 */
export const prelude = `
local host, as_c = ...
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
  if type(value) ~= 'number' then return value end
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

-- a ..joiner.. b: the right half boxes b, the left half joins a with what is in the box.
local joiner, boxes = {}, {}
setmetatable(joiner, { __concat = function(_, right) return setmetatable({ right }, boxes) end })
boxes.__concat = function(left, box)
  local joined = joinable(left) .. joinable(box[1])
  return joined
end

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

-- Lua functions become C functions in the eyes of Lua; see the header of this file.
local function exported(functions)
  for name, value in pairs(functions) do
    if type(value) == 'function' and getinfo(value, 'S').what ~= 'C' then functions[name] = as_c(value) end
  end
  return functions
end

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
strings.format = function(pattern, ...)
  local values, count, at = { ... }, select('#', ...), 0
  pattern = plain.gsub(text(pattern), '%%([-+ #0]*%d*%.?%d*)([%a%%])', function(flags, kind)
    if kind == '%' then return nil end
    at = at + 1
    if kind == 's' or kind == 'q' then
      values[at] = text(values[at])
      if type(values[at]) ~= 'string' then
        local given = at > count and 'no value' or type(values[at])
        error("bad argument #" .. text(at + 1) .. " to 'format' (string expected, got " .. given .. ")", 5)
      end
    elseif match(kind, '[cdiouxX]') then values[at] = whole(to_number(values[at]) or values[at]) end
    return kind == 'u' and '%' .. flags .. 'd' or nil
  end)
  return format(pattern, unpack(values, 1, count))
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

-- redis.* and cjson

local function one_string(...)
  return select('#', ...) == 1 and type((...)) == 'string'
end

local wrong_arguments = 'ERR wrong number or type of arguments'

local function protected_call(...)
  local ok, value = host('call', ...)
  if ok then return value end
  return { err = value }
end

local redis = {
  pcall = protected_call,
  call = function(...)
    local value = protected_call(...)
    if type(value) == 'table' and value.err then error(value, 0) end
    return value
  end,
  error_reply = function(...)
    if not one_string(...) then return { err = wrong_arguments } end
    local message = (...)
    if sub(message, 1, 1) == '-' then message = sub(message, 2) end
    if not match(message, ' ') then message = 'ERR ' .. message end
    return { err = message }
  end,
  status_reply = function(...)
    if not one_string(...) then return { err = wrong_arguments } end
    return { ok = (...) }
  end,
  sha1hex = function(...)
    if select('#', ...) ~= 1 then error({ err = 'ERR wrong number of arguments' }, 0) end
    local _, digest = host('sha1hex', text((...)))
    return digest
  end,
  log = function(...)
    if select('#', ...) < 2 then error({ err = 'ERR redis.log() requires two arguments or more.' }, 0) end
  end,
  replicate_commands = function() return true end,
  LOG_DEBUG = 0.0, LOG_VERBOSE = 1.0, LOG_NOTICE = 2.0, LOG_WARNING = 3.0,
}

local null = select(2, host('null'))

local function through_host(operation)
  return function(...)
    if select('#', ...) ~= 1 then
      error("bad argument #1 to '" .. operation .. "' (expected 1 argument)", 3)
    end
    local value = (...)
    if operation == 'decode' then value = text(value) end
    local ok, result = host(operation, value)
    if not ok then error(result, 3) end
    return result
  end
end

local cjson = {
  null = null,
  encode = through_host('encode'),
  decode = through_host('decode'),
}

-- What a script sees

local protected = {}

local function readonly(contents, index)
  local view = setmetatable({}, {
    __index = index or contents,
    __newindex = function() error('Attempt to modify a readonly table', 2) end,
    __metatable = false,
  })
  protected[view] = true
  return view
end

-- Methods on strings come from the library scripts see, too.
on_strings.__index = exported(strings)

local globals = exported({
  _VERSION = 'Lua 5.1', __join = joiner,
  string = readonly(exported(strings)), math = readonly(exported(numbers)), table = readonly(exported(tables)),
  coroutine = readonly(library(coroutine, 'create resume running status wrap yield')),
  redis = readonly(exported(redis)), cjson = readonly(exported(cjson)),
  assert = assert, collectgarbage = collectgarbage, getmetatable = getmetatable,
  ipairs = ipairs, next = next, pairs = pairs, rawequal = rawequal, rawget = rawget, select = select,
  tonumber = to_number,
  tostring = to_string, type = type, unpack = unpack, xpcall = xpcall,
  rawset = function(target, key, value)
    if protected[target] then error('Attempt to modify a readonly table', 0) end
    return rawset(target, key, value)
  end,
  setmetatable = function(target, metatable)
    if protected[target] then error('Attempt to modify a readonly table', 0) end
    return setmetatable(target, metatable)
  end,
  error = function(message, level)
    level = whole(level or 1)
    error(text(message), level > 0 and level + 2 or 0)
  end,
  -- Redis hands the text of an error table to whoever catches it.
  pcall = function(...)
    local results = { pcall(...) }
    local problem = results[2]
    if not results[1] and type(problem) == 'table' and type(problem.err) == 'string' then
      return false, problem.err
    end
    return unpack(results, 1, tables.maxn(results))
  end,
})

local environment = readonly(globals, function(_, name)
  local value = globals[name]
  if value == nil then
    error("Script attempted to access nonexistent global variable '" .. to_string(name) .. "'", 2)
  end
  return value
end)
globals._G = environment

-- What the host calls

local compiled = {}

function __compile(sha, code)
  local run, message = load(code, '@user_script', 't', environment)
  compiled[sha] = run
  return message
end

function __forget() compiled = {} end

-- Every error ends as { err, line }, the line being where the script was.
local function describe(problem)
  local level, line = 2, nil
  local info = getinfo(level, 'Sl')
  while info and not line do
    if info.source == '@user_script' then line = info.currentline end
    level = level + 1
    info = getinfo(level, 'Sl')
  end
  if type(problem) == 'table' then
    local message = problem.err
    return { err = type(message) == 'string' and message or 'ERR unknown error', line = line }
  end
  -- A library function refused its arguments: that is the script's doing, not the prelude's.
  local message = plain.gsub(to_string(problem), '^prelude:%d+:', 'user_script:' .. text(line or 0) .. ':')
  return { err = 'ERR ' .. message, line = line }
end

function __run(sha, keys, argv)
  globals.KEYS, globals.ARGV = keys, argv
  return xpcall(compiled[sha], describe)
end
`;
