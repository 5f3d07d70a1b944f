/** Targets whose context window is smaller than what their route lets in. Pure. */
import type { Route } from '../core/config.ts';
import { type Check, type CheckedRoute, type Place, routesOf } from './check-input.ts';
import type { Problem } from './problem.ts';

/** The most input tokens that the route takes, by what is written. Null: nothing is. */
function mostOf({
  limits,
  when,
}: Route): { readonly tokens: number; readonly field: string; readonly end: string } | null {
  const to = when === null || when === 'by-name' ? undefined : when.inputTokens?.to;
  if (limits.inputTokens !== null && limits.inputTokens <= (to ?? Number.POSITIVE_INFINITY))
    return { tokens: limits.inputTokens, field: 'limits', end: '' };
  return to === undefined ? null : { tokens: to, field: 'when', end: '.to' };
}

function leastOf({ when }: Route): number {
  return when === null || when === 'by-name' ? 0 : (when.inputTokens?.from ?? 0);
}

function checkPlace({ path, candidate }: Place, { title, route, at }: CheckedRoute): Problem[] {
  const { model, name } = candidate;
  const window = model.maxInputTokens ?? model.contextTokens;
  if (window === null) return [];
  const least = leastOf(route);
  if (least >= window) {
    const what = `${name} takes ${window} input tokens; ${title} serves requests from ${least} on, so it never serves`;
    return [{ path, what, fix: `use a model with a longer window, or lower ${at('when')}.inputTokens.from` }];
  }
  const most = mostOf(route);
  if (most === null || most.tokens <= window) return [];
  const what = `${name} takes ${window} input tokens; ${title} lets in ${most.tokens}`;
  return [
    {
      path,
      what,
      fix: `use a model with a longer window, or lower ${at(most.field)}.inputTokens${most.end}`,
    },
  ];
}

export const checkWindows: Check = (input) =>
  routesOf(input).flatMap((route) =>
    [...route.use, ...route.fallback, ...route.arms].flatMap((place) => checkPlace(place, route)),
  );
