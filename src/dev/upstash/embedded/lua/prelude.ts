/**
 * The Lua side of the script engine: what a script sees. It makes Lua 5.4 look like the Lua 5.1 of
 * Redis (numbers print as doubles, no later library functions), forbids globals, and defines redis.*
 * and cjson. Its only way out is `host(operation, ...)`, which answers `true, value` or
 * `false, message`. Scripts arrive translated by lua-source.ts.
 */
import { lua51Prelude } from './prelude-lua51.ts';

/*
 * What stays different from Redis: no loadstring, bit, cmsgpack, struct; the texts of Lua's own runtime
 * errors; the last digits of `%` beyond 2^53; gsub and gmatch where a pattern matches nothing right
 * after a match; metatables with __concat.
 *
 * No call of a script is a tail call (see lua-source.ts): a function below that a script returns the result of would
 * take the place of the script's own frame, and the error could not name the script's line. So the script is level 2
 * for the functions that it calls, which are level 1.
 */

export const prelude = `${lua51Prelude}
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
      error("bad argument #1 to '" .. operation .. "' (expected 1 argument)", 2)
    end
    local value = (...)
    if operation == 'decode' then value = text(value) end
    local ok, result = host(operation, value)
    if not ok then error(result, 2) end
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
on_strings.__index = strings

local globals = {
  _VERSION = 'Lua 5.1', __join = joiner,
  string = readonly(strings), math = readonly(numbers), table = readonly(tables),
  coroutine = readonly(library(coroutine, 'create resume running status wrap yield')),
  redis = readonly(redis), cjson = readonly(cjson),
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
    error(text(message), level > 0 and level + 1 or 0)
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
}

setmetatable(globals, { __index = function(_, name)
  error("Script attempted to access nonexistent global variable '" .. to_string(name) .. "'", 2)
end })
local environment = readonly(globals)
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
