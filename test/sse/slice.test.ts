/** An event stream cut behind each event: nothing lost, nothing held too long, wherever the network cuts it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createSseParser } from '../../src/sse/parse.ts';
import { EventSlicer } from '../../src/sse/slice.ts';

const utf8 = new TextEncoder();
const text = (parts: readonly Uint8Array[]) => Buffer.concat(parts).toString('utf8');

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
  const places = [0, ...at.map((place) => place % (bytes.length + 1)), bytes.length].toSorted(
    (a, b) => a - b,
  );
  return places.slice(1).map((end, index) => bytes.subarray(places[index], end));
}

const line = fc.constantFrom('data: {"a":1}', 'event: näme', ': comment', 'data: 漢字 🙂', 'id: 7', 'data:');
const ending = fc.constantFrom('\n', '\r\n', '\r');
const stream = fc
  .tuple(fc.array(fc.array(line, { minLength: 1, maxLength: 3 }), { maxLength: 6 }), ending, fc.boolean())
  .map(([events, end, isWhole]) => {
    const whole = events.map((lines) => lines.map((one) => one + end).join('') + end).join('');
    return isWhole ? whole : `${whole}data: half`;
  });

test('any split gives the same events, and the bytes but for a half event at the end', () => {
  fc.assert(
    fc.property(stream, fc.array(fc.nat(), { maxLength: 12 }), (sent, places) => {
      const bytes = utf8.encode(sent);
      const slicer = new EventSlicer();
      const slices = cut(bytes, places).flatMap((chunk) => slicer.push(chunk));
      const whole = text(slices.map((slice) => slice.bytes));
      expect(sent.startsWith(whole)).toBe(true);
      expect(sent.slice(whole.length).replaceAll('\n', '')).toMatch(/^(data: half)?$/);
      const events = slices.flatMap(({ event }) => event ?? []);
      expect(events).toEqual(createSseParser().push(bytes));
    }),
  );
});

describe('one event at a time', () => {
  test('a slice ends behind the blank line', () => {
    const slices = new EventSlicer().push(utf8.encode('event: a\ndata: 1\n\n: ping\n\ndata: 2\n\ndata: 3\n'));
    expect(slices.map(({ bytes, event }) => [text([bytes]), event?.data])).toEqual([
      ['event: a\ndata: 1\n\n', '1'],
      [': ping\n\n', undefined],
      ['data: 2\n\n', '2'],
    ]);
  });

  test('a slice does not change with the buffer that it came in', () => {
    const buffer = utf8.encode('data: 1\n\n');
    const [slice] = new EventSlicer().push(buffer);
    buffer.fill(0);
    expect(text([slice?.bytes ?? buffer])).toBe('data: 1\n\n');
  });

  test('an event without an end is not held for ever', () => {
    const slicer = new EventSlicer();
    const megabyte = utf8.encode(`data: ${'x'.repeat(1_000_000)}`);
    for (let times = 0; times < 8; times++) slicer.push(megabyte);
    expect(slicer.overflowed).toBe(false);
    slicer.push(megabyte);
    expect(slicer.overflowed).toBe(true);
  });
});
