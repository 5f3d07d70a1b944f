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

/**
 * C's printf("%.<digits>g"): what Lua 5.1 prints numbers with (14 digits).
 */
export function formatG(value: number, digits: number): Bytes {
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf';
  if (value === 0) return Object.is(value, -0) ? '-0' : '0';
  const [mantissa = '', exponentText = '0'] = value.toExponential(digits - 1).split('e');
  const exponent = Number(exponentText);
  if (exponent < -4 || exponent >= digits) {
    const sign = exponent < 0 ? '-' : '+';
    return `${trimZeros(mantissa)}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  return trimZeros(value.toFixed(digits - 1 - exponent));
}

function trimZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
