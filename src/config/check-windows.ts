/** Targets whose context window is smaller than what their route lets in. Pure. */
import type { Route } from '../core/config.ts';
import { type Check, type CheckedRoute, type Place, routesOf } from './check-input.ts';
import type { Problem } from './problem.ts';

/** The most input tokens that the route takes, by what is written. Null: nothing is. */
function mostOf({ limits, when }: Route): { readonly tokens: number; readonly where: string } | null {
  const to = when === null || when === 'by-name' ? undefined : when.inputTokens?.to;
  if (limits.inputTokens !== null && limits.inputTokens <= (to ?? Number.POSITIVE_INFINITY))
    return { tokens: limits.inputTokens, where: 'limits.inputTokens' };
  return to === undefined ? null : { tokens: to, where: 'when.inputTokens.to' };
}

function leastOf({ when }: Route): number {
  return when === null || when === 'by-name' ? 0 : (when.inputTokens?.from ?? 0);
}

function checkPlace({ path, candidate }: Place, { path: routePath, route }: CheckedRoute): Problem[] {
  const { model, name } = candidate;
  const window = model.maxInputTokens ?? model.contextTokens;
  if (window === null) return [];
  const least = leastOf(route);
  if (least >= window) {
    const what = `${name} takes ${window} input tokens; "${route.name}" serves requests from ${least} on, so it never serves`;
    return [
      { path, what, fix: `use a model with a longer window, or lower ${routePath}.when.inputTokens.from` },
    ];
  }
  const most = mostOf(route);
  if (most === null || most.tokens <= window) return [];
  const what = `${name} takes ${window} input tokens; "${route.name}" lets in ${most.tokens}`;
  return [{ path, what, fix: `use a model with a longer window, or lower ${routePath}.${most.where}` }];
}

export const checkWindows: Check = (input) =>
  routesOf(input).flatMap((route) =>
    [...route.use, ...route.fallback].flatMap((place) => checkPlace(place, route)),
  );
