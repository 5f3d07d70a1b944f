/** Made-up values of the kinds that are found by structure, each with right check digits, as fast-check arbitraries. */
import fc from 'fast-check';
import {
  modulo97,
  passesLuhn,
  passesMod11And10,
  passesVerhoeff,
} from '../../../src/classify/signals/findings/check-digits.ts';
import { isCnResidentId, isEsDni, isPlPesel } from '../../../src/classify/signals/findings/person-numbers.ts';
import { checksumOf } from '../../../src/core/token-checksum.ts';

const base62 = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];

export function digits(length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length })
    .map((all) => all.join(''));
}

/** Any UTF-16 units, halves of pairs too. */
export function anyUnits(maxLength: number): fc.Arbitrary<string> {
  return fc
    .array(fc.integer({ min: 0, max: 0xffff }), { maxLength })
    .map((units) => String.fromCharCode(...units));
}

/** Letters and digits; at least two of them digits. */
export function word62(length: number): fc.Arbitrary<string> {
  return fc
    .array(fc.constantFrom(...base62), { minLength: length - 2, maxLength: length - 2 })
    .map((all) => `${all.join('')}47`);
}

/** The one last digit with which the check passes. */
function complete(head: string, passes: (written: string) => boolean): string {
  const last = [...'0123456789X'].find((digit) => passes(head + digit));
  return head + (last ?? '');
}

function inGroups(written: string, size: number, by: string): string {
  return written.match(new RegExp(`.{1,${size}}`, 'g'))?.join(by) ?? written;
}

const issuers = [
  ['4', 16],
  ['53', 16],
  ['2720', 16],
  ['37', 15],
  ['6011', 16],
  ['36', 14],
  ['3540', 16],
  ['62', 16],
] as const;

export const cards = fc
  .tuple(fc.constantFrom(...issuers), digits(15), fc.constantFrom('', ' ', '-'))
  .map(([[head, length], rest, by]) => {
    const plain = complete((head + rest).slice(0, length - 1), passesLuhn);
    return length === 16 ? inGroups(plain, 4, by) : plain;
  });

const countries = [
  ['DE', 18],
  ['GB', 18],
  ['FR', 23],
  ['NL', 14],
  ['ES', 20],
  ['PL', 24],
  ['NO', 11],
] as const;

export const ibans = fc
  .tuple(fc.constantFrom(...countries), digits(28), fc.boolean())
  .map(([[country, length], rest, isGrouped]) => {
    const body = country === 'GB' ? `MIDL${rest.slice(0, length - 4)}` : rest.slice(0, length);
    const check = String(98 - modulo97(`${body}${country}00`)).padStart(2, '0');
    const plain = country + check + body;
    return isGrouped ? inGroups(plain, 4, ' ') : plain;
  });

export const githubTokens = fc
  .tuple(fc.constantFrom('ghp_', 'gho_', 'ghs_'), word62(30))
  .map(([start, body]) => start + body + checksumOf(body));

export const aadhaars = digits(10).map((rest) => inGroups(complete(`4${rest}`, passesVerhoeff), 4, ' '));

const day = fc.tuple(
  fc.integer({ min: 1950, max: 2009 }),
  fc.integer({ min: 1, max: 12 }),
  fc.integer({ min: 1, max: 28 }),
);

function two(value: number): string {
  return String(value).padStart(2, '0');
}

export const residentIds = fc
  .tuple(day, digits(3))
  .map(([[year, month, date], order]) =>
    complete(`310104${year}${two(month)}${two(date)}${order}`, isCnResidentId),
  );

export const pesels = fc.tuple(day, digits(4)).map(([[year, month, date], order]) => {
  const shifted = year >= 2000 ? month + 20 : month;
  return complete(`${two(year % 100)}${two(shifted)}${two(date)}${order}`, isPlPesel);
});

export const taxIds = fc
  .shuffledSubarray([...'123456789'], { minLength: 9, maxLength: 9 })
  .map((all) => complete(`${all.join('')}${all[3]}`, passesMod11And10));

export const dnis = digits(8).map((written) => {
  const letter = [...'TRWAGMYFPDXBNJZSQVHLCKE'].find((one) => isEsDni(written + one));
  return written + (letter ?? '');
});
