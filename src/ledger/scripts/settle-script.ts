/**
 * `settle`: any number of notes on requests, done in one step. A row that is new is booked: on the scopes, in its
 * hour's counters, in the stream and in the index, which makes every repeat change nothing. A measured row after an
 * estimated one books the difference, once. The last row of a request ends its hold.
 *
 * KEYS: state, rows, then indexes, hours, days and thirds of months by place. ARGV and the reply: see settle-call.ts.
 */
import { countersLua } from './counters-lua.ts';
import { packedLua } from './packed-lua.ts';

export const settleScript = `${packedLua}${countersLua}
local count, now, trim = tonumber(ARGV[1]), num(ARGV[2]), ARGV[3]
local index_ttl, hour_ttl, day_ttl = ARGV[4], ARGV[5], ARGV[6]
local notes, fields, seen = {}, {'closed', 'first'}, {closed = true, first = true}
local function want(field)
  if not seen[field] then
    seen[field] = true
    fields[#fields + 1] = field
  end
end

for n = 1, count do
  local a = 6 + (n - 1) * 18
  local note = {kind = ARGV[a + 1], row_id = ARGV[a + 2], request = ARGV[a + 3], slot = ARGV[a + 4], lease = ARGV[a + 5],
    is_last = ARGV[a + 6] == '1', nano = num(ARGV[a + 7]), tokens = num(ARGV[a + 8]), started = num(ARGV[a + 9]),
    scopes = {}, hour = ARGV[a + 15], cell = ARGV[a + 16], counters = ARGV[a + 17], row = ARGV[a + 18]}
  note.has_row = note.kind ~= 'open' and note.kind ~= 'cancel' and note.kind ~= 'lapse'
  for spec in string.gmatch(ARGV[a + 10], '[^ ]+') do
    local parts = split(spec, '|')
    note.scopes[#note.scopes + 1] = parts
    want(parts[1])
  end
  if note.has_row then
    note.index = hash_of(KEYS[tonumber(ARGV[a + 11])], index_ttl)
    want_field(note.index, note.row_id)
    note.hours = hash_of(KEYS[tonumber(ARGV[a + 12])], hour_ttl)
    want_field(note.hours, note.cell)
    note.day_key, note.third_key = KEYS[tonumber(ARGV[a + 13])], KEYS[tonumber(ARGV[a + 14])]
  end
  want(note.slot)
  notes[n] = note
end
load_state(fields)
for _, note in ipairs(notes) do
  -- an hour that is closed is in its day and its third already: what comes late goes into all of them
  if note.has_row then note.sums = {note.hours} end
  if note.has_row and note.hour <= state.text.closed then
    note.sums[2], note.sums[3] = hash_of(note.day_key, day_ttl), hash_of(note.third_key, day_ttl)
    want_field(note.sums[2], day_cell(note.cell))
    want_field(note.sums[3], day_cell(note.cell))
  end
end
for _, hash in pairs(hashes) do load_hash(hash) end

local function roll(scope, parts)
  for at = 2, #parts do
    local name, start = string.match(parts[at], '^([^=]*)=(.*)$')
    local b = scope.budgets[name]
    start = num(start)
    if not b then
      scope.budgets[name] = {start = start, nano = 0, tokens = 0}
      scope.names[#scope.names + 1] = name
    elseif start > b.start then
      begin_window(b, start)
    end
  end
end

-- less than was booked is given back only within the window that it was booked in
local function spend(parts, nano, tokens, started)
  local scope = scope_of(parts[1])
  roll(scope, parts)
  for _, b in pairs(scope.budgets) do
    if nano >= 0 or started >= b.start then b.nano = math.max(0, b.nano + nano) end
    if tokens >= 0 or started >= b.start then b.tokens = math.max(0, b.tokens + tokens) end
  end
  state.changed[parts[1]] = true
end

-- the minute's tokens were counted with what was reserved: put right while that minute still counts
local function correct_minute(scope, minute, more)
  if scope.minute == minute then scope.tok = math.max(0, scope.tok + more)
  elseif scope.minute == minute + 1 then scope.tok_before = math.max(0, scope.tok_before + more) end
end

-- takes off a hold's scopes what is not held any more; more: what was used beyond it, or less
local function let_go(hold, nano, tokens, requests, more)
  for field in string.gmatch(hold[6], '[^ ]+') do
    local scope = scope_of(field)
    scope.nano = scope.nano - nano
    scope.tokens = scope.tokens - tokens
    scope.requests = scope.requests - requests
    correct_minute(scope, num(hold[5]), more)
    state.changed[field] = true
  end
  hold[3], hold[4] = int(num(hold[3]) - nano), int(num(hold[4]) - tokens)
end

-- what a row has used is held no longer
local function use_up(hold, nano, tokens)
  local off = math.min(num(hold[4]), tokens)
  let_go(hold, math.min(num(hold[3]), nano), off, 0, tokens - off)
end

-- place of an attempt whose row has not come
local function place_of(hold, row_id)
  local mark = string.match(row_id, '%d+$') .. '='
  for at = 8, #hold do
    if string.sub(hold[at], 1, #mark) == mark then return at, mark end
  end
  return nil, mark
end

-- what remains of a request that is over, for a while: a message of it that comes late opens nothing anew
local function bury(slot, note)
  for id, line in pairs(slot.lines) do
    local until_ms = string.match(line, '^[^\\t]*\\tx\\t(%d+)')
    if until_ms and num(until_ms) < now then slot.lines[id] = nil end
  end
  put_hold(slot, {note.request, 'x', note.lease})
  state.changed[note.slot] = true
end

-- the hour's cell, and that of its day and its third
local function sum_up(sums, cell, counters, sign)
  for at, hash in ipairs(sums) do add_to_cell(hash, at == 1 and cell or day_cell(cell), counters, sign) end
end

-- who knows better what was used: a row gives way to one that ranks higher, and to no other
local rank = {lost = 1, estimated = 2, void = 3, measured = 3}
local rows, fixes, reply = {}, {}, {}

local function book(note, old)
  local nano, tokens = note.nano, note.tokens
  if old then
    local parts = split(old, '\\t')
    nano, tokens = nano - num(parts[3]), tokens - num(parts[4])
    sum_up(note.sums, parts[5], parts[6], -1)
    fixes[#fixes + 1] = note.row
  else
    rows[#rows + 1] = note.row
  end
  sum_up(note.sums, note.cell, note.counters, 1)
  for _, parts in ipairs(note.scopes) do spend(parts, nano, tokens, note.started) end
  note.index.text[note.row_id] = table.concat({note.kind, '', int(note.nano), int(note.tokens), note.cell, note.counters}, '\\t')
  note.index.new[note.row_id] = true
  if state.text.first == '' or note.hour < state.text.first then
    state.text.first, state.changed.first = note.hour, true
  end
end

local function open_attempt(note, slot, hold)
  if hold and hold[2] == 'x' then return 'over' end
  hold = hold or {note.request, note.lease, '0', '0', '0', '', '0'}
  local place, mark = place_of(hold, note.row_id)
  hold[place or #hold + 1] = mark .. note.row
  if num(note.lease) > num(hold[2]) then hold[2] = note.lease end
  put_hold(slot, hold)
  state.changed[note.slot] = true
  return 'open'
end

local function book_if_news(note, hold)
  local old = note.index.text[note.row_id]
  if old ~= '' and rank[note.kind] <= rank[string.match(old, '^%a*')] then return 'again' end
  book(note, old ~= '' and old or nil)
  if old ~= '' then return 'fixed' end
  if hold then use_up(hold, note.nano, note.tokens) end
  return 'new'
end

-- a hold ends when the last row has come and no other is missing
local function end_hold(note, slot, hold)
  local place = note.has_row and place_of(hold, note.row_id)
  if place then table.remove(hold, place) end
  if note.is_last then hold[7] = '1' end
  state.changed[note.slot] = true
  if note.has_row and (hold[7] == '0' or #hold > 7) then return put_hold(slot, hold) end
  let_go(hold, num(hold[3]), num(hold[4]), 1, -num(hold[4]))
  bury(slot, note)
end

local function take(note)
  local slot = slot_of(note.slot)
  local hold = hold_of(slot, note.request)
  if note.kind == 'open' then return open_attempt(note, slot, hold) end
  local held = hold and hold[2] ~= 'x' and hold or nil
  local is_swept = note.kind == 'lost' or note.kind == 'lapse'
  if is_swept and not (held and num(held[2]) < now) then return 'gone' end
  local word = note.has_row and book_if_news(note, held) or 'cancelled'
  if held then end_hold(note, slot, held)
  elseif note.is_last then bury(slot, note) end
  return word
end

for n, note in ipairs(notes) do reply[n] = take(note) end

if #rows + #fixes > 0 then
  local entry = redis.call('XADD', KEYS[2], 'MINID', '~', trim, '*',
    'rows', '[' .. table.concat(rows, ',') .. ']', 'fixes', '[' .. table.concat(fixes, ',') .. ']')
  for _, hash in pairs(hashes) do
    for field in pairs(hash.new) do
      if not hash.cells[field] then
        local parts = split(hash.text[field], '\\t')
        local is_final = parts[1] == 'measured' or parts[1] == 'void'
        parts[2] = entry
        hash.text[field] = is_final and parts[1] .. '\\t' .. entry or table.concat(parts, '\\t')
      end
    end
  end
end
for _, hash in pairs(hashes) do save_hash(hash) end
save_state()
return reply
`;
