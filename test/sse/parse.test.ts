/** Law 1: however the bytes of a stream are cut, the events are the same. And what an upstream sends stays bounded. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SseEvent } from '../../src/core/protocol.ts';
import { createSseParser, maxEventChars, parseTail } from '../../src/sse/parse.ts';

const utf8 = new TextEncoder();

function parseAll(chunks: readonly Uint8Array[], limitChars?: number): SseEvent[] {
  const parser = createSseParser(limitChars);
  return [...chunks.flatMap((chunk) => parser.push(chunk)), ...parser.end()];
}

function parseText(text: string): SseEvent[] {
  return parseAll([utf8.encode(text)]);
}

/** The bytes cut at these places. */
function cut(bytes: Uint8Array, places: readonly number[]): Uint8Array[] {
  const edges = [0, ...[...places].map((at) => at % (bytes.length + 1)).sort((a, b) => a - b), bytes.length];
  return edges.slice(1).map((to, at) => bytes.slice(edges[at], to));
}

const streams = fc
  .tuple(
    fc.constantFrom('', '\ufeff'),
    fc.constantFrom('\n', '\r', '\r\n'),
    fc.array(
      fc.oneof(
        fc.constantFrom(
          'data: {"a":1}',
          'data:x',
          'data',
          'data: ',
          'event: delta',
          ': comment',
          ':',
          '',
          '',
        ),
        fc.constantFrom('data: [DONE] ', 'id: 7', 'retry: 10', 'data:  two', 'nonsense', 'data\ufeff: x'),
        fc.string({ unit: 'grapheme', maxLength: 8 }).map((text) => `data: ${text.replace(/[\r\n]/g, '')}`),
      ),
      { maxLength: 12 },
    ),
    fc.constantFrom('', 'end'),
  )
  .map(([bom, newline, lines, end]) => ({ newline, text: `${bom}${lines.join(newline)}${newline}${end}` }));

describe('any split of the bytes gives the same events', () => {
  test('at random places', () => {
    fc.assert(
      fc.property(streams, fc.array(fc.nat(), { maxLength: 10 }), ({ text }, places) => {
        const bytes = utf8.encode(text);
        expect(parseAll(cut(bytes, places))).toEqual(parseAll([bytes]));
      }),
      { numRuns: 1000 },
    );
  });

  const corpus =
    '\ufeffevent: message\r\ndata: {"t":"naïve 😀 日本語"}\r\n\r\n: ping\r\n\r\ndata: one\r\ndata: two\r\n\r\ndata:[DONE]\r\n\r\n';
  const bytes = utf8.encode(corpus);

  test('at every single place, inside of characters and line ends too', () => {
    const whole = parseAll([bytes]);
    expect(whole).toEqual([
      { event: 'message', data: '{"t":"naïve 😀 日本語"}' },
      { event: undefined, data: 'one\ntwo' },
      { event: undefined, data: '[DONE]' },
    ]);
    for (let at = 0; at <= bytes.length; at++) expect(parseAll(cut(bytes, [at]))).toEqual(whole);
  });

  test('byte by byte, and with empty pieces', () => {
    const single = [...bytes].flatMap((byte) => [Uint8Array.of(byte), new Uint8Array(0)]);
    expect(parseAll(single)).toEqual(parseAll([bytes]));
  });

  test('all three line ends mean the same', () => {
    fc.assert(
      fc.property(streams, ({ text, newline }) => {
        const asLf = text.replaceAll(newline, '\n');
        expect(parseText(text)).toEqual(parseText(asLf));
      }),
    );
  });
});

describe('what an event is', () => {
  test.each([
    ['data without a space', 'data:a\n\n', [{ data: 'a' }]],
    ['one space only is dropped', 'data:  a\n\n', [{ data: ' a' }]],
    ['several data lines', 'data: a\ndata\ndata: b\n\n', [{ data: 'a\n\nb' }]],
    ['empty data', 'data:\n\n', [{ data: '' }]],
    ['a name', 'event: e\ndata: a\n\n', [{ event: 'e', data: 'a' }]],
    ['a name without data is none', 'event: e\n\ndata: a\n\n', [{ data: 'a' }]],
    ['comments', ': a\n\n:\n\ndata: a\n: b\n\n', [{ data: 'a' }]],
    ['ids and retries are nothing to us', 'id: 1\nretry: 5\ndata: a\n\n', [{ data: 'a' }]],
    ['NUL passes', 'data: a\0b\n\n', [{ data: 'a\0b' }]],
    ['an unfinished event is dropped', 'data: a\n\ndata: b\n', [{ data: 'a' }]],
    ['blank lines only', '\n\n\n', []],
    ['nothing', '', []],
  ])('%s', (_, text, events) => {
    expect(parseText(text)).toEqual(events.map((event) => ({ event: undefined, ...event })));
  });

  test('one byte order mark is dropped, at the start only', () => {
    expect(parseText('\ufeffdata: a\n\n')).toEqual([{ event: undefined, data: 'a' }]);
    expect(parseText('\ufeff\ufeffdata: a\n\n')).toEqual([]);
    expect(parseText('data: \ufeffa\n\n')).toEqual([{ event: undefined, data: '\ufeffa' }]);
  });

  test('invalid UTF-8 becomes the replacement character and harms no other event', () => {
    const broken = Uint8Array.of(
      ...utf8.encode('data: a'),
      0xff,
      0xe2,
      0x82,
      ...utf8.encode('\n\ndata: b\n\n'),
    );
    expect(parseAll([broken])).toEqual([
      { event: undefined, data: 'a\ufffd\ufffd' },
      { event: undefined, data: 'b' },
    ]);
  });
});

describe('an event without end', () => {
  const limit = 100;

  test.each([
    ['one long line', [`data: ${'x'.repeat(60)}`, 'x'.repeat(60), '\n\ndata: b\n\n']],
    ['many data lines', [`data: ${'x'.repeat(60)}\n`, `data: ${'x'.repeat(60)}\n`, '\ndata: b\n\n']],
  ])('is not held: %s', (_, pieces) => {
    const parser = createSseParser(limit);
    const events = ['data: a\n\n', ...pieces].flatMap((piece) => parser.push(utf8.encode(piece)));
    expect([...events, ...parser.end()]).toEqual([{ event: undefined, data: 'a' }]);
    expect(parser.overflowed).toBe(true);
  });

  test('up to the bound it is', () => {
    const parser = createSseParser(limit);
    const data = 'x'.repeat(limit - 'data: '.length);
    expect(parser.push(utf8.encode(`data: ${data}`))).toEqual([]);
    expect(parser.push(utf8.encode('\n\n'))).toEqual([{ event: undefined, data }]);
    expect(parser.overflowed).toBe(false);
  });

  test('the bound of a stream is megabytes', () => {
    const parser = createSseParser();
    const piece = utf8.encode('x'.repeat(1024 * 1024));
    parser.push(utf8.encode('data: '));
    for (let pieces = 0; pieces * piece.length < maxEventChars - piece.length; pieces++) parser.push(piece);
    expect(parser.overflowed).toBe(false);
    parser.push(piece);
    expect(parser.overflowed).toBe(true);
  });

  test('comments are not held at all', () => {
    const parser = createSseParser(limit);
    parser.push(utf8.encode(`: ${'x'.repeat(1000)}`));
    expect(parser.push(utf8.encode('\n\ndata: a\n\n'))).toEqual([{ event: undefined, data: 'a' }]);
    expect(parser.overflowed).toBe(false);
  });
});

describe('parseTail', () => {
  test('of the whole stream gives all events', () => {
    fc.assert(
      fc.property(streams, ({ text }) => {
        const bytes = utf8.encode(text);
        expect(parseTail(bytes, true)).toEqual(parseAll([bytes]));
      }),
    );
  });

  test('of the last bytes gives the last whole events, wherever it begins', () => {
    for (const newline of ['\n', '\r\n', '\r']) {
      const events = ['a', 'é', '😀', 'd'].map(
        (data) => `event: e${newline}data: ${data}${newline}${newline}`,
      );
      const bytes = utf8.encode(events.join(''));
      const all = parseAll([bytes]);
      for (let from = 1; from <= bytes.length; from++) {
        const found = parseTail(bytes.slice(from), false);
        expect(found).toEqual(all.slice(all.length - found.length));
        // Only the event that the cut goes through, and the one right behind it, may be missed.
        const whole = events.filter(
          (_, at) => utf8.encode(events.slice(0, at).join('')).length > from,
        ).length;
        expect(found.length).toBeGreaterThanOrEqual(whole - 1);
      }
    }
  });

  test('without a boundary there is no event to trust', () => {
    expect(parseTail(utf8.encode('data: half of something'), false)).toEqual([]);
  });
});
