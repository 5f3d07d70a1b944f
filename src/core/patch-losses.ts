/** What a caller loses when members of its own body are taken out on the passthrough lane. Pure. */
import type { Loss } from './features.ts';
import type { Json, JsonObject } from './json.ts';
import type { Edits } from './json-text.ts';

/** One loss for each member that was there and is removed; `names` says what the member is. */
export function lossesOfRemoved(
  raw: JsonObject,
  edits: Edits,
  names: Readonly<Record<string, string>>,
): Loss[] {
  return Object.entries(names).flatMap(([field, what]): Loss[] => {
    const isRemoved = field in edits && edits[field] === undefined && (raw[field] ?? null) !== null;
    return isRemoved ? [{ what, how: 'dropped', field, note: 'the provider refuses it' }] : [];
  });
}

/** The older name of an OpenAI end user: lost where nothing takes its place. */
export function lostUser(edits: Edits): Readonly<Record<string, string>> {
  return 'safety_identifier' in edits ? {} : { user: 'end-user' };
}

/** How many blocks or items of these kinds a list holds, at its top or in its `content`. */
export function countKinds(list: Json | undefined, kinds: readonly string[]): number {
  if (!Array.isArray(list)) return 0;
  let count = 0;
  for (const entry of list) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) continue;
    if (typeof entry.type === 'string' && kinds.includes(entry.type)) count++;
    count += countKinds(entry.content, kinds);
  }
  return count;
}
