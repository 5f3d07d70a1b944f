/** Payment cards: which numbers an issuer may have given out, and the published test numbers. */
import { passesLuhn } from './check-digits.ts';

/** First digits from-to and lengths, of the networks' published ranges. */
const issuers: readonly (readonly [from: number, to: number, digits: readonly number[]])[] = [
  [4, 4, [13, 16, 19]],
  [51, 55, [16]],
  [2221, 2720, [16]],
  [34, 34, [15]],
  [37, 37, [15]],
  [6011, 6011, [16, 19]],
  [644, 659, [16, 19]],
  [300, 305, [14]],
  [3095, 3095, [14]],
  [36, 36, [14]],
  [38, 39, [14]],
  [3528, 3589, [16]],
  [62, 62, [16, 17, 18, 19]],
  [8100, 8171, [16]],
  [2200, 2204, [16, 19]],
  [5018, 5018, [16]],
  [5020, 5020, [16]],
  [5038, 5038, [16]],
  [5893, 5893, [16]],
  [6304, 6304, [16]],
  [6759, 6759, [16]],
  [6761, 6763, [16]],
  [5085, 5089, [16]],
  [6062, 6062, [16]],
  [6521, 6522, [16]],
];

/** Of the payment processors' documentation. */
const published = new Set(
  `4111111111111111 4242424242424242 4012888888881881 4000056655665556 4000000000000002 4000000000009995
  4000002500003155 4000000000003220 4222222222222 4917610000000000 5555555555554444 5105105105105100
  5200828282828210 5454545454545454 2223003122003222 2223000048400011 378282246310005 371449635398431
  378734493671000 340000000000009 370000000000002 6011111111111117 6011000990139424 6011000000000004
  6011601160116611 30569309025904 38520000023237 36227206271667 3056930009020004 36006666333344
  3530111333300000 3566002020360505 3566111111111113 6200000000000005 6205500000000000004
  4444333322221111 4988438843884305 5424000000000015 4007000000027 4532015112830366 4539578763621486`.split(
    /\s+/,
  ),
);

/** Digits that no issuer gives out: as good as all alike, or counting up. */
function isPattern(digits: string): boolean {
  return new Set(digits).size <= 2 || digits.startsWith('1234567');
}

export function isCard(digits: string): boolean {
  const isIssued = issuers.some(([from, to, lengths]) => {
    const head = Number(digits.slice(0, String(from).length));
    return head >= from && head <= to && lengths.includes(digits.length);
  });
  return isIssued && passesLuhn(digits);
}

export function isSampleCard(digits: string): boolean {
  return published.has(digits) || isPattern(digits);
}
