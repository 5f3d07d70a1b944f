/** The row of one call of a second look, which costs money like any other and is no part of an answer's own cost. Pure. */
import type { Caller } from '../core/caller.ts';
import type { Catalogue } from '../core/catalogue.ts';
import { type CostByMeter, firstNumberOf, type Row } from '../core/row.ts';
import { isBelievable, type Usage } from '../core/usage.ts';
import { priceUsage } from './price-usage.ts';

/** Who has it judged. */
export type Asker = {
  readonly requestId: string;
  readonly caller: Caller;
  /** `model` where a model was named. */
  readonly route: string;
  readonly configVersion: string;
};

export type LookRecord = {
  /** Who judged: `openai-moderations`, or a target's name. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** `completed`, or what went wrong. */
  readonly outcome: string;
  readonly usage: Usage;
  readonly startedAtMs: number;
  readonly durationMs: number;
};

const nothing: CostByMeter = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 };
/** OpenAI bills nothing for it. */
const freeJudge = 'openai-moderations';

type Priced = Pick<Row, 'usage' | 'usageSource' | 'cost' | 'listNanoUsd' | 'priceVersion'>;

function priceLook(look: LookRecord, { findModel }: Pick<Catalogue, 'findModel'>): Priced {
  const isMeasured = look.outcome === 'completed';
  if (look.name === freeJudge)
    return {
      usage: look.usage,
      usageSource: isMeasured ? 'measured' : 'void',
      cost: nothing,
      listNanoUsd: 0,
      priceVersion: null,
    };
  const model = findModel(look.model);
  const { usage, startedAtMs: atMs } = look;
  if (model && !isBelievable(usage, model))
    return { usage: {}, usageSource: 'estimated', cost: null, listNanoUsd: null, priceVersion: null };
  const priced = model && priceUsage({ usage, model, provider: { id: look.provider }, tier: null, atMs });
  const usageSource = isMeasured ? 'measured' : 'estimated';
  if (!priced) return { usage, usageSource, cost: null, listNanoUsd: null, priceVersion: null };
  return { usage, usageSource, ...priced };
}

/** `count`: how many calls of second looks this request has made before. */
export function buildLookRow(
  look: LookRecord,
  count: number,
  { requestId, caller, route, configVersion }: Asker,
  catalogue: Pick<Catalogue, 'findModel'>,
): Row {
  return {
    requestId,
    attempt: firstNumberOf['second-look'] + count,
    startedAtMs: look.startedAtMs,
    durationMs: look.durationMs,
    firstEventMs: null,
    caller: caller.id,
    team: caller.team,
    app: caller.app,
    endUser: null,
    tags: caller.tags,
    route,
    configVersion,
    arm: null,
    task: null,
    difficulty: null,
    risk: null,
    floor: 'none',
    modelAsked: look.name,
    model: catalogue.findModel(look.model)?.id ?? look.model,
    modelServed: look.model,
    provider: look.provider,
    protocol: 'openai-chat',
    lane: 'translate',
    losses: [],
    effort: null,
    role: 'second-look',
    outcome: look.outcome === 'completed' ? 'completed' : 'failed',
    errorCode: look.outcome === 'completed' ? null : look.outcome,
    ...priceLook(look, catalogue),
    answer: null,
    baselineNanoUsd: null,
  };
}
