/**
 * What the ledger and a provider say of one UTC day and one model, in the same words, so that they can be compared.
 * Shapes and sums only. Money is integer nano-USD.
 */
import { type CostByMeter, totalOf } from '../core/row.ts';

export type CostMeter = keyof CostByMeter;

/** `input` holds what was read from and written to caches, `output` reasoning. */
export type TokenCounts = {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
};

/** One line of a provider's usage report. */
export type UsageLine = {
  /** `YYYY-MM-DD`, UTC, as everywhere here. */
  readonly day: string;
  /** As the provider names it. */
  readonly model: string;
  /** Project or workspace; null: the organisation's own. */
  readonly project: string | null;
  /** Null: the provider does not count them. */
  readonly requests: number | null;
  readonly tokens: TokenCounts;
};

/** One line of a provider's cost report. */
export type CostLine = {
  readonly day: string;
  /** The model, or what it is that costs. */
  readonly name: string;
  /** Null: the line does not say. */
  readonly meter: CostMeter | null;
  readonly project: string | null;
  readonly nanoUsd: number;
};

/** A page of a report. `next`: what asks for the following one; null: it is the last. */
export type ReportPage<Line> = { readonly lines: readonly Line[]; readonly next: string | null };

/** What the ledger has of one model on one day. */
export type LedgerLine = {
  /** Catalogue id, or what a correction was booked under. */
  readonly model: string;
  readonly attempts: number;
  readonly estimated: number;
  readonly unpriced: number;
  readonly corrections: number;
  readonly tokens: TokenCounts;
  /** Corrections included; what has no price adds nothing. */
  readonly cost: CostByMeter;
  readonly estimatedNanoUsd: number;
  readonly correctionsNanoUsd: number;
};

export type LedgerDay = {
  readonly day: string;
  /** Whether its hours are exactly those of the UTC day. */
  readonly isExact: boolean;
  /** Whether nothing more comes but what comes late. */
  readonly isOver: boolean;
  readonly lines: readonly LedgerLine[];
};

export const noCost: CostByMeter = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0, tools: 0 };

export const noTokens: TokenCounts = { input: 0, cacheRead: 0, cacheWrite: 0, output: 0 };

export function addCost(one: CostByMeter, other: CostByMeter, sign: 1 | -1 = 1): CostByMeter {
  return {
    input: one.input + sign * other.input,
    cacheRead: one.cacheRead + sign * other.cacheRead,
    cacheWrite: one.cacheWrite + sign * other.cacheWrite,
    output: one.output + sign * other.output,
    tools: one.tools + sign * other.tools,
  };
}

export function addTokens(one: TokenCounts, other: TokenCounts): TokenCounts {
  return {
    input: one.input + other.input,
    cacheRead: one.cacheRead + other.cacheRead,
    cacheWrite: one.cacheWrite + other.cacheWrite,
    output: one.output + other.output,
  };
}

export function hasSameTokens(one: TokenCounts, other: TokenCounts): boolean {
  return one.input === other.input && one.cacheRead === other.cacheRead && one.output === other.output;
}

export const sumOf = (costs: readonly CostByMeter[]): number =>
  costs.reduce((sum, cost) => sum + totalOf(cost), 0);
