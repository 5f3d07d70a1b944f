/**
 * A model as a judge: it fills in a label by a fixed policy and schema, over whichever protocol its provider speaks. Fits
 * policy models (gpt-oss-safeguard) and any model that takes a schema. It must not let the texts it shows speak for us.
 */
import type { SecondJudge } from '../core/classify-settings.ts';
import { isObject } from '../core/json.ts';
import type { LlmRequest } from '../core/request.ts';
import type { LlmResponse } from '../core/response.ts';
import { riskDomains, riskLevels } from '../core/risk.ts';
import type { Target } from '../core/target.ts';
import { wireNameOf } from '../core/target-name.ts';
import { protocols, requestTables } from '../protocols/index.ts';
import { adjustRequest } from '../routing/adjust.ts';
import { chooseProtocol } from '../routing/choose-protocol.ts';
import type { Judge } from './judge.ts';
import { failed, type Look } from './label.ts';
import { labelPolicy, labelSchema } from './label-policy.ts';
import type { Part } from './material.ts';

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
  const chosen = chooseProtocol(request, 'openai-chat', model, provider, effort, requestTables);
  if (!chosen.ok) return null;
  return { name, model, wireModel: wireNameOf(name, model), provider, protocol: chosen.protocol, effort };
}

export function createPolicyJudge(using: PolicyModel): Judge {
  return {
    covers: new Set(riskDomains),
    ask: async (parts, post, signal) => {
      const request = labelRequest(using.name, parts);
      const target = targetOf(using, request);
      if (target === null) return failed('error');
      const protocol = protocols[target.protocol];
      const adjusted = adjustRequest(request, target, null);
      const body = JSON.stringify(protocol.encodeRequest(adjusted.request, target).body);
      const { id, path, headers } = protocol;
      const answer = await post({ provider: using.provider, protocol: id, path, headers, body, signal });
      if (answer.status !== 200) return failed('error');
      const raw = parse(answer.text);
      const decoded = isObject(raw) ? protocol.decodeResponse(raw) : null;
      return decoded?.ok ? readLabel(decoded.value) : failed('unreadable');
    },
  };
}
