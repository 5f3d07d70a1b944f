/**
 * Numbers as Redis reads and prints them. Pure; every parser returns null for what Redis refuses.
 */
import type { Bytes } from '../engine.ts';

const minInt64 = -(2n ** 63n);
const maxInt64 = 2n ** 63n - 1n;
const integerForm = /^(?:0|-?[1-9]\d{0,18})$/;
const decimalForm = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
const infinityForm = /^([+-]?)inf(?:inity)?$/i;
const hexForm = /^([+-]?)(0x[0-9a-f]+)$/i;

export const isInt64 = (value: bigint): boolean => value >= minInt64 && value <= maxInt64;

/** A signed 64-bit integer without plus, leading zeros or blanks. */
export function parseInt64(text: Bytes): bigint | null {
  if (!integerForm.test(text)) return null;
  const value = BigInt(text);
  return isInt64(value) ? value : null;
}

/** A double as C's strtod takes it, infinities included, NaN not. */
export function parseDouble(text: Bytes): number | null {
  const infinite = infinityForm.exec(text);
  if (infinite) return infinite[1] === '-' ? -Infinity : Infinity;
  const hex = hexForm.exec(text);
  if (hex) return Number(hex[2]) * (hex[1] === '-' ? -1 : 1);
  if (!decimalForm.test(text)) return null;
  const value = Number(text);
  return Number.isFinite(value) ? value : null;
}

/**
 * The shortest digits that read back as the same double, as Redis prints since 7.2 (before, and so
 * in Debian's 7.0, it prints 17 digits: 0.1 becomes 0.10000000000000001).
 */
export function formatDouble(value: number): Bytes {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  const [mantissa = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= 17 || exponent < -4) {
    const digits = String(Math.abs(exponent)).padStart(2, '0');
    return `${mantissa}e${exponent < 0 ? '-' : '+'}${digits}`;
  }
  // Between these bounds JavaScript prints plain decimals; -0 prints as 0, as Redis stores it.
  return String(value);
}

/** C's printf("%.<digits>g"): what Lua 5.1 prints numbers with (14 digits). */
export function formatG(value: number, digits: number): Bytes {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const sign = value < 0 ? '-' : '';
  const { significant, exponent } = roundHalfEven(Math.abs(value), digits);
  const used = significant.replace(/0+$/, '');
  if (exponent < -4 || exponent >= digits) {
    const power = `e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
    return `${sign}${withPoint(used, 1)}${power}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${used}`;
  return sign + withPoint(used.padEnd(exponent + 1, '0'), exponent + 1);
}

function withPoint(digits: string, wholeDigits: number): string {
  return digits.length > wholeDigits
    ? `${digits.slice(0, wholeDigits)}.${digits.slice(wholeDigits)}`
    : digits;
}

interface Rounded {
  /** Exactly as many digits as asked for. */
  readonly significant: string;
  readonly exponent: number;
}

/** JavaScript rounds a tie up, C to the even digit. A tie has one digit more, and that is a 5. */
function roundHalfEven(value: number, digits: number): Rounded {
  const exact = splitExponential(value.toExponential(digits + 20));
  const isTie = /^50*$/.test(exact.significant.slice(digits));
  const isEven = '02468'.includes(exact.significant.charAt(digits - 1));
  if (isTie && isEven) return { ...exact, significant: exact.significant.slice(0, digits) };
  return splitExponential(value.toExponential(digits - 1));
}

function splitExponential(text: string): Rounded {
  const [mantissa = '', exponent = '0'] = text.split('e');
  return { significant: mantissa.replace('.', ''), exponent: Number(exponent) };
}
