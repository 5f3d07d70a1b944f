/** Values found wherever they stand: the same as a search for each of them, and no slower for how many there are. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KnownValues } from '../../src/core/known-values.ts';

/** Each unit that some value covers; neighbours that share no unit are two stretches. */
function findSlowly(values: readonly string[], text: string): string[] {
  const stretches: { start: number; end: number }[] = [];
  for (let at = 0; at < text.length; at++) {
    const length = Math.max(0, ...values.filter((one) => text.startsWith(one, at)).map((one) => one.length));
    const last = stretches.at(-1);
    if (length === 0) continue;
    if (last !== undefined && at < last.end) last.end = Math.max(last.end, at + length);
    else stretches.push({ start: at, end: at + length });
  }
  return stretches.map(({ start, end }) => text.slice(start, end));
}

const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'ü'), minLength: 3, maxLength: 12 });

test('as a search for each one finds them, and nothing else changes', () => {
  fc.assert(
    fc.property(fc.array(letters, { maxLength: 8 }), fc.array(letters), (values, pieces) => {
      const text = pieces.join('');
      const seen: string[] = [];
      const replaced = new KnownValues(values).replace(text, (stretch) => {
        seen.push(stretch);
        return `<${stretch}>`;
      });
      expect(seen).toEqual(findSlowly(values, text));
      expect(replaced.replaceAll(/[<>]/g, '')).toBe(text);
    }),
  );
});

test('a list of a hundred thousand that begin alike is one walk', () => {
  const values = Array.from({ length: 100_000 }, (_, at) => `+4930${at + 10_000_000}`);
  const replaced = new KnownValues(values).replace(values.join('\n'), () => '-');
  expect(replaced).toBe(values.map(() => '-').join('\n'));
});
