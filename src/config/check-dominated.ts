/**
 * Targets for which the catalogue has one that is at least as good on the same index at no more effort, cheaper in and
 * out, no slower where both speeds are known, able to do the same, as safe, and not about to end. Pure.
 */
import { type Effort, efforts, type Model, type Price } from '../core/target.ts';
import { type Check, type CheckInput, type Place, routesOf } from './check-input.ts';
import { printRate } from './print-rate.ts';
import { didYouMean, type Problem } from './problem.ts';

/** What is compared of a model at an effort. */
type Contender = {
  readonly name: string;
  readonly model: Model;
  readonly index: number;
  /** Place among the efforts; a source that names none is taken to have run at medium. */
  readonly effortRank: number;
  readonly price: Price;
  readonly speed:
    | { readonly firstEventMs: number | null; readonly tokensPerSecond: number | null }
    | undefined;
};

function rankOf(model: Model, effort: Effort | 'default'): number {
  const named = effort === 'default' ? model.reasoning?.default : effort;
  return efforts.indexOf(named ?? 'medium');
}

function contend(
  name: string,
  model: Model,
  effort: Effort | null,
  { priceAt, nowMs }: CheckInput,
): Contender | null {
  const price = priceAt(model, nowMs);
  const asked = effort ?? model.reasoning?.default ?? 'default';
  const isUsual = effort === null || effort === model.reasoning?.default;
  const index = model.quality?.[asked] ?? (isUsual ? model.quality?.default : undefined);
  if (price === null || index === undefined) return null;
  const speed = model.latency?.[asked] ?? model.latency?.default;
  return { name, model, index, effortRank: rankOf(model, asked), price, speed };
}

/** Every model of the catalogue at every effort that its index is known for. */
function contendersOf(input: CheckInput): readonly Contender[] {
  return input.models
    .filter((model) => input.catalogue.modelState(model, input.nowMs).kind === 'active')
    .flatMap((model) =>
      (Object.keys(model.quality ?? {}) as (Effort | 'default')[]).map((effort) =>
        effort === 'default'
          ? contend(model.id, model, null, input)
          : contend(`${model.id}@${effort}`, model, effort, input),
      ),
    )
    .filter((contender) => contender !== null);
}

/** -1 cheaper, 0 the same, 1 dearer; null: unknown. */
function compareRates(theirs: number | null, ours: number | null): number | null {
  return theirs === null || ours === null ? null : Math.sign(theirs - ours);
}

function isCheaper({ price: theirs }: Contender, { price: ours }: Contender): boolean {
  const [input, output] = [compareRates(theirs.input, ours.input), compareRates(theirs.output, ours.output)];
  if (input === null || output === null || input > 0 || output > 0) return false;
  return input + output < 0 && compareRates(theirs.cachedInput, ours.cachedInput) !== 1;
}

function isAsFast({ speed: theirs }: Contender, { speed: ours }: Contender): boolean {
  const first = [theirs?.firstEventMs ?? null, ours?.firstEventMs ?? null] as const;
  const rate = [theirs?.tokensPerSecond ?? null, ours?.tokensPerSecond ?? null] as const;
  return compareRates(...first) !== 1 && compareRates(...rate) !== -1;
}

function holds(theirs: number | null, ours: number | null): boolean {
  return ours === null || (theirs !== null && theirs >= ours);
}

function isAsAble({ model: theirs }: Contender, { model: ours }: Contender): boolean {
  return (
    holds(theirs.contextTokens, ours.contextTokens) &&
    holds(theirs.maxOutputTokens ?? theirs.contextTokens, ours.maxOutputTokens) &&
    ours.input.every((modality) => theirs.input.includes(modality)) &&
    ours.output.every((modality) => theirs.output.includes(modality)) &&
    (ours.tools !== true || theirs.tools === true) &&
    (ours.structuredOutputs !== true || theirs.structuredOutputs === true) &&
    (theirs.safeguards === ours.safeguards || theirs.safeguards === 'strong' || ours.safeguards === 'none')
  );
}

function dominates(theirs: Contender, ours: Contender): boolean {
  return (
    theirs.model !== ours.model &&
    theirs.index >= ours.index &&
    theirs.effortRank <= ours.effortRank &&
    isCheaper(theirs, ours) &&
    isAsFast(theirs, ours) &&
    isAsAble(theirs, ours)
  );
}

/** Of the same provider first: the nearest move. Then the least output price, then the best. */
function chooseOne(better: readonly Contender[], { model }: Contender): Contender | undefined {
  const away = (one: Contender) => Number(one.model.provider !== model.provider);
  return better.toSorted(
    (a, b) => away(a) - away(b) || (a.price.output ?? 0) - (b.price.output ?? 0) || b.index - a.index,
  )[0];
}

function describe({ name, index, price }: Contender): string {
  return `${name} has index ${index} for ${printRate(price.input)} in and ${printRate(price.output)} out`;
}

function checkPlace(
  { path, candidate }: Place,
  contenders: readonly Contender[],
  input: CheckInput,
): Problem[] {
  const ours = contend(candidate.name, candidate.model, candidate.effort, input);
  if (ours === null) return [];
  const better = contenders.filter((theirs) => dominates(theirs, ours));
  const chosen = chooseOne(better, ours);
  if (chosen === undefined) return [];
  const models = new Set(better.map(({ model }) => model)).size - 1;
  const more =
    models === 0 ? '' : `, and ${models} more ${models === 1 ? 'model is' : 'models are'} better and cheaper`;
  const fix = `use ${chosen.name}, or write under \`onPurpose\` why you keep ${candidate.model.id}`;
  return [{ path, what: `${describe(ours)}; ${describe(chosen)}${more}`, fix }];
}

/** Reasons to keep a model that have nothing to speak of any more. */
function checkReason(name: string, isNeeded: boolean, input: CheckInput): Problem[] {
  const path = `onPurpose.${name}`;
  const isKnown = input.config.models.has(name) || input.catalogue.findModel(name)?.id === name;
  if (!isKnown) {
    const fix = didYouMean(input.catalogue.nearMatches(name, 3), 'write the id of a model');
    return [{ path, what: `there is no model "${name}"`, fix }];
  }
  if (isNeeded) return [];
  return [{ path, what: `no target of ${name} has a better and cheaper one`, fix: 'remove it' }];
}

/** One target stands in many routes: said once, with its other places. */
function gather(found: readonly Problem[]): readonly Problem[] {
  const byWords = Map.groupBy(found, ({ what }) => what);
  return [...byWords.values()].flatMap((group) => {
    const [first, ...others] = group;
    const places = [...new Set(others.map(({ path }) => path))].filter((path) => path !== first?.path);
    if (first === undefined || places.length === 0) return first ?? [];
    return [{ ...first, what: `${first.what} (also ${places.join(', ')})` }];
  });
}

/** Models under `onPurpose` are kept for reasons of their own. */
export const checkDominated: Check = (input) => {
  const contenders = contendersOf(input);
  const kept = new Set(Object.keys(input.written.onPurpose ?? {}));
  const needed = new Set<string>();
  const found = routesOf(input).flatMap(({ use, fallback, arms }) =>
    [...use, ...fallback, ...arms].flatMap((place) => {
      const problems = checkPlace(place, contenders, input);
      const { id } = place.candidate.model;
      if (!kept.has(id)) return problems;
      if (problems.length > 0) needed.add(id);
      return [];
    }),
  );
  return [...gather(found), ...[...kept].flatMap((name) => checkReason(name, needed.has(name), input))];
};
