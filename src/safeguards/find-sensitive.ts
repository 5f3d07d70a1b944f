/** Secrets and personal data in the texts of a request, by the groups that an action is about; and their refusal. Pure. */
import { scanSensitive } from '../classify/signals/findings/scan.ts';
import { RouterError } from '../core/errors.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { findUnreadable } from '../core/request-files.ts';
import type { RequestGuard } from '../core/request-guard.ts';
import type { SafeguardAction } from '../core/safeguard.ts';
import { type Finding, type FindingGroup, findingKinds } from '../core/signals.ts';

const personal: readonly FindingGroup[] = ['personal', 'payment'];

/** What an action looks for. */
const refused: Readonly<Partial<Record<SafeguardAction, readonly FindingGroup[]>>> = {
  'refuse-secrets': ['secret'],
  'refuse-personal-data': personal,
};
const masked: Readonly<Partial<Record<SafeguardAction, readonly FindingGroup[]>>> = {
  'mask-secrets': ['secret'],
  'mask-personal-data': personal,
};

export type Groups = ReadonlySet<FindingGroup>;

export function refusedGroups(actions: readonly SafeguardAction[]): Groups {
  return new Set(actions.flatMap((action) => refused[action] ?? []));
}

export function maskedGroups(actions: readonly SafeguardAction[]): Groups {
  return new Set(actions.flatMap((action) => masked[action] ?? []));
}

/** Whether a request may not go out as it came. */
export function looksInside(actions: readonly SafeguardAction[]): boolean {
  return refusedGroups(actions).size > 0 || maskedGroups(actions).size > 0;
}

/** In the order of the text. Published sample values are nobody's and are left. */
export type FindSensitive = (text: string, groups: Groups) => Finding[];

/** For one request: each of its texts is scanned once, whoever asks. */
export function createFinder(): FindSensitive {
  const scanned = new Map<string, readonly Finding[]>();
  return (text, groups) => {
    const findings = scanned.get(text) ?? scanSensitive(text).findings;
    scanned.set(text, findings);
    return findings.filter(({ kind }) => groups.has(findingKinds[kind].group));
  };
}

/** Path of the first string inside that is not what it was: `messages[3].content`; null: it is a part of one. */
function firstChange(before: Json | undefined, after: Json | undefined, path: string): string | null {
  if (before === after) return null;
  if (typeof before === 'string') return path;
  const hasNames = isObject(before) && isObject(after);
  if (hasNames && Object.keys(before).some((name) => !Object.hasOwn(after, name))) return path;
  const inner: (readonly [string, Json | undefined, Json | undefined])[] =
    Array.isArray(before) && Array.isArray(after)
      ? before.map((item, at) => [`${path}[${at}]`, item, after[at]])
      : hasNames
        ? Object.keys(before).map((name) => [
            path === '' ? name : `${path}.${name}`,
            before[name],
            after[name],
          ])
        : [];
  for (const [place, was, is] of inner) {
    const found = firstChange(was, is, place);
    if (found !== null) return found;
  }
  return null;
}

/** Where a text stands, also one inside the bytes of a file. A space more is no break in JSON either. */
function placeOf(raw: JsonObject, { rewriteTexts }: RequestGuard, sought: string): string | null {
  const edits = rewriteTexts(raw, (text) => (text === sought ? `${text} ` : text));
  return firstChange(raw, { ...raw, ...edits }, '');
}

class Tally {
  readonly #counts = new Map<string, number>();

  /** Whether there is anything in it. */
  add(findings: readonly Finding[]): boolean {
    for (const { kind } of findings) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + 1);
    return findings.length > 0;
  }

  toString(): string {
    return [...this.#counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  }
}

/** Errors: `safeguard_refused`, which names kinds, counts and the first place, and no value. */
export function refuseSensitive(
  raw: JsonObject,
  guard: RequestGuard,
  groups: Groups,
  find: FindSensitive,
): void {
  const tally = new Tally();
  let first: string | null = null;
  guard.rewriteTexts(raw, (text) => {
    if (tally.add(find(text, groups))) first ??= text;
    return text;
  });
  const fixed = guard.fixedWords(raw).filter(({ text }) => tally.add(find(text, groups)));
  if (first === null && fixed.length === 0) return;
  const param = first === null ? (fixed[0]?.field ?? null) : placeOf(raw, guard, first);
  const where = param === null ? '' : ` The first stands in ${param}.`;
  const message = `This request holds what its safeguards let no model see: ${tally}.${where}`;
  throw new RouterError('safeguard_refused', message, param === null ? {} : { param });
}

/** Names are never masked. Errors: `safeguard_refused`, where one holds what has to be. */
export function refuseNames(raw: JsonObject, guard: RequestGuard, groups: Groups, find: FindSensitive): void {
  for (const { text, field, isName } of guard.fixedWords(raw)) {
    const tally = new Tally();
    if (!isName || !tally.add(find(text, groups))) continue;
    const message = `A name in \`${field}\` holds what its safeguards let no model see: ${tally}. A name cannot be masked, since what refers to it would break; give it another one.`;
    throw new RouterError('safeguard_refused', message, { param: field });
  }
}

/** Errors: `safeguard_refused`, where a file says that it is text and is none that can be looked into. */
export function refuseUnreadable(raw: JsonObject): void {
  const param = findUnreadable(raw, '');
  if (param === null) return;
  const message = `The type of the file in \`${param}\` says that it is text, but its bytes are not UTF-8 in base64, so its safeguards cannot look into it. Send it as UTF-8, or with the type that it is of.`;
  throw new RouterError('safeguard_refused', message, { param });
}
