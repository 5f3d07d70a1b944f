/**
 * Passthrough lane: the fewest top-level edits that turn the caller's own body into what the target takes. What the
 * router did not change is not mentioned, so it passes byte by byte.
 */

import type { Loss } from '../../core/features.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Edits } from '../../core/json-text.ts';
import { countKinds, lossesOfRemoved, lostUser } from '../../core/patch-losses.ts';
import { hasQuirk } from '../../core/protocol.ts';
import type { LlmRequest } from '../../core/request.ts';
import { isPackedSeal } from '../../core/seal.ts';
import type { Target } from '../../core/target.ts';
import { isItemReference, isOwnItemId } from './wire.ts';

type Field = { readonly name: string; readonly read: (request: LlmRequest) => Json | undefined };

/** Fields whose value an adjustment may have changed. */
const adjustable: readonly Field[] = [
  { name: 'temperature', read: ({ sampling }) => sampling.temperature },
  { name: 'top_p', read: ({ sampling }) => sampling.topP },
  { name: 'max_output_tokens', read: ({ maxOutputTokens }) => maxOutputTokens },
  { name: 'store', read: ({ state }) => state.store },
  { name: 'prompt_cache_key', read: ({ cacheKey }) => cacheKey },
  { name: 'service_tier', read: ({ serviceTier }) => serviceTier },
  { name: 'background', read: ({ state }) => state.background },
  { name: 'stream', read: ({ stream }) => (stream ? true : undefined) },
];

/** The same inside `reasoning`. */
const adjustableReasoning: readonly Field[] = [
  { name: 'effort', read: ({ reasoning }) => reasoning.effort },
  { name: 'summary', read: ({ reasoning }) => reasoning.summary },
  { name: 'mode', read: ({ reasoning }) => reasoning.mode },
];

type MutableEdits = { [name: string]: Json | undefined };

function changed(fields: readonly Field[], before: LlmRequest, after: LlmRequest): MutableEdits {
  const edits: MutableEdits = {};
  for (const { name, read } of fields) {
    const value = read(after);
    if (value !== read(before)) edits[name] = value;
  }
  return edits;
}

function patchReasoning(raw: JsonObject, before: LlmRequest, after: LlmRequest): MutableEdits {
  const edits = changed(adjustableReasoning, before, after);
  if (Object.keys(edits).length === 0) return {};
  const reasoning: JsonObject = { ...(isObject(raw.reasoning) ? raw.reasoning : {}) };
  for (const [name, value] of Object.entries(edits)) {
    if (value === undefined) delete reasoning[name];
    else reasoning[name] = value;
  }
  return { reasoning: Object.keys(reasoning).length > 0 ? reasoning : undefined };
}

/** The person behind the app goes out under our name for them only, whatever was known before: the raw one never does. */
function patchEndUser(raw: JsonObject, { endUser }: LlmRequest, target: Target): MutableEdits {
  const isKnown = !hasQuirk(target, 'no-safety-identifier');
  return {
    ...(isKnown && (raw.safety_identifier ?? undefined) !== endUser && { safety_identifier: endUser }),
    ...(raw.user !== undefined && { user: undefined }),
  };
}

/** Fields that a provider with this quirk refuses. */
function dropRefused(raw: JsonObject, target: Target): MutableEdits {
  const refused = [
    ...(hasQuirk(target, 'no-store') ? ['store'] : []),
    ...(hasQuirk(target, 'no-safety-identifier') ? ['safety_identifier', 'prompt_cache_key'] : []),
  ];
  const edits: MutableEdits = {};
  for (const name of refused) if (raw[name] !== undefined) edits[name] = undefined;
  return edits;
}

/** Of an answer that came over another protocol: no provider of this one can look it up or open it. */
function isForeign(item: Json): boolean {
  if (!isObject(item)) return false;
  if (item.type === 'reasoning') return isPackedSeal(item.encrypted_content) || isOwnItemId(item.id);
  return isItemReference(item) && isOwnItemId(item.id);
}

/** The item as this target takes it: without an id that only we know, under a role that it knows. */
function adaptItem(item: Json, renamesRole: boolean): Json {
  if (!isObject(item)) return item;
  const renames = renamesRole && item.role === 'developer';
  const hasOwnId = isOwnItemId(item.id);
  if (!renames && !hasOwnId) return item;
  const { id, ...rest } = item;
  return { ...(!hasOwnId && { id }), ...rest, ...(renames && { role: 'system' }) };
}

function patchInput(raw: JsonObject, target: Target): MutableEdits {
  const { input } = raw;
  if (!Array.isArray(input)) return {};
  const renamesRole = hasQuirk(target, 'no-developer-role');
  const adapted = input.filter((item) => !isForeign(item)).map((item) => adaptItem(item, renamesRole));
  const isSame = adapted.length === input.length && adapted.every((item, at) => item === input[at]);
  return isSame ? {} : { input: adapted };
}

export function patchRequest(raw: JsonObject, before: LlmRequest, after: LlmRequest, target: Target): Edits {
  return {
    ...(raw.model !== target.wireModel && { model: target.wireModel }),
    ...changed(adjustable, before, after),
    ...patchReasoning(raw, before, after),
    ...patchEndUser(raw, after, target),
    ...dropRefused(raw, target),
    ...patchInput(raw, target),
  };
}

const refusable = { store: 'store', safety_identifier: 'end-user', prompt_cache_key: 'cache-key' };
const foreignKinds = ['reasoning', 'item_reference'];

export function lossesOfPatch(raw: JsonObject, edits: Edits): Loss[] {
  const losses = lossesOfRemoved(raw, edits, { ...refusable, ...lostUser(edits) });
  if (!('input' in edits) || countKinds(edits.input, foreignKinds) === countKinds(raw.input, foreignKinds))
    return losses;
  const note = 'reasoning of another model stays with that model';
  return [...losses, { what: 'reasoning-seal', how: 'dropped', field: 'input', note }];
}
