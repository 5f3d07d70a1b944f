/** The ledger's guards, each taken out of the real scripts (or of the sweep): some seed has to see it. */
import { type Mutation, noMutation } from './world.ts';

/** Takes a piece out of whichever script has it. */
function without(piece: string, instead = ''): Mutation {
  return { ...noMutation, script: (script) => script.replaceAll(piece, instead) };
}

/** Name, what is run instead, and where few seeds see it, one that does: the others follow, should it see it no more. */
const guards: readonly (readonly [name: string, mutation: Mutation, from?: number])[] = [
  ['the idempotency guard', without('local old = note.index.text[note.row_id]', "local old = ''")],
  ['the lease', { ...noMutation, sweepAheadMs: 3_600_000 }],
  [
    'the state check of what is swept',
    without('if is_swept and not (held and num(held[2]) < now) then', 'if false then'),
    249,
  ],
  ['the end of a hold', without('if held then end_hold(note, slot, held)', 'if held then')],
  [
    'the state of a hold that is over',
    without("local held = hold and hold[2] ~= 'x' and hold or nil", 'local held = hold'),
  ],
  [
    'what is left of a request that is over',
    without("put_hold(slot, {note.request, 'x', note.lease})", 'slot.lines[note.request] = nil'),
  ],
  ['what is held, when a budget is asked', without('b.nano + scope.nano + ask.nano', 'b.nano + ask.nano')],
  ['what is held at once', without('scope.requests + 1 > s.concurrent', 'scope.requests > s.concurrent')],
  [
    'the repeat of an admission',
    without("if known then return known[2] == 'x' and 'cancelled' or 'again ' .. known[3] end", ''),
  ],
  [
    'the room of what is cheaper',
    without('if nano <= room and nano > ask.nano then', 'if nano > ask.nano then'),
  ],
  [
    'the wait for attempts that are missing',
    without(
      "if note.has_row and (hold[7] == '0' or #hold > 7) then return put_hold(slot, hold) end",
      "if note.has_row and hold[7] == '0' then return put_hold(slot, hold) end",
    ),
  ],
  [
    'the guard of an hour that is closed',
    without(
      "if state.text.closed ~= ARGV[1] or ARGV[2] <= ARGV[1] then return {'moved', state.text.closed} end",
      '',
    ),
  ],
  ['the day of a row that comes late', without('note.has_row and note.hour <= state.text.closed', 'false')],
  [
    'the third of a row that comes late',
    without(
      'note.sums[2], note.sums[3] = hash_of(note.day_key, day_ttl), hash_of(note.third_key, day_ttl)\n    want_field(note.sums[2], day_cell(note.cell))\n    want_field(note.sums[3], day_cell(note.cell))',
      'note.sums[2] = hash_of(note.day_key, day_ttl)\n    want_field(note.sums[2], day_cell(note.cell))',
    ),
  ],
  [
    'the names that days are counted by',
    without("string.match(cell, '^[^|]*|[^|]*|[^|]*|[^|]*') or cell", 'cell'),
  ],
  ['the third of an hour that is closed', without('ipairs({KEYS[3], KEYS[4]})', 'ipairs({KEYS[3]})')],
];

export const mutations = guards.map(([name, mutation, from = 1]) => ({ name, mutation, from }));
