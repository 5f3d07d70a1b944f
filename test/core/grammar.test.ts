/** Whatever a decoder produces, what passes the grammar is a stream that every encoder may trust. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { enforceGrammar } from '../../src/core/grammar.ts';
import type { StreamEvent } from '../../src/core/stream-event.ts';

const start: StreamEvent = { type: 'response-start' };
const stop: StreamEvent = { type: 'response-end', stop: { reason: 'end' } };
const open = (index: number): StreamEvent => ({
  type: 'block-start',
  index,
  block: { type: 'text', text: '' },
});
const delta = (index: number): StreamEvent => ({
  type: 'block-delta',
  index,
  delta: { kind: 'text', text: 'a' },
});
const close = (index: number): StreamEvent => ({ type: 'block-end', index });
const usage: StreamEvent = { type: 'usage', usage: { inputTokens: 1 } };
const ping: StreamEvent = { type: 'ping' };
const failure: StreamEvent = {
  type: 'error',
  fault: { kind: 'server', status: null, code: null, message: 'broken' },
};

/** What a stream of these events is after the grammar, with its end. */
function pass(events: readonly StreamEvent[]): StreamEvent[] {
  const queue = [...events];
  const decoder = enforceGrammar(() => queue.splice(0, 1));
  return [...events.flatMap(() => decoder.push({ data: '' })), ...decoder.end()];
}

const anyEvent = fc.oneof(
  fc.constantFrom(start, stop, usage, ping, failure),
  fc.nat(2).map(open),
  fc.nat(2).map(delta),
  fc.nat(2).map(close),
);

/** The grammar as a reader would check it, written the other way round: what is wrong with a whole stream. */
function problemsOf(events: readonly StreamEvent[]): string[] {
  const problems: string[] = [];
  const terminals = events.filter(({ type }) => type === 'response-end' || type === 'error');
  if (terminals.length !== 1) problems.push(`${terminals.length} terminals`);
  if (events.at(-1) !== terminals[0]) problems.push('something behind the end');
  if (events.filter(({ type }) => type === 'response-start').length > 1) problems.push('two starts');
  const began = events.findIndex(({ type }) => type === 'response-start');
  const hasBlocks = events.findIndex(({ type }) => type.startsWith('block-'));
  if (hasBlocks !== -1 && (began === -1 || hasBlocks < began)) problems.push('a block before the start');
  for (const index of [0, 1, 2]) {
    const own = events.filter((event) => 'index' in event && event.index === index).map(({ type }) => type);
    const isWhole = /^(block-start(,block-delta)*(,block-end)?)?$/.test(own.join(','));
    if (!isWhole) problems.push(`block ${index}: ${own.join(',')}`);
    const isClosed = own.length === 0 || own.at(-1) === 'block-end';
    if (terminals[0]?.type === 'response-end' && !isClosed) problems.push(`block ${index} is left open`);
  }
  return problems;
}

describe('the grammar of a stream', () => {
  test('holds for what passes, whatever came', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 12 }), (events) => {
        expect(problemsOf(pass(events))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test('a stream that keeps to it passes as it is', () => {
    const events = [
      ping,
      start,
      open(0),
      delta(0),
      open(1),
      delta(1),
      delta(0),
      close(0),
      close(1),
      usage,
      stop,
    ];
    expect(pass(events)).toEqual(events);
    expect(problemsOf(events)).toEqual([]);
  });

  test('blocks left open end with the answer, in order', () => {
    expect(pass([start, open(1), open(0), stop])).toEqual([
      start,
      open(1),
      open(0),
      close(0),
      close(1),
      stop,
    ]);
  });

  test.each([
    ['no event at all', []],
    ['a start only', [start]],
    ['an open block', [start, open(0), delta(0)]],
    ['a closed block', [start, open(0), close(0), usage]],
  ])('without its end it is truncated: %s', (_, events) => {
    expect(pass(events).at(-1)).toMatchObject({ type: 'error', fault: { kind: 'truncated' } });
  });

  test.each([
    ['a second start', [start, start]],
    ['a block before the start', [open(0)]],
    ['a block started twice', [start, open(0), open(0)]],
    ['a block started again', [start, open(0), close(0), open(0)]],
    ['a piece of no block', [start, delta(0)]],
    ['a piece behind its block', [start, open(0), close(0), delta(0)]],
    ['a second end of a block', [start, open(0), close(0), close(0)]],
    ['an end before the start', [stop]],
  ])('nonsense is an invalid answer: %s', (_, events) => {
    expect(pass(events)).toEqual([
      ...events.slice(0, -1),
      expect.objectContaining({
        type: 'error',
        fault: expect.objectContaining({ kind: 'invalid-response' }),
      }),
    ]);
  });

  test('nothing comes behind an end or an error', () => {
    expect(pass([start, stop, open(0), failure, stop])).toEqual([start, stop]);
    expect(pass([failure, start, stop])).toEqual([failure]);
  });
});
