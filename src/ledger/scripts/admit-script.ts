/**
 * `admit`: any number of requests, each admitted by all of its scopes or by none, decided in their order. A hold with
 * the amount lies under the request's id from then on. Repeating it changes nothing.
 *
 * KEYS: state. ARGV: see admit-call.ts, which alone writes them and reads the reply: for each request its status
 * (`held` or `again` and how much, `cancelled`, or `refused` and what refuses), then each of its scopes as it stands.
 */
import { packedLua } from './packed-lua.ts';

export const admitScript = `${packedLua}
local at = 1
local function next_arg()
  at = at + 1
  return ARGV[at]
end
local asks, fields, seen = {}, {}, {}
local function want(field)
  if not seen[field] then
    seen[field] = true
    fields[#fields + 1] = field
  end
end

for _ = 1, tonumber(ARGV[1]) do
  local ask = {id = next_arg(), slot = next_arg(), lease = next_arg(), nano = tonumber(next_arg()),
    cheaper = next_arg(), tokens = num(next_arg()), minute = num(next_arg()), elapsed = num(next_arg()), attempt = next_arg(), scopes = {}}
  for _ = 1, tonumber(next_arg()) do
    local s = {field = next_arg(), rpm = tonumber(next_arg()), tpm = tonumber(next_arg()),
      concurrent = tonumber(next_arg()), budgets = {}}
    for _ = 1, tonumber(next_arg()) do
      s.budgets[#s.budgets + 1] = {name = next_arg(), start = num(next_arg()), nano = tonumber(next_arg()),
        tokens = tonumber(next_arg()), on_limit = next_arg()}
    end
    ask.scopes[#ask.scopes + 1] = s
    want(s.field)
  end
  asks[#asks + 1] = ask
  want(ask.slot)
end
load_state(fields)

-- a clock that is behind counts in the newest minute and window there is, never in one that is over
local function roll(scope, ask, s)
  if ask.minute > scope.minute then
    local follows = ask.minute == scope.minute + 1
    scope.req_before = follows and scope.req or 0
    scope.tok_before = follows and scope.tok or 0
    scope.req, scope.tok, scope.minute = 0, 0, ask.minute
  end
  for _, wanted in ipairs(s.budgets) do
    local b = scope.budgets[wanted.name]
    if not b then
      b = {start = wanted.start, nano = 0, tokens = 0}
      scope.budgets[wanted.name] = b
      scope.names[#scope.names + 1] = wanted.name
    elseif wanted.start > b.start then
      begin_window(b, wanted.start)
    end
  end
end

-- what budgets that ask for a downgrade leave; nothing is cheap enough where tokens are used up; nil: there are none
local function room_for(ask)
  local room
  for _, s in ipairs(ask.scopes) do
    local scope = scope_of(s.field)
    for _, wanted in ipairs(s.budgets) do
      if wanted.on_limit == 'downgrade' then
        local b = scope.budgets[wanted.name]
        room = room or math.huge
        if wanted.nano then room = math.min(room, math.max(0, wanted.nano - b.nano - scope.nano)) end
        if wanted.tokens and b.tokens + scope.tokens + ask.tokens > wanted.tokens then room = 0 end
      end
    end
  end
  return room
end

-- without room for the reserve it is the most of what is cheaper that fits, or nothing. Which target that is, is told
-- when it is dispatched: the row of the dear one is not booked should nobody come back.
local function fit(ask)
  local room = room_for(ask)
  if not room or ask.nano and ask.nano <= room then
    ask.nano = ask.nano or 0
    return
  end
  ask.nano, ask.attempt = 0, nil
  for cheaper in string.gmatch(ask.cheaper, '[^ ]+') do
    local nano = num(cheaper)
    if nano <= room and nano > ask.nano then ask.nano = nano end
  end
end

local function refusals(place, scope, ask, s, found)
  local elapsed = ask.minute == scope.minute and ask.elapsed or 0
  local still = (60000 - elapsed) / 60000
  if s.rpm and scope.req + scope.req_before * still + 1 > s.rpm then found[#found + 1] = place .. 'r' end
  if s.tpm and scope.tok + scope.tok_before * still + ask.tokens > s.tpm then found[#found + 1] = place .. 't' end
  if s.concurrent and scope.requests + 1 > s.concurrent then found[#found + 1] = place .. 'c' end
  for number, wanted in ipairs(s.budgets) do
    local b = scope.budgets[wanted.name]
    if wanted.on_limit == 'refuse' and wanted.nano and b.nano + scope.nano + ask.nano > wanted.nano then
      found[#found + 1] = place .. 'm' .. number
    end
    if wanted.on_limit == 'refuse' and wanted.tokens and b.tokens + scope.tokens + ask.tokens > wanted.tokens then
      found[#found + 1] = place .. 'k' .. number
    end
  end
end

local function hold(ask, slot)
  local names = {}
  for _, s in ipairs(ask.scopes) do
    local scope = scope_of(s.field)
    scope.nano = scope.nano + ask.nano
    scope.tokens = scope.tokens + ask.tokens
    scope.requests = scope.requests + 1
    scope.req = scope.req + 1
    scope.tok = scope.tok + ask.tokens
    names[#names + 1] = s.field
    state.changed[s.field] = true
  end
  local minute = ask.scopes[1] and scope_of(ask.scopes[1].field).minute or ask.minute
  local line = {ask.id, ask.lease, int(ask.nano), int(ask.tokens), int(minute), table.concat(names, ' '), '0'}
  if ask.attempt then line[8] = ask.attempt end
  put_hold(slot, line)
  state.changed[ask.slot] = true
end

local function decide(ask)
  local slot = slot_of(ask.slot)
  local known = hold_of(slot, ask.id)
  for _, s in ipairs(ask.scopes) do roll(scope_of(s.field), ask, s) end
  if known then return known[2] == 'x' and 'cancelled' or 'again ' .. known[3] end
  fit(ask)
  local found = {}
  for place, s in ipairs(ask.scopes) do refusals(place, scope_of(s.field), ask, s, found) end
  if #found > 0 then return 'refused ' .. table.concat(found, ' ') end
  hold(ask, slot)
  return 'held ' .. int(ask.nano)
end

local reply = {}
for _, ask in ipairs(asks) do
  reply[#reply + 1] = decide(ask)
  for _, s in ipairs(ask.scopes) do reply[#reply + 1] = write_scope(scope_of(s.field)) end
end
save_state()
return reply
`;
