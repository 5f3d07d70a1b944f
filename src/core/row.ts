/**
 * One attempt's record in the ledger: what was asked of whom, what came of it and what it cost. Shapes only. No text of
 * a prompt or an answer, no key, no end user in the clear.
 */
import type { Task } from './classification.ts';
import type { Lane } from './plan.ts';
import type { RiskLevel } from './risk.ts';
import type { Effort, ProtocolId, SafeguardLevel } from './target.ts';
import type { Usage } from './usage.ts';

/**
 * Why the call was made. What is a shadow or a second look is paid, but is no part of the answer's own cost. A
 * `correction` is no call: it brings the ledger to what a provider's invoice says, by meter, up or down.
 */
export const rowRoles = [
  'first',
  'retry',
  'fallback',
  'hedge',
  'shadow',
  'second-look',
  'joined',
  'correction',
] as const;

export type RowRole = (typeof rowRoles)[number];

/**
 * `measured`: the provider's own count. `estimated`: from what was seen, or from what had been reserved, until a
 * measured one comes. `void`: the provider cannot have billed it.
 */
export const usageSources = ['measured', 'estimated', 'void'] as const;

export type UsageSource = (typeof usageSources)[number];

/**
 * `completed`: the client got the whole answer. `truncated`: it broke off after it had begun. `client-left`: nobody was
 * there to take it. `outrun`: the call beside it was faster. `rejected`: the provider refused the request itself. `failed`: no answer began. `lost`: nobody came
 * back to tell.
 */
export const rowOutcomes = [
  'completed',
  'truncated',
  'client-left',
  'outrun',
  'rejected',
  'failed',
  'lost',
] as const;

export type RowOutcome = (typeof rowOutcomes)[number];

/** Integer nano-USD by what the provider bills; the parts add up to the attempt's cost. Negative in corrections only. */
export type CostByMeter = {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  /** Reasoning included. */
  readonly output: number;
  /** Fees of the provider's own tools. */
  readonly tools: number;
};

/** What is kept of an answer that nobody reads. */
export type AnswerFeatures = {
  readonly stop: string;
  readonly textChars: number;
  readonly toolCalls: number;
};

/**
 * Attempts of the plan are numbered from 1, at most ten of them; what is called beside them has numbers of its own, so
 * that every call of a request has one row whichever ends first.
 */
export const firstNumberOf = { shadow: 51, 'second-look': 71 } as const;

export type Row = {
  readonly requestId: string;
  /** From 1, in the order of dispatch. With the request's id it names the row. */
  readonly attempt: number;
  readonly startedAtMs: number;
  readonly durationMs: number;
  /** From dispatch to the first output; null: there was none, or the answer came whole. */
  readonly firstEventMs: number | null;

  readonly caller: string;
  readonly team: string;
  readonly app: string | null;
  /** Keyed hash of the end user; null: the request names none. */
  readonly endUser: string | null;
  readonly tags: Readonly<Record<string, string>>;

  readonly route: string;
  readonly configVersion: string;
  /** Arm of a split; null: the route has none. */
  readonly arm: string | null;
  readonly task: Task | null;
  /** 0-1. */
  readonly difficulty: number | null;
  readonly risk: RiskLevel | null;
  readonly floor: SafeguardLevel;

  /** As the client wrote it. */
  readonly modelAsked: string;
  /** Catalogue id of the model that was called. */
  readonly model: string;
  /** Its name on the wire. */
  readonly modelServed: string;
  readonly provider: string;
  readonly protocol: ProtocolId;
  readonly lane: Lane;
  readonly losses: readonly string[];
  readonly effort: Effort | null;

  readonly role: RowRole;
  readonly outcome: RowOutcome;
  /** Null: it went well. */
  readonly errorCode: string | null;

  readonly usage: Usage;
  readonly usageSource: UsageSource;
  /** As paid. Null: no price is known. Unknown is not zero. */
  readonly cost: CostByMeter | null;
  /** The same at list price, without the provider's discount. */
  readonly listNanoUsd: number | null;
  /** Which price: the catalogue's first day of it, and the tier. Null: none is known. */
  readonly priceVersion: string | null;
  /** Of a shadow: how its answer came out, in numbers; null: of all others, whose answers are not looked at. */
  readonly answer: AnswerFeatures | null;
  /** What the same tokens would have cost at the route's baseline; null: it has none, or its price is unknown. */
  readonly baselineNanoUsd: number | null;
};

/** Whole nano-USD of one attempt. */
export function totalOf(cost: CostByMeter): number {
  return cost.input + cost.cacheRead + cost.cacheWrite + cost.output + cost.tools;
}

/** What names a row everywhere. */
export function rowId({ requestId, attempt }: Pick<Row, 'requestId' | 'attempt'>): string {
  return `${requestId}.${attempt}`;
}
