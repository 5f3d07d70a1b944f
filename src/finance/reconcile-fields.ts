/**
 * Fields that the reports of providers have in common, read strictly: whatever is not understood is named with its
 * place and the report is refused, since money that is misread is worse than none. Pure.
 */
import type { FieldCheck } from '../core/field-check.ts';
import { isObject, type JsonObject } from '../core/json.ts';

const daySeconds = 86_400;

/** `YYYY-MM-DD` of a UTC day's first second; '' where it is none. */
export function readDayStart(value: unknown, field: string, check: FieldCheck): string {
  const seconds = typeof value === 'string' ? Date.parse(value) / 1000 : value;
  if (typeof seconds === 'number' && Number.isInteger(seconds / daySeconds))
    return new Date(seconds * 1000).toISOString().slice(0, 10);
  check.wrong(field, 'the beginning of a UTC day', value);
  return '';
}

/** A count that must be there. */
export function readCount(value: unknown, field: string, check: FieldCheck): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) return value;
  check.wrong(field, 'a whole number, 0 or more', value);
  return 0;
}

/** A count that may be left out, or null, where there is nothing of it. */
export function readOptionalCount(value: unknown, field: string, check: FieldCheck): number {
  return value === undefined || value === null ? 0 : readCount(value, field, check);
}

/** Text that must be there. */
export function readText(value: unknown, field: string, check: FieldCheck): string {
  if (typeof value === 'string' && value !== '') return value;
  check.wrong(field, 'a text', value);
  return '';
}

export function readOptionalText(value: unknown, field: string, check: FieldCheck): string | null {
  return value === undefined || value === null ? null : readText(value, field, check);
}

const decimalPattern = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Nano-USD of an amount, rounded once. `decimals`: how many digits behind the point make a nano-dollar, 9 for dollars
 * and 7 for cents. A text is read digit by digit; a number has been through a double already.
 */
export function readNanoUsd(value: unknown, decimals: 9 | 7, field: string, check: FieldCheck): number {
  const nano = typeof value === 'string' ? nanoOfText(value, decimals) : nanoOfNumber(value, decimals);
  if (nano !== null && Number.isSafeInteger(nano)) return nano;
  check.wrong(field, 'an amount of money', value);
  return 0;
}

function nanoOfNumber(value: unknown, decimals: number): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? Math.round(value * 10 ** decimals) : null;
}

function nanoOfText(text: string, decimals: number): number | null {
  const [, sign, whole = '', fraction = ''] = decimalPattern.exec(text) ?? [];
  if (sign === undefined) return nanoOfNumber(text.trim() === '' ? null : Number(text), decimals);
  const kept = fraction.slice(0, decimals).padEnd(decimals, '0');
  const up = Number(fraction[decimals] ?? '0') >= 5 ? 1n : 0n;
  const size = Number(BigInt(whole + kept) + up);
  return sign === '-' ? -size : size;
}

/** Each with its place. */
export function readObjects(
  value: unknown,
  field: string,
  check: FieldCheck,
): { readonly at: string; readonly object: JsonObject }[] {
  if (!Array.isArray(value)) {
    check.wrong(field, 'an array', value);
    return [];
  }
  return value.flatMap((object: unknown, index) => {
    const at = `${field}[${index}]`;
    if (isObject(object)) return [{ at, object }];
    check.wrong(at, 'an object', object);
    return [];
  });
}

/** Null on the last page; a page that has more and does not say where is refused. */
export function readNext(
  { has_more: hasMore, next_page: next }: JsonObject,
  check: FieldCheck,
): string | null {
  if (typeof hasMore !== 'boolean') check.wrong('has_more', 'true or false', hasMore);
  return hasMore === true ? readText(next, 'next_page', check) : null;
}
