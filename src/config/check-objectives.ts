/** Routes whose objective cannot be had: a bar that nobody meets, targets that it must pass over. Pure. */
import type { Route } from '../core/config.ts';
import { type Check, type CheckedRoute, type CheckInput, type Place, routesOf } from './check-input.ts';
import type { Problem } from './problem.ts';

function needsPrice({ objective, limits }: Route): boolean {
  const isByCost = objective.kind === 'cheapest' || (objective.kind === 'weighted' && objective.costUsd > 0);
  return isByCost || limits.costNanoUsd !== null;
}

/** The least difficult there is: who fails the bar here fails it everywhere. */
const easiest = 0;

function checkBar({ at, title, route, use }: CheckedRoute, { qualityOf }: CheckInput): Problem[] {
  const { objective } = route;
  if (objective.kind !== 'cheapest' && objective.kind !== 'fastest') return [];
  const { atLeast, ofBest } = objective.bar;
  if (atLeast === null || ofBest !== null) return [];
  const best = Math.max(...use.map(({ candidate }) => qualityOf(candidate, easiest) ?? 0));
  if (best === 0 || best >= atLeast) return [];
  const reached = (Math.floor(best * 1000) / 1000).toFixed(3);
  const what = `no target of ${title} reaches ${atLeast}: the best is predicted ${reached} on the easiest of requests`;
  const fix = 'lower it, add a stronger target, or write `ofBest`';
  return [{ path: `${at('objective')}.${objective.kind}.atLeast`, what, fix }];
}

function checkKnown(route: CheckedRoute, input: CheckInput): Problem[] {
  const { title } = route;
  const { objective } = route.route;
  if (objective.kind === 'order') return [];
  const isUnknown = ({ candidate }: Place) => input.qualityOf(candidate, null) === null;
  const unknown = route.use.filter(isUnknown);
  if (unknown.length === route.use.length) {
    const what = `no source says how good any target of ${title} is: the objective decides nothing`;
    const fix = "write `objective: 'order'`, or use targets that have an index (`signalbox models`)";
    return [{ path: route.at('objective'), what, fix }];
  }
  return unknown.map(({ path, candidate }) => ({
    path,
    what: `no source says how good ${candidate.name} is, so the objective of ${title} passes over it`,
    fix: 'use another effort or model, or put it under `fallback`',
  }));
}

function checkPrices({ route, title, use, arms }: CheckedRoute, { priceAt, nowMs }: CheckInput): Problem[] {
  if (!needsPrice(route)) return [];
  return [...use, ...(route.limits.costNanoUsd === null ? [] : arms)]
    .filter(({ candidate }) => priceAt(candidate.model, nowMs) === null)
    .map(({ path, candidate }) => ({
      path,
      what: `the price of ${candidate.model.id} is unknown, and ${title} goes by cost: it never serves`,
      fix: 'add `prices` to the model, or put it under `fallback`',
    }));
}

export const checkObjectives: Check = (input) =>
  routesOf(input).flatMap((route) => [
    ...checkBar(route, input),
    ...checkKnown(route, input),
    ...checkPrices(route, input),
  ]);
