/** What the counters of a route say, as the pages of routes show it. Pure. Null: nothing is known, or nothing to divide by. */
import type { Counters } from '../../ledger/counters.ts';
import { percentile } from '../../ledger/histogram.ts';
import type { UsageGroup } from '../../ledger/query-usage.ts';
import { costFigure } from '../cost.ts';
import { shareOf } from '../parts/format.ts';

/** Nano-USD for each thousand requests that were answered. */
export function costPerThousand(counters: Counters): number | null {
  const share = shareOf(costFigure(counters), counters.succeeded);
  return share === null ? null : Math.round(share * 1000);
}

/** Nano-USD of a call, of those that have a price. */
export function callCost({ costNanoUsd }: Counters, share: number): number | null {
  return percentile(costNanoUsd, share);
}

/** Milliseconds; of answers that were streamed. */
export function firstEvent({ firstEventMs }: Counters, share: number): number | null {
  return percentile(firstEventMs, share);
}

export function successShare({ succeeded, requests }: Counters): number | null {
  return shareOf(succeeded, requests);
}

/** Of the input tokens, those read from a cache. */
export function cacheShare({ cacheReadInputTokens, inputTokens }: Counters): number | null {
  return shareOf(cacheReadInputTokens, inputTokens);
}

/** Calls that were passed on, by request. */
export function fallbackShare({ fallbacks, requests }: Counters): number | null {
  return shareOf(fallbacks, requests);
}

/** The two models that the router decides about, whoever hosts them: names in heads, ids in the ledger. */
export const headlineModels = { 'gpt-5.5': 'GPT-5.5', 'gpt-5.5-pro': 'GPT-5.5 Pro' } as const;

export type HeadlineModel = keyof typeof headlineModels;

/** One name and what was counted under it. */
export type Named = { readonly name: string; readonly counters: Counters };

/** Of what one of the headline models did: answers and nano-USD (null: no price is known). */
export type ModelPart = { readonly answers: number; readonly cost: number | null };

/** `models`: of one route, by model. */
export function partOf(model: HeadlineModel, models: readonly Named[]): ModelPart {
  const own = models.filter(({ name }) => name === model || name.endsWith(`/${model}`));
  const costs = own.map(({ counters }) => costFigure(counters));
  return {
    answers: own.reduce((sum, { counters }) => sum + counters.succeeded, 0),
    cost: costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
  };
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
