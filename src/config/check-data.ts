/** Targets whose provider does not meet the data policy of their route, or of whom nobody knows: they never serve. Pure. */
import { findBreach } from '../core/data-policy.ts';
import { type Check, type CheckedRoute, type CheckInput, type Place, routesOf } from './check-input.ts';
import type { Problem } from './problem.ts';

function breachOf({ candidate }: Place, { route }: CheckedRoute, { config }: CheckInput): string | null {
  const { model } = candidate;
  const provider = config.providers.get(model.provider);
  return route.data === null || provider === undefined ? null : findBreach(route.data, { model, provider });
}

function checkRoute(route: CheckedRoute, input: CheckInput): Problem[] {
  const found = [...route.use, ...route.fallback, ...route.arms].flatMap((place) => {
    const breach = breachOf(place, route, input);
    return breach === null ? [] : [{ place, breach }];
  });
  const serving = [...route.use, ...route.fallback];
  if (serving.every((place) => found.some((one) => one.place === place))) {
    const [first] = found;
    const what = `no target of ${route.title} meets its data policy, so it can serve nothing: ${first?.breach}`;
    const fix = 'use targets that do; what you know of a provider stands in `providers.NAME.data`';
    return [{ path: route.at('data'), what, fix }];
  }
  return found.map(({ place: { path, candidate }, breach }) => ({
    path,
    what: `${candidate.name} never serves ${route.title}, whose data policy it does not meet: ${breach}`,
    fix: `take it out, or write what you know under \`providers.${candidate.model.provider}.data\``,
  }));
}

export const checkData: Check = (input) =>
  routesOf(input).flatMap((route) => (route.route.data === null ? [] : checkRoute(route, input)));
