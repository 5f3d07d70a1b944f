/** `access_programs` of a request body: the programme of a provider that it asks to take part in. Pure. */
import { type Programme, programmes } from './caller.ts';
import type { FieldCheck } from './field-check.ts';

export type AskedProgramme = { readonly name: string; readonly level: string };

/** Undefined: none. */
export function readAccessPrograms(value: unknown, check: FieldCheck): AskedProgramme | undefined {
  const object = check.object(value, 'access_programs') ?? {};
  const [first, ...others] = Object.entries(object).filter(([, level]) => level !== null);
  if (first === undefined) return undefined;
  if (others.length > 0) return check.fail('access_programs', 'must name one programme');
  const [name, level] = first;
  if (typeof level === 'string') return { name, level };
  return check.wrong(`access_programs.${name.slice(0, 40)}`, 'a level such as `standard`', level);
}

/** What may be written down of it: a name of ours, and no word of the caller's. */
export function programmeOf(asked: AskedProgramme | undefined): Programme | 'other' | undefined {
  if (asked === undefined) return undefined;
  return Object.hasOwn(programmes, asked.name) ? (asked.name as Programme) : 'other';
}
