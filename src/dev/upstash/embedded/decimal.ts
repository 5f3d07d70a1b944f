/**
 * Exact decimal addition for HINCRBYFLOAT, printed with at most 17 digits after the point.
 * Redis adds in `long double`, whose last digits differ from machine to machine; where those digits
 * do not show (up to about 18 in all) the results are the same. Pure.
 */
import type { Bytes } from '../engine.ts';

/** `units / 10^scale`. */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const form = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,5}))?$/i;
const mostFractionDigits = 17;
/** Beyond this a sum is no longer a number anybody counts with, only a way to fill memory. */
const mostDigits = 400;

/** Null for anything that is not a finite decimal number. */
export function parseDecimal(text: Bytes): Decimal | null {
  const match = form.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const units = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`);
  const scale = fraction.length - Number(exponent);
  if (Math.abs(scale) + whole.length > mostDigits) return null;
  return scale >= 0 ? { units, scale } : { units: units * 10n ** BigInt(-scale), scale: 0 };
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const lift = (value: Decimal) => value.units * 10n ** BigInt(scale - value.scale);
  return { units: lift(a) + lift(b), scale };
}

/** Without trailing zeros; digits after the 17th are rounded half away from zero. */
export function formatDecimal({ units, scale }: Decimal): Bytes {
  const negative = units < 0n;
  const excess = Math.max(0, scale - mostFractionDigits);
  const divisor = 10n ** BigInt(excess);
  const rounded = ((negative ? -units : units) + divisor / 2n) / divisor;
  const kept = scale - excess;
  const digits = rounded.toString().padStart(kept + 1, '0');
  const whole = digits.slice(0, digits.length - kept);
  const fraction = digits.slice(digits.length - kept).replace(/0+$/, '');
  const text = fraction === '' ? whole : `${whole}.${fraction}`;
  return negative && rounded !== 0n ? `-${text}` : text;
}
