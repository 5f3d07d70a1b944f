/** What holds of every text: right places, one wrong digit is seen, no overlap, no exception, linear work. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scanSensitive } from '../../../src/classify/signals/findings/scan.ts';
import { type FindingKind, findingKinds } from '../../../src/core/signals.ts';
import {
  aadhaars,
  anyUnits,
  cards,
  digits,
  dnis,
  githubTokens,
  ibans,
  pesels,
  residentIds,
  taxIds,
  word62,
} from '../../support/signals/values.ts';

const words = fc
  .array(
    fc.constantFrom(
      'the',
      'invoice',
      'of',
      'Müller',
      'is',
      'due',
      '付款',
      'today;',
      '(see)',
      'a',
      'нет',
      '12 €',
      '🙂',
    ),
    {
      maxLength: 12,
    },
  )
  .map((all) => all.join(' '));

const checked: readonly (readonly [kind: FindingKind, values: fc.Arbitrary<string>, name: string])[] = [
  ['card', cards, ''],
  ['iban', ibans, ''],
  ['github-token', githubTokens, ''],
  ['in-aadhaar', aadhaars, ''],
  ['cn-resident-id', residentIds, ''],
  ['pl-pesel', pesels, 'PESEL: '],
  ['de-tax-id', taxIds, 'Steuer-ID: '],
  ['es-dni', dnis, ''],
];

/** The value with one digit made another. */
function changeDigit(value: string, seed: number): string {
  const places = [...value].flatMap((unit, at) => (/\d/.test(unit) ? [at] : []));
  const at = places[seed % places.length] ?? 0;
  const other = (Number(value[at]) + 1 + (seed % 9)) % 10;
  return value.slice(0, at) + other + value.slice(at + 1);
}

describe.each(checked)('%s', (kind, values, name) => {
  test('is found in any text, at its place', () => {
    fc.assert(
      fc.property(words, values, words, (before, value, after) => {
        const text = `${before} ${name}${value} ${after}`;
        const start = before.length + 1 + name.length;
        const scan = scanSensitive(text);
        expect([...scan.findings, ...scan.examples].filter((one) => one.kind === kind)).toEqual([
          { kind, start, end: start + value.length, isChecked: true },
        ]);
      }),
    );
  });

  test('with one digit changed it is not, or as an example that passes no check', () => {
    fc.assert(
      fc.property(values, fc.nat(), (value, seed) => {
        const text = `${name}${changeDigit(value, seed)}`;
        const { findings, examples } = scanSensitive(text);
        expect(findings.filter((one) => one.kind === kind)).toEqual([]);
        expect(examples.filter((one) => one.kind === kind && one.isChecked)).toEqual([]);
      }),
    );
  });
});

describe('keys', () => {
  const keys = fc.oneof(
    word62(48).map((body) => `sk-${body}`),
    word62(90).map((body) => `sk-ant-api03-${body}`),
    word62(24).map((body) => `sk_live_${body}`),
    word62(35).map((body) => `AIza${body}`),
  );

  test('are found whole in any text', () => {
    fc.assert(
      fc.property(words, keys, words, (before, key, after) => {
        const text = `${before} ${key} ${after}`;
        const { findings, examples } = scanSensitive(text);
        expect([...findings, ...examples].map(({ start, end }) => text.slice(start, end))).toContain(key);
      }),
    );
  });
});

const pieces = fc.oneof(
  fc.constantFrom(
    ...[
      'sk-',
      'sk-ant-',
      'ghp_',
      'eyJ',
      '.eyJ',
      '-----BEGIN PRIVATE KEY-----',
      '-----END ',
      '://',
      '@',
      'a@b.c',
      ':',
    ],
    ...[
      'password=',
      'token: "',
      'Bearer ',
      'AKIA',
      'AIza',
      '+',
      '00',
      '(',
      ') ',
      '-',
      '_',
      '.',
      '2001:',
      '::',
      'DE89',
    ],
    ...['\ud800', '\udc00', '\u0000', 'tel ', '1 ', '12.', '255.', '4111 ', ' ', '\n', '"', 'X1234567'],
  ),
  digits(4),
  word62(20),
  anyUnits(8),
);
const anything = fc.array(pieces, { maxLength: 60 }).map((all) => all.join(''));

describe('any text', () => {
  test('never throws; findings are in order, apart, and no longer than their kind allows', () => {
    fc.assert(
      fc.property(anything, (text) => {
        const { findings, examples } = scanSensitive(text);
        const all = [...findings, ...examples].sort((a, b) => a.start - b.start);
        all.forEach(({ kind, start, end }, at) => {
          expect(start).toBeGreaterThanOrEqual(at === 0 ? 0 : (all[at - 1]?.end ?? 0));
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
          expect(end - start).toBeLessThanOrEqual(findingKinds[kind].longest);
        });
      }),
      { numRuns: 1000 },
    );
  });

  test('long runs of digits and of letters are nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: 20, max: 400 }).chain(digits), word62(60), (number, word) => {
        expect(scanSensitive(`${number} ${word}/${number}`).findings).toEqual([]);
      }),
    );
  });
});

/** Units that are looked at or copied by our own code while a text is scanned; searches of the engine are linear. */
function countLooks(text: string): number {
  const { charCodeAt, slice } = String.prototype;
  let looks = 0;
  Object.assign(String.prototype, {
    charCodeAt(this: string, at: number): number {
      looks++;
      return charCodeAt.call(this, at);
    },
    slice(this: string, from: number, to?: number): string {
      const part = slice.call(this, from, to);
      looks += part.length;
      return part;
    },
  });
  try {
    scanSensitive(text);
  } finally {
    Object.assign(String.prototype, { charCodeAt, slice });
  }
  return looks;
}

describe('work grows with the length', () => {
  /** Looks a unit, whatever the text. */
  const mostLooks = 120;

  test.each([
    'a plain sentence of words ',
    '1 ',
    '12 ',
    '1234 ',
    '+1 ',
    '00',
    '4111-1111-1111-',
    'sk-',
    'sk-ant-',
    'a_',
    '-eyJ',
    '.eyJ',
    'eyJaaaaaaaaaaaaaaaaaaa.eyJ',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----!',
    'a@',
    '@',
    'a.',
    'x://',
    'x://a:',
    'password=',
    'password: "a1B2',
    'token=x9',
    'Bearer ',
    'AKIAQ3RTUVWX5Z2BCDFG ',
    'AKIAQ3RTUVWX5Z2BCDFG/',
    'DE89',
    'AB12',
    '2001:',
    '1.1.',
    'tel 12 34 56 7 ',
  ])('%j again and again', (piece) => {
    const text = piece.repeat(Math.ceil(20_000 / piece.length));
    expect(countLooks(text) / text.length).toBeLessThan(mostLooks);
  });
});
