/**
 * Reads the fields of a request body and remembers the first that is wrong, so that decoders read on without a
 * branch per field. Absent and null are the same. Never throws; what is wrong reads as absent.
 */
import type { InvalidRequest } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';

export type Range = { readonly min?: number; readonly max?: number; readonly whole?: boolean };

const longestShown = 40;

/** The value in words, short: `"abc"`, `-1`, `null`, `an array`, `an object`. */
export function describe(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (isObject(value)) return 'an object';
  if (typeof value !== 'string') return String(value);
  return JSON.stringify(value.length > longestShown ? `${value.slice(0, longestShown)}…` : value);
}

/** `a whole number from 0 to 10`. */
export function inWords({ min, max, whole }: Range): string {
  const kind = whole ? 'a whole number' : 'a number';
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined) return `${kind}, ${min} or more`;
  return max === undefined ? kind : `${kind}, ${max} or less`;
}

export class FieldCheck {
  /** The first problem met, or null. */
  problem: InvalidRequest | null = null;

  fail(field: string, message: string): undefined {
    this.problem ??= { field, message };
    return undefined;
  }

  /** `expected` completes "must be": `a string`, `one of "low", "high"`. */
  wrong(field: string, expected: string, value: unknown): undefined {
    return this.fail(field, `must be ${expected}; got ${describe(value)}`);
  }

  string(value: unknown, field: string): string | undefined {
    if (value === undefined || value === null) return undefined;
    return typeof value === 'string' ? value : this.wrong(field, 'a string', value);
  }

  /** A string that must be there and not be empty; reads as '' where it is wrong. */
  name(value: unknown, field: string, maxLength = Number.POSITIVE_INFINITY): string {
    if (typeof value !== 'string' || value === '') {
      this.wrong(field, 'a string that is not empty', value);
      return '';
    }
    if (value.length > maxLength) this.fail(field, `must have ${maxLength} characters or less`);
    return value;
  }

  boolean(value: unknown, field: string): boolean | undefined {
    if (value === undefined || value === null) return undefined;
    return typeof value === 'boolean' ? value : this.wrong(field, 'true or false', value);
  }

  number(value: unknown, field: string, range: Range = {}): number | undefined {
    if (value === undefined || value === null) return undefined;
    const isFit =
      typeof value === 'number' &&
      Number.isFinite(value) &&
      (!range.whole || Number.isSafeInteger(value)) &&
      value >= (range.min ?? value) &&
      value <= (range.max ?? value);
    return isFit ? value : this.wrong(field, inWords(range), value);
  }

  oneOf<T extends string>(value: unknown, words: readonly T[], field: string): T | undefined {
    if (value === undefined || value === null) return undefined;
    const word = words.find((each) => each === value);
    if (word !== undefined) return word;
    return this.wrong(field, `one of ${words.map((each) => `"${each}"`).join(', ')}`, value);
  }

  object(value: unknown, field: string): JsonObject | undefined {
    if (value === undefined || value === null) return undefined;
    return isObject(value) ? value : this.wrong(field, 'an object', value);
  }

  /** An object that must be there; reads as empty where it is wrong. */
  requiredObject(value: unknown, field: string): JsonObject {
    if (isObject(value)) return value;
    this.wrong(field, 'an object', value);
    return {};
  }

  array(value: unknown, field: string): readonly unknown[] | undefined {
    if (value === undefined || value === null) return undefined;
    return Array.isArray(value) ? value : this.wrong(field, 'an array', value);
  }

  /** A list that must be there with at least one element; reads as empty where it is wrong. */
  filledArray(value: unknown, field: string): readonly unknown[] {
    if (Array.isArray(value) && value.length > 0) return value;
    if (Array.isArray(value)) this.fail(field, 'must hold at least one element');
    else this.wrong(field, 'an array', value);
    return [];
  }
}
