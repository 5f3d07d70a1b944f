/**
 * Models in use that another one beats in everything the catalogue knows: cheaper on every meter, at least as good at
 * the tasks it is used for, watched as well, able to do no less. Pure. What is not known beats nothing. It says nothing
 * of speed, or of how many tokens the other one would have used.
 */
import type { Catalogue } from '../core/catalogue.ts';
import { type Task, tasks } from '../core/classification.ts';
import { isBelowFloor, type Model, type ModelRule, type Price } from '../core/target.ts';
import { type Counters, mergeCounters } from '../ledger/counters.ts';
import type { Usage } from '../ledger/query-usage.ts';
import { predictQuality } from '../routing/predict-quality.ts';
import { type CurrentPrice, priceOf, type Rates, ratesFor } from '../routing/price.ts';
import { priceSameTokens, type SameTokens } from './same-tokens.ts';

export type DominatedModel = {
  readonly model: string;
  /** Cheapest first for the tokens that were used. */
  readonly by: readonly (SameTokens & { readonly model: string })[];
  /** Tasks it was used for; empty text: not classified. */
  readonly tasks: readonly string[];
  /** Whole nano-USD at list price, tools' fees included. */
  readonly atListNanoUsd: number;
};

/** Where a cache has no price of its own it costs what input costs; an unknown price of reading is unknown. */
function meterRates({ input, cachedInput, cacheWrite5m, cacheWrite1h, output }: Rates): (number | null)[] {
  return [input, cachedInput, cacheWrite5m ?? input, cacheWrite1h ?? cacheWrite5m ?? input, output];
}

/** Null: on some meter it is dearer, or one of both is not known. */
function compareRates(one: Rates, other: Rates): 'cheaper' | 'same' | null {
  const others = meterRates(other);
  let isCheaper = false;
  for (const [at, rate] of meterRates(one).entries()) {
    const theirs = others[at] ?? null;
    // The other has no such price: whoever has one offers more.
    if (theirs === null && at === 1) continue;
    if (rate === null || theirs === null || rate > theirs) return null;
    if (rate < theirs) isCheaper = true;
  }
  return isCheaper ? 'cheaper' : 'same';
}

/** Requests of any size. */
function comparePrices(one: CurrentPrice, other: CurrentPrice): 'cheaper' | 'same' | null {
  const sizes = [0, one.long?.fromInputTokens ?? 0, other.long?.fromInputTokens ?? 0];
  const results = sizes.map((size) => compareRates(ratesFor(one, size), ratesFor(other, size)));
  if (results.includes(null)) return null;
  return results.includes('cheaper') ? 'cheaper' : 'same';
}

/** Cheaper on one meter at least, dearer on none, at every size and on every tier that the other has. */
function isCheaper(one: Model, other: Model, nowMs: number): boolean {
  const priceAt = (model: Model): Price | undefined =>
    model.prices.findLast(({ from }) => Date.parse(from) <= nowMs);
  // Prices that hold at some hours only are another matter.
  if (priceAt(one)?.offPeak !== undefined || priceAt(other)?.offPeak !== undefined) return false;
  const results = [null, ...Object.keys(priceAt(other)?.tiers ?? {})].map((tier) => {
    const [price, theirs] = [priceOf(one, nowMs, tier), priceOf(other, nowMs, tier)];
    return price === null || theirs === null ? null : comparePrices(price, theirs);
  });
  return results[0] === 'cheaper' && !results.includes(null);
}

/** At each effort of the other of which the catalogue knows how good it is, the default one first of all. */
function isAsGood(one: Model, other: Model, used: readonly (Task | null)[]): boolean {
  return used.every((task) =>
    [null, ...(other.reasoning?.efforts ?? [])].every((effort) => {
      const theirs = predictQuality(other, effort, task, null);
      const own = predictQuality(one, effort, task, null);
      if (theirs === null) return effort !== null;
      return own !== null && own >= theirs;
    }),
  );
}

/** Rules that take something from whoever calls. */
const refusals: readonly ModelRule[] = ['no-sampling', 'sampling-without-reasoning', 'no-prefill'];

const isAtLeast = (own: number | null, theirs: number | null) =>
  theirs === null || (own !== null && own >= theirs);

/** Protocols are left out: every one is translated. */
function canAsMuch(one: Model, other: Model): boolean {
  const has = <T>(own: readonly T[], theirs: readonly T[]) => theirs.every((each) => own.includes(each));
  const refused = (model: Model) => refusals.filter((rule) => model.rules.includes(rule));
  return (
    has(one.input, other.input) &&
    has(one.output, other.output) &&
    has(one.reasoning?.efforts ?? [], other.reasoning?.efforts ?? []) &&
    has(refused(other), refused(one)) &&
    (other.tools !== true || one.tools === true) &&
    (other.structuredOutputs !== true || one.structuredOutputs === true) &&
    isAtLeast(one.contextTokens, other.contextTokens) &&
    isAtLeast(one.maxInputTokens, other.maxInputTokens) &&
    isAtLeast(one.maxOutputTokens, other.maxOutputTokens) &&
    (one.isSlow !== true || other.isSlow === true)
  );
}

type Used = { readonly model: Model; readonly tasks: readonly string[]; readonly counters: Counters };

function usedModels({ groups }: Usage, findModel: Catalogue['findModel']): Used[] {
  const names = [...new Set(groups.map(({ names: [name = ''] }) => name))];
  return names.flatMap((name) => {
    const model = findModel(name);
    const own = groups.filter((group) => group.names[0] === name);
    if (model === undefined) return [];
    const counters = mergeCounters(own.map((group) => group.counters));
    return [{ model, tasks: own.map((group) => group.names[1] ?? ''), counters }];
  });
}

const taskOf = (name: string): Task | null => tasks.find((task) => task === name) ?? null;

export function dominates(one: Model, other: Model, used: readonly string[], nowMs: number): boolean {
  return (
    isCheaper(one, other, nowMs) &&
    !isBelowFloor(one.safeguards, other.safeguards) &&
    canAsMuch(one, other) &&
    isAsGood(one, other, used.map(taskOf))
  );
}

type Look = {
  readonly catalogue: Pick<Catalogue, 'findModel' | 'modelState'>;
  /** Models that could be used instead. */
  readonly models: readonly Model[];
  readonly nowMs: number;
};

/** `usage` by model and task, in that order. The costliest first. */
export function findDominated(usage: Usage, { catalogue, models, nowMs }: Look): DominatedModel[] {
  const active = models.filter((model) => catalogue.modelState(model, nowMs).kind === 'active');
  const found = usedModels(usage, catalogue.findModel).flatMap(({ model, tasks: used, counters }) => {
    const better = active.filter((one) => one.id !== model.id && dominates(one, model, used, nowMs));
    if (better.length === 0) return [];
    const by = better
      .map((one) => ({ model: one.id, ...priceSameTokens(counters, one, nowMs) }))
      .sort((a, b) => (a.estimatedNanoUsd ?? Infinity) - (b.estimatedNanoUsd ?? Infinity));
    return [{ model: model.id, by, tasks: used, atListNanoUsd: counters.costAtList }];
  });
  return found.sort((a, b) => b.atListNanoUsd - a.atListNanoUsd);
}
