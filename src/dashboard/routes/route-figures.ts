/** What the counters of a route say, as the pages of routes show it. Pure. Null: nothing is known, or nothing to divide by. */
import { findMovers, type Mover } from '../../finance/movers.ts';
import { type ModelShare, modelSharesOf } from '../../finance/savings.ts';
import type { Counters } from '../../ledger/counters.ts';
import { percentile } from '../../ledger/histogram.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import { shareOf } from '../parts/format.ts';
import { type ComparedFigures, comparableOf } from '../read-compared.ts';

/** Nano-USD of an attempt, of those that have a price. */
export function attemptCost({ costNanoUsd }: Counters, share: number): number | null {
  return percentile(costNanoUsd, share);
}

/** Milliseconds; of answers that were streamed. */
export function firstEvent({ firstEventMs }: Counters, share: number): number | null {
  return percentile(firstEventMs, share);
}

/** Of one model more may have been answered than began there: that is no share. */
export function successShare({ succeeded, requests }: Counters): number | null {
  return succeeded > requests ? null : shareOf(succeeded, requests);
}

/** Of the input tokens, those read from a cache. */
export function cacheShare({ cacheReadInputTokens, inputTokens }: Counters): number | null {
  return shareOf(cacheReadInputTokens, inputTokens);
}

/** Attempts that were fallbacks, by request. */
export function fallbackShare({ fallbacks, requests }: Counters): number | null {
  return shareOf(fallbacks, requests);
}

/** The models that finance asks about first: names in heads, ids in the ledger. */
export const headlineModels = { 'gpt-5.5': 'GPT-5.5', 'gpt-5.5-pro': 'GPT-5.5 Pro' } as const;

export type HeadlineModel = keyof typeof headlineModels;

/** One name and what was counted under it. */
export type Named = { readonly name: string; readonly counters: Counters };

/** `models`: of what was counted in `total`, by model. */
export function shareOfModel(model: HeadlineModel, total: Counters, models: readonly Named[]): ModelShare {
  const groups = models.map(({ name, counters }) => ({ names: [name], counters }));
  const [share] = modelSharesOf({ total, groups }, [model]);
  return share ?? { model, attemptShare: null, costShare: null };
}

/** Groups by two names, as lists by the first. */
export function listsByFirst(groups: readonly UsageGroup[]): Map<string, Named[]> {
  const lists = new Map<string, Named[]>();
  for (const {
    names: [first = '', name = ''],
    counters,
  } of groups) {
    const list = lists.get(first) ?? [];
    list.push({ name, counters });
    lists.set(first, list);
  }
  return lists;
}

/** Without names: of all together, under the empty name. */
export function moversBy(compared: ComparedFigures | null, by: readonly 'route'[]): Map<string, Mover> {
  const comparable = comparableOf(compared);
  if (comparable === null) return new Map();
  const movers = findMovers(comparable.earlier.by(by), comparable.now.by(by));
  return new Map(movers.map((mover) => [mover.name, mover]));
}
