/** A cut event becomes one that every client can read and none minds, wherever it was cut. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { closeObject, closeTorn } from '../../src/sse/close-torn.ts';

const idle = '"type":"ping"';

const object = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<unknown>);
const spelled = fc
  .tuple(object, fc.constantFrom(0, 2))
  .map(([value, indent]) => JSON.stringify(value, null, indent));

/** Data of the one event in a text. */
function read(text: string): unknown {
  expect(text.endsWith('\n\n')).toBe(true);
  const lines = text
    .trimEnd()
    .split('\n')
    .filter((line) => line.startsWith('data:'));
  return JSON.parse(lines.map((line) => line.slice(5)).join('\n'));
}

describe('an object that was cut', () => {
  test('anywhere is an object again, and means nothing', () => {
    fc.assert(
      fc.property(spelled, fc.nat(), (text, cut) => {
        const begun = text.slice(0, 1 + (cut % text.length));
        const closed = begun + closeObject(begun, idle);
        expect(JSON.parse(closed)).toEqual(
          begun === text ? JSON.parse(text) : expect.objectContaining({ type: 'ping' }),
        );
      }),
    );
  });

  test.each([
    ['{', '"type":"ping"}'],
    ['{"a', '":null,"type":"ping"}'],
    ['{"a"', ':null,"type":"ping"}'],
    ['{"a":', 'null,"type":"ping"}'],
    ['{"a":tr', 'ue,"type":"ping"}'],
    ['{"a":-', '0,"type":"ping"}'],
    ['{"a":1.5e', '0,"type":"ping"}'],
    ['{"a":12,', '"_":null,"type":"ping"}'],
    ['{"a":[', '],"type":"ping"}'],
    ['{"a":[1,', 'null],"type":"ping"}'],
    ['{"a":"b\\', '\\","type":"ping"}'],
    ['{"a":"b\\\\', '","type":"ping"}'],
    ['{"a":"\\u00', '20","type":"ping"}'],
    ['{"a":{}}', ''],
    ['[DONE', null],
    ['{"a":nope', null],
    ['', null],
  ])('%s', (begun, rest) => {
    expect(closeObject(begun, idle)).toBe(rest);
  });
});

describe('an event that was cut', () => {
  const event =
    'event: content_block_delta\ndata: {"type":"content_block_delta","delta":{"text":"é\\n{"}}\n\n';

  test.each(['\n', '\r\n'])('anywhere is whole again (lines end in %j)', (newline) => {
    const lines = event.replaceAll('\n', newline);
    for (let cut = 1; cut < lines.length; cut++) {
      const torn = lines.slice(0, cut);
      const isSaid = torn.trimEnd() === lines.trimEnd();
      const told = read(torn + closeTorn(torn, idle)) as { type: string };
      expect([torn, told.type]).toEqual([torn, isSaid ? 'content_block_delta' : 'ping']);
    }
  });

  test('of which nothing came needs nothing, and the end mark is not made', () => {
    expect(closeTorn('', idle)).toBe('');
    expect(closeTorn('data: [DO', idle)).toBe('\n\n');
  });
});
