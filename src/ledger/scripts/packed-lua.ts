/**
 * The Lua that the scripts share: how scopes, holds and counters are packed, and the sums done on them. Text of Lua
 * 5.1 that does the same on Redis and on the embedded engine. state-codec.ts reads the same shapes in TypeScript.
 *
 * Numbers are written with %.0f: tostring and cjson lose digits above 1e14.
 */
export const packedLua = `
local function int(n) return string.format('%.0f', n) end
local function num(text) return tonumber(text) or 0 end
local patterns = {}
local function split(text, sep)
  local parts = {}
  patterns[sep] = patterns[sep] or '([^' .. sep .. ']*)' .. sep
  for part in string.gmatch(text .. sep, patterns[sep]) do parts[#parts + 1] = part end
  return parts
end

-- scope: held nano, held tokens, held requests, minute, requests, before, tokens, before; budgets follow, each with
-- its window's start, nano and tokens, and the same of the window before
local function read_scope(text)
  local parts = split(text or '', '|')
  local n = split(parts[1], ',')
  local scope = {
    nano = num(n[1]), tokens = num(n[2]), requests = num(n[3]),
    minute = num(n[4]), req = num(n[5]), req_before = num(n[6]), tok = num(n[7]), tok_before = num(n[8]),
    names = {}, budgets = {},
  }
  for at = 2, #parts do
    local name, values = string.match(parts[at], '^([^=]*)=(.*)$')
    local b = split(values, ',')
    scope.names[#scope.names + 1] = name
    scope.budgets[name] = {start = num(b[1]), nano = num(b[2]), tokens = num(b[3]), was = string.match(values, '^[^,]*,[^,]*,[^,]*(,.*)$')}
  end
  return scope
end

local function spent_text(b)
  return string.format('%.0f,%.0f,%.0f', b.start, b.nano, b.tokens)
end

-- what was spent in the window before stays beside the new one: whoever looks once a minute sees its end too
local function begin_window(b, start)
  b.was = ',' .. spent_text(b)
  b.start, b.nano, b.tokens = start, 0, 0
end

local function write_scope(scope)
  local parts = {string.format('%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f,%.0f', scope.nano, scope.tokens, scope.requests,
    scope.minute, scope.req, scope.req_before, scope.tok, scope.tok_before)}
  for _, name in ipairs(scope.names) do
    local b = scope.budgets[name]
    parts[#parts + 1] = name .. '=' .. spent_text(b) .. (b.was or '')
  end
  return table.concat(parts, '|')
end

-- a slot holds one line for each hold: id, lease end, nano, tokens, minute, scopes, whether the last row has come,
-- then the attempts whose rows have not, as 'number=row'. Of a request that is over: id, 'x', until when that is kept.
local function read_slot(text)
  local slot = {order = {}, lines = {}}
  for line in string.gmatch(text or '', '[^\\n]+') do
    local id = string.match(line, '^[^\\t]*')
    slot.order[#slot.order + 1] = id
    slot.lines[id] = line
  end
  return slot
end

local function hold_of(slot, id)
  return slot.lines[id] and split(slot.lines[id], '\\t')
end

local function put_hold(slot, hold)
  if not slot.lines[hold[1]] then slot.order[#slot.order + 1] = hold[1] end
  slot.lines[hold[1]] = table.concat(hold, '\\t')
end

local function write_slot(slot)
  local lines, written = {}, {}
  for _, id in ipairs(slot.order) do
    if slot.lines[id] and not written[id] then
      lines[#lines + 1] = slot.lines[id]
      written[id] = true
    end
  end
  return table.concat(lines, '\\n')
end

-- Lua unpacks some 8000 values at most
local most_fields = 2000

local function read_fields(key, fields, into)
  for from = 1, #fields, most_fields do
    local to = math.min(from + most_fields - 1, #fields)
    local values = redis.call('HMGET', key, unpack(fields, from, to))
    for at = from, to do into[fields[at]] = values[at - from + 1] or '' end
  end
end

-- fields and values in turn
local function write_fields(key, args)
  for from = 1, #args, 2 * most_fields do
    redis.call('HSET', key, unpack(args, from, math.min(from + 2 * most_fields - 1, #args)))
  end
end

-- fields of the state, read at once and written at once
local state = {text = {}, scopes = {}, slots = {}, changed = {}}

local function load_state(fields)
  read_fields(KEYS[1], fields, state.text)
end

local function scope_of(field)
  if not state.scopes[field] then
    if not state.text[field] then load_state({field}) end
    state.scopes[field] = read_scope(state.text[field])
  end
  return state.scopes[field]
end

local function slot_of(field)
  if not state.slots[field] then state.slots[field] = read_slot(state.text[field]) end
  return state.slots[field]
end

local function save_state()
  local args = {}
  for field in pairs(state.changed) do
    local scope, slot = state.scopes[field], state.slots[field]
    args[#args + 1] = field
    args[#args + 1] = scope and write_scope(scope) or slot and write_slot(slot) or state.text[field]
  end
  write_fields(KEYS[1], args)
end
`;
