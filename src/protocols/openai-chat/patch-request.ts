/**
 * Passthrough lane: the fewest top-level edits that make the caller's own body fit the target. What was not adjusted
 * and what the target's quirks do not forbid stays as written.
 */

import type { Loss } from '../../core/features.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import type { Edits } from '../../core/json-text.ts';
import { lossesOfRemoved, lostUser } from '../../core/patch-losses.ts';
import { hasQuirk } from '../../core/protocol.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { Target } from '../../core/target.ts';
import { maxTokensName } from './encode-request.ts';
import { schemaInstruction } from './encode-tools.ts';
import { lossesOfSigning, signMessages } from './thought-signature.ts';

type Change = {
  readonly raw: JsonObject;
  readonly before: LlmRequest;
  readonly after: LlmRequest;
  readonly target: Target;
};

/** Wire fields that hold one canonical value each: edited where adjusting changed the value. */
const plainFields: Readonly<Record<string, (request: LlmRequest) => Json | undefined>> = {
  reasoning_effort: ({ reasoning }) => reasoning.effort,
  temperature: ({ sampling }) => sampling.temperature,
  top_p: ({ sampling }) => sampling.topP,
  top_k: ({ sampling }) => sampling.topK,
  seed: ({ sampling }) => sampling.seed,
  frequency_penalty: ({ sampling }) => sampling.frequencyPenalty,
  presence_penalty: ({ sampling }) => sampling.presencePenalty,
  logit_bias: ({ sampling }) => sampling.logitBias,
  verbosity: ({ verbosity }) => verbosity,
  store: ({ state }) => state.store,
  prompt_cache_key: ({ cacheKey }) => cacheKey,
  service_tier: ({ serviceTier }) => serviceTier,
  parallel_tool_calls: ({ parallelToolCalls }) => parallelToolCalls,
  metadata: ({ metadata }) => metadata,
  stream: ({ stream }) => stream,
};

function patchPlain({ before, after }: Change): Edits {
  const edits: { [name: string]: Json | undefined } = {};
  for (const [field, read] of Object.entries(plainFields)) {
    const value = read(after);
    if (value !== read(before)) edits[field] = value;
  }
  return edits;
}

/** The cap under the one name that the target takes. */
function patchMaxTokens({ raw, before, after, target }: Change): Edits {
  const older = 'max_tokens';
  const newer = 'max_completion_tokens';
  const isBound = hasQuirk(target, 'max-tokens') || target.model.rules.includes('max-completion-tokens');
  const asWritten = typeof raw[newer] !== 'number' && typeof raw[older] === 'number' ? older : newer;
  const name = isBound ? maxTokensName(target) : asWritten;
  const other = name === older ? newer : older;
  const cap = after.maxOutputTokens;
  const isChanged = cap !== before.maxOutputTokens;
  return {
    ...((raw[name] ?? undefined) !== cap && { [name]: cap }),
    ...((isBound || isChanged) && typeof raw[other] === 'number' && { [other]: undefined }),
  };
}

/**
 * The end user goes out under the current name only, and as `after` says, whatever was known before: what the client
 * wrote there may be personal data.
 */
function patchEndUser({ raw, after, target }: Change): Edits {
  if (hasQuirk(target, 'no-safety-identifier')) {
    const refused = ['safety_identifier', 'prompt_cache_key', 'user'].filter((field) => field in raw);
    return Object.fromEntries(refused.map((field) => [field, undefined]));
  }
  return {
    ...((raw.safety_identifier ?? undefined) !== after.endUser && { safety_identifier: after.endUser }),
    ...('user' in raw && { user: undefined }),
  };
}

/** The usage chunk is asked for even where the client does not want it: the ledger does. */
function patchStream({ raw, before, after, target }: Change): Edits {
  const given = raw.stream_options ?? undefined;
  const mustGo = hasQuirk(target, 'no-stream-usage') || (before.stream && !after.stream);
  if (mustGo) return given === undefined ? {} : { stream_options: undefined };
  if (!after.stream || after.wantsUsage) return {};
  return { stream_options: { ...(isObject(given) && given), include_usage: true } };
}

function asSystem(message: Json): Json {
  return isObject(message) && message.role === 'developer' ? { ...message, role: 'system' } : message;
}

/** Messages and format where a quirk forbids them as they are. */
function patchContent({ raw, after, target }: Change): Edits {
  const messages = Array.isArray(raw.messages) ? raw.messages : [];
  const hasDeveloper = messages.some((message) => isObject(message) && message.role === 'developer');
  const renamed = hasDeveloper && hasQuirk(target, 'no-developer-role') ? messages.map(asSystem) : messages;
  const signed = signMessages(renamed, target);
  const { format } = after;
  if (format?.kind !== 'schema' || !hasQuirk(target, 'no-json-schema')) {
    return signed === messages ? {} : { messages: signed };
  }
  const instruction = { role: 'system', content: schemaInstruction(format.schema) };
  return { messages: [instruction, ...signed], response_format: { type: 'json_object' } };
}

export function patchRequest(raw: JsonObject, before: LlmRequest, after: LlmRequest, target: Target): Edits {
  const change: Change = { raw, before, after, target };
  const model = raw.model === target.wireModel ? {} : { model: target.wireModel };
  const noStore = hasQuirk(target, 'no-store') && 'store' in raw ? { store: undefined } : {};
  return {
    ...model,
    ...patchPlain(change),
    ...patchMaxTokens(change),
    ...patchEndUser(change),
    ...patchStream(change),
    ...patchContent(change),
    ...noStore,
  };
}

const refusable = { store: 'store', safety_identifier: 'end-user', prompt_cache_key: 'cache-key' };

export function lossesOfPatch(raw: JsonObject, edits: Edits): Loss[] {
  const losses = [
    ...lossesOfRemoved(raw, edits, { ...refusable, ...lostUser(edits) }),
    ...lossesOfSigning(raw.messages, edits.messages),
  ];
  if (edits.response_format === undefined) return losses;
  const note = 'the schema goes as an instruction';
  return [...losses, { what: 'json-schema', how: 'adapted', field: 'response_format', note }];
}
