/** The end of a stream is read whole, however long the stream and its last event are, and little else is held. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Tail } from '../../src/respond/tail.ts';
import { maxEventChars } from '../../src/sse/parse.ts';

const utf8 = new TextEncoder();
const event = (data: string) => `data: ${data}\n\n`;

function tailOf(text: string, pieceBytes: number): Tail {
  const tail = new Tail();
  const bytes = utf8.encode(text);
  for (let at = 0; at < bytes.length; at += pieceBytes) tail.push(bytes.slice(at, at + pieceBytes));
  return tail;
}

const dataOf = (tail: Tail) => tail.events().map(({ data }) => data);

describe('Tail', () => {
  test('of a short stream is all of it', () => {
    expect(dataOf(tailOf(event('a') + event('é😀') + event('[DONE]'), 1))).toEqual(['a', 'é😀', '[DONE]']);
    expect(dataOf(new Tail())).toEqual([]);
  });

  test('holds the last events of any stream, wherever its pieces end', () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(sizes, fc.constantFrom(997, 4096, 16_384, 100_000), (lengths, pieceBytes) => {
        const all = lengths.map((length, at) => `${at}${'x'.repeat(length)}`);
        const found = dataOf(tailOf(all.map(event).join(''), pieceBytes));
        expect(found).toEqual(all.slice(all.length - found.length));
        expect(found.length).toBeGreaterThan(0);
      }),
    );
  });

  test.each([20_000, 70_000, 1_000_000, 7_000_000])('holds a last event of %i characters', (length) => {
    const last = `{"response":"${'x'.repeat(length)}","usage":1}`;
    const stream = event('first').repeat(20_000) + event(last);
    expect(dataOf(tailOf(stream, 16_384)).at(-1)).toBe(last);
  });

  test('an event that is no event is not held', () => {
    const tail = tailOf(`data: ${'x'.repeat(maxEventChars)}`, 65_536);
    for (let more = 0; more < 100; more++) tail.push(utf8.encode('x'.repeat(65_536)));
    expect(dataOf(tail)).toEqual([]);
  });
});
