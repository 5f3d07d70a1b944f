/**
 * A model as a judge: it fills in a label by a fixed policy and schema, over whichever protocol its provider speaks. Fits
 * policy models (gpt-oss-safeguard) and any model that takes a schema. It must not let the texts it shows speak for us.
 */
import type { SecondJudge } from '../core/classify-settings.ts';
import { isObject } from '../core/json.ts';
import type { Protocol } from '../core/protocol.ts';
import type { LlmRequest } from '../core/request.ts';
import type { LlmResponse } from '../core/response.ts';
import { riskDomains, riskLevels } from '../core/risk.ts';
import type { Target } from '../core/target.ts';
import { wireNameOf } from '../core/target-name.ts';
import { protocols, requestTables } from '../protocols/index.ts';
import { adjustRequest } from '../routing/adjust.ts';
import { chooseProtocol } from '../routing/choose-protocol.ts';
import { readTraits } from '../routing/read-traits.ts';
import type { Judge } from './judge.ts';
import { type Asked, failed, type Look } from './label.ts';
import { labelPolicy, labelSchema } from './label-policy.ts';
import type { Part } from './material.ts';
import type { Posted } from './ports.ts';

type PolicyModel = Extract<SecondJudge, { readonly kind: 'target' }>;

/** A label is a few tokens; what comes before it is the model's thinking. */
const mostOutputTokens = 2000;

export function labelRequest(model: string, parts: readonly Part[]): LlmRequest {
  return {
    model,
    system: [{ type: 'text', text: labelPolicy }],
    messages: [{ role: 'user', content: [{ type: 'text', text: JSON.stringify({ parts }) }] }],
    tools: [],
    format: { kind: 'schema', name: 'label', schema: labelSchema, strict: true },
    maxOutputTokens: mostOutputTokens,
    sampling: {},
    reasoning: {},
    state: { store: false },
    stream: false,
    wantsUsage: true,
    features: [],
  };
}

function parse(text: string | null): unknown {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** Exactly a label, or none: a model that says more has not kept to the schema. */
export function readLabel({ blocks, stop }: LlmResponse): Look {
  const isRefused = stop.reason === 'refusal' || stop.reason === 'content-filter';
  if (isRefused || blocks.some(({ type }) => type === 'refusal')) return failed('refused');
  const said = parse(blocks.map((block) => (block.type === 'text' ? block.text : '')).join(''));
  if (!isObject(said)) return failed('unreadable');
  const level = riskLevels.find((each) => each === said.level);
  const domain = said.domain === 'none' ? null : riskDomains.find((each) => each === said.domain);
  if (level === undefined || domain === undefined) return failed('unreadable');
  return { kind: 'label', label: { level, domain } };
}

/** Null where its provider speaks no protocol that fits the model. */
function targetOf({ candidate, provider }: PolicyModel, request: LlmRequest): Target | null {
  const { name, model, effort } = candidate;
  const chosen = chooseProtocol(readTraits(request), 'openai-chat', model, provider, effort, requestTables);
  if (!chosen.ok) return null;
  return { name, model, wireModel: wireNameOf(name, model), provider, protocol: chosen.protocol, effort };
}

function readAnswer({ status, text }: Posted, protocol: Protocol): Asked {
  if (status !== 200) return { look: failed('error'), usage: {} };
  const raw = parse(text);
  const decoded = isObject(raw) ? protocol.decodeResponse(raw) : null;
  if (!decoded?.ok) return { look: failed('unreadable'), usage: {} };
  return { look: readLabel(decoded.value), usage: decoded.value.usage };
}

export function createPolicyJudge(using: PolicyModel): Judge {
  const { candidate, provider, name } = using;
  return {
    covers: new Set(riskDomains),
    model: wireNameOf(name, candidate.model),
    ask: async (parts, post, signal) => {
      const request = labelRequest(name, parts);
      const target = targetOf(using, request);
      if (target === null) return { look: failed('error'), usage: {} };
      const protocol = protocols[target.protocol];
      const adjusted = adjustRequest(request, target, null, target.protocol);
      const body = JSON.stringify(protocol.encodeRequest(adjusted.request, target).body);
      const { id, path, headers } = protocol;
      return readAnswer(await post({ provider, protocol: id, path, headers, body, signal }), protocol);
    },
  };
}
