/**
 * Passthrough lane: the fewest top-level edits that turn the caller's own body into what the target takes. With
 * nothing to change there are no edits and the bytes pass untouched.
 */

import type { Loss } from '../../core/features.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Edits } from '../../core/json-text.ts';
import { countKinds } from '../../core/patch-losses.ts';
import type { LlmRequest, Sampling } from '../../core/request.ts';
import type { Target } from '../../core/target.ts';
import { maxTokensFor } from './encode-request.ts';
import { encodeReasoning } from './reasoning.ts';
import { scrubHistory } from './scrub-history.ts';

type Patch = { [name: string]: Json | undefined };

const samplingFields: readonly (readonly [keyof Sampling, string])[] = [
  ['temperature', 'temperature'],
  ['topP', 'top_p'],
  ['topK', 'top_k'],
];

function objectOf(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
}

/** Whether a budget model can read what the caller says about thinking. Other styles were settled before. */
function fitsStyle(raw: JsonObject, target: Target): boolean {
  if (target.model.reasoning?.style !== 'budget') return true;
  const { type } = objectOf(raw.thinking);
  const { effort } = objectOf(raw.output_config);
  return type !== 'adaptive' && type !== 'between_tools' && (effort === undefined || effort === null);
}

function isReasoningChanged(raw: JsonObject, before: LlmRequest, after: LlmRequest): boolean {
  if (before.reasoning.effort !== after.reasoning.effort) return true;
  if (before.reasoning.budgetTokens !== after.reasoning.budgetTokens) return true;
  const { budget_tokens } = objectOf(raw.thinking);
  return typeof budget_tokens === 'number' && budget_tokens >= (after.maxOutputTokens ?? budget_tokens + 1);
}

function patchReasoning(raw: JsonObject, after: LlmRequest, target: Target): Patch {
  const { effort, budgetTokens, wantsSeal } = after.reasoning;
  // "Adaptive" without an effort leaves the amount to the model; a budget model has to be told one.
  const isUntold =
    target.model.reasoning?.style === 'budget' && effort === undefined && budgetTokens === undefined;
  const reasoning =
    isUntold && wantsSeal ? { ...after.reasoning, effort: 'medium' as const } : after.reasoning;
  const wished = encodeReasoning({ ...after, reasoning }, target, maxTokensFor(after, target), []);
  const { display } = objectOf(raw.thinking);
  const { effort: _, ...otherOutput } = objectOf(raw.output_config);
  const output = { ...otherOutput, ...wished.output_config };
  const thinking: JsonObject | undefined =
    wished.thinking?.type === 'adaptive' && display !== undefined
      ? { ...wished.thinking, display }
      : wished.thinking;
  return {
    ...((thinking !== undefined || raw.thinking !== undefined) && { thinking }),
    ...((wished.output_config !== undefined || raw.output_config !== undefined) && {
      output_config: Object.keys(output).length > 0 ? output : undefined,
    }),
  };
}

/** Whatever was known before: what the client wrote there may be personal data. */
function patchEndUser(raw: JsonObject, { endUser }: LlmRequest): Patch {
  const { user_id: written, ...rest } = objectOf(raw.metadata);
  if ((written ?? undefined) === endUser) return {};
  const metadata: JsonObject = endUser === undefined ? rest : { ...rest, user_id: endUser };
  return { metadata: Object.keys(metadata).length > 0 ? metadata : undefined };
}

export function patchRequest(raw: JsonObject, before: LlmRequest, after: LlmRequest, target: Target): Edits {
  const edits: Patch = {};
  if (raw.model !== target.wireModel) edits.model = target.wireModel;
  for (const [name, field] of samplingFields) {
    if (before.sampling[name] !== after.sampling[name])
      edits[field] = after.sampling[name] as number | undefined;
  }
  if (before.maxOutputTokens !== after.maxOutputTokens) edits.max_tokens = after.maxOutputTokens;
  const history = scrubHistory(raw.messages, target);
  if (history !== null) edits.messages = history;
  // A budget model that lost its thinking from a tool loop may not go on thinking in it.
  const { type } = objectOf(raw.thinking);
  const isBroken = history !== null && type === 'enabled' && target.model.reasoning?.style === 'budget';
  if (isBroken || isReasoningChanged(raw, before, after) || !fitsStyle(raw, target)) {
    Object.assign(edits, patchReasoning(raw, after, target));
  }
  return Object.assign(edits, patchEndUser(raw, after));
}

const reasoningKinds = ['thinking', 'redacted_thinking'];

export function lossesOfPatch(raw: JsonObject, edits: Edits): Loss[] {
  const losses: Loss[] = [];
  if (
    'messages' in edits &&
    countKinds(edits.messages, reasoningKinds) < countKinds(raw.messages, reasoningKinds)
  ) {
    const note = 'reasoning of another model stays with that model';
    losses.push({ what: 'reasoning-seal', how: 'dropped', field: 'messages', note });
  }
  if ('thinking' in edits) losses.push({ what: 'thinking', how: 'adapted', field: 'thinking' });
  return losses;
}
