/** Limits on output that bound nothing: no target of their route writes that much. Pure. */
import { type Check, type CheckedRoute, routesOf } from './check-input.ts';
import type { Problem } from './problem.ts';

/** Null: of some target nobody knows how much it writes. */
function mostWritten({ use, fallback, arms }: CheckedRoute): number | null {
  const each = [...use, ...fallback, ...arms].map(({ candidate }) => candidate.model.maxOutputTokens);
  const known = each.filter((most) => most !== null);
  return known.length < each.length ? null : Math.max(...known);
}

function checkRoute(checked: CheckedRoute): Problem[] {
  const { outputTokens } = checked.route.limits;
  const most = mostWritten(checked);
  if (outputTokens === null || most === null || outputTokens <= most) return [];
  const path = `${checked.at('limits')}.outputTokens`;
  const what = `no target of ${checked.title} writes ${outputTokens} tokens: the most is ${most}, so it limits nothing`;
  return [{ path, what, fix: 'lower it, or leave it out' }];
}

export const checkOutputLimits: Check = (input) => routesOf(input).flatMap(checkRoute);
