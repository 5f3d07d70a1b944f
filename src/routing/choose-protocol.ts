/**
 * Over which of its protocols a model is called for this request: the caller's own where it fits (bytes pass), else
 * the widest that carries everything required. Pure.
 */
import {
  type CarriageTable,
  judgeFeatures,
  type Loss,
  neverCarried,
  type RequestFeature,
} from '../core/features.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import type { Effort, Model, ProtocolId, Provider } from '../core/target.ts';
import { clampEffort, effectiveEffort } from './adjust.ts';

export type CarriageTables = Readonly<Record<ProtocolId, CarriageTable<RequestFeature>>>;

/** What speaks for a protocol or against it. */
type Carrying = Pick<RequestTraits, 'reasoning' | 'hasTools' | 'features'>;

type Refusal = { readonly ok: false; readonly reason: 'protocol' | 'feature'; readonly detail: string };

export type ChosenProtocol =
  | { readonly ok: true; readonly protocol: ProtocolId; readonly losses: readonly Loss[] }
  | Refusal;

/** The caller's own, then the widest: Responses carries reasoning and every kind of tool. */
const inOrder: Readonly<Record<ProtocolId, readonly ProtocolId[]>> = {
  'openai-responses': ['openai-responses', 'anthropic-messages', 'openai-chat'],
  'anthropic-messages': ['anthropic-messages', 'openai-responses', 'openai-chat'],
  'openai-chat': ['openai-chat', 'openai-responses', 'anthropic-messages'],
};

/** The caller's own protocol carries all but what none does. */
const unchanged: Readonly<Record<ProtocolId, ChosenProtocol>> = {
  'openai-chat': { ok: true, protocol: 'openai-chat', losses: [] },
  'openai-responses': { ok: true, protocol: 'openai-responses', losses: [] },
  'anthropic-messages': { ok: true, protocol: 'anthropic-messages', losses: [] },
};

function asItCame(protocol: ProtocolId, { features }: Carrying, tables: CarriageTables): ChosenProtocol {
  const lost = features.filter(({ feature }) => neverCarried.has(feature));
  if (lost.length === 0) return unchanged[protocol];
  return { ok: true, protocol, losses: judgeFeatures(lost, tables[protocol]).losses };
}

/** Why the model refuses this protocol for this request, or null. */
function refusalOf(
  protocol: ProtocolId,
  request: Carrying,
  model: Model,
  effort: Effort | null,
): string | null {
  if (protocol !== 'openai-chat' || model.rules.length === 0) return null;
  const asked = effort ?? request.reasoning.effort;
  const runs =
    asked === undefined
      ? effectiveEffort(request, model)
      : clampEffort(asked, model.reasoning?.efforts ?? []);
  if (model.rules.includes('tools-need-responses') && request.hasTools && runs !== 'none') {
    return `${model.id} takes tools with reasoning on Responses only`;
  }
  if (model.rules.includes('max-effort-needs-responses') && runs === 'max') {
    return `${model.id} takes effort max on Responses only`;
  }
  return null;
}

export function chooseProtocol(
  request: Carrying,
  caller: ProtocolId,
  model: Model,
  provider: Provider,
  effort: Effort | null,
  tables: CarriageTables,
): ChosenProtocol {
  const refusals: Refusal[] = [];
  for (const protocol of inOrder[caller]) {
    if (!model.protocols.includes(protocol) || provider.protocols[protocol] === undefined) continue;
    const refusal = refusalOf(protocol, request, model, effort);
    if (refusal !== null) {
      refusals.push({ ok: false, reason: 'protocol', detail: refusal });
      continue;
    }
    if (protocol === caller) return asItCame(protocol, request, tables);
    const { losses, refused } = judgeFeatures(request.features, tables[protocol]);
    const [first] = refused;
    if (first === undefined) return { ok: true, protocol, losses };
    const note = tables[protocol][first.feature].note;
    const detail = `${first.field}: ${first.feature}${note ? ` (${note})` : ''}`;
    refusals.push({ ok: false, reason: 'feature', detail });
  }
  // What names a field tells the caller more than a rule of one protocol, and the widest protocol more than others.
  const why = refusals.find(({ reason }) => reason === 'feature') ?? refusals[0];
  return why ?? { ok: false, reason: 'protocol', detail: `${provider.id} serves none of its protocols` };
}
