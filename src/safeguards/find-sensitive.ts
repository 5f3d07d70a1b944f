/** Secrets and personal data in the texts of a request, by the groups that an action is about; and their refusal. Pure. */
import { scanSensitive } from '../classify/signals/findings/scan.ts';
import { RouterError } from '../core/errors.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
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

/** Path of the first string that is this text: `messages[3].content`; null: it is a part of one. */
function placeOf(value: Json | undefined, text: string, path: string): string | null {
  if (value === text) return path;
  const inner: (readonly [string, Json | undefined])[] = Array.isArray(value)
    ? value.map((item, at) => [`${path}[${at}]`, item])
    : isObject(value)
      ? Object.entries(value).map(([name, member]) => [path === '' ? name : `${path}.${name}`, member])
      : [];
  for (const [name, member] of inner) {
    const found = placeOf(member, text, name);
    if (found !== null) return found;
  }
  return null;
}

/** Errors: `safeguard_refused`, which names kinds, counts and the first place, and no value. */
export function refuseSensitive(
  raw: JsonObject,
  { rewriteTexts }: RequestGuard,
  groups: Groups,
  find: FindSensitive,
): void {
  const counts = new Map<string, number>();
  let first: string | null = null;
  rewriteTexts(raw, (text) => {
    for (const { kind } of find(text, groups)) {
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      first ??= text;
    }
    return text;
  });
  if (first === null) return;
  const told = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  const param = placeOf(raw, first, '');
  const where = param === null ? '' : ` The first stands in ${param}.`;
  const message = `This request holds what its safeguards let no model see: ${told}.${where}`;
  throw new RouterError('safeguard_refused', message, param === null ? {} : { param });
}
