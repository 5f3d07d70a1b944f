/** Hedges and shadows that do nothing, or that cost more than anybody wants. Pure. */
import { findBreach } from '../core/data-policy.ts';
import { safeguardLevels } from '../core/target.ts';
import { type Check, type CheckedRoute, type CheckInput, type Place, routesOf } from './check-input.ts';
import { warnOf } from './find-warnings.ts';
import type { Problem } from './problem.ts';

/** As published; null: nobody says. The client's own effort is taken to be the model's usual one. */
function usualFirstEventMs({ candidate: { model, effort } }: Place): number | null {
  return model.latency?.[effort ?? model.reasoning?.default ?? 'default']?.firstEventMs ?? null;
}

const seconds = (ms: number) => `${ms / 1000} s`;

function checkHedge({ route, title, use, fallback, arms, at }: CheckedRoute): Problem[] {
  if (route.hedge === null) return [];
  const { afterMs } = route.hedge;
  const path = at('hedge');
  if (new Set([...use, ...fallback, ...arms].map(({ candidate }) => candidate.name)).size < 2) {
    const what = `${title} has one target: there is none to call beside it`;
    return [{ path, what, fix: 'add another one, or take the hedge out' }];
  }
  return [...use, ...arms].flatMap((place) => {
    const usualMs = usualFirstEventMs(place);
    if (usualMs === null || usualMs < afterMs) return [];
    const what = `${place.candidate.name} usually begins its output after ${seconds(usualMs)}, ${title} hedges after ${seconds(afterMs)}: most of its answers would be paid twice`;
    return [{ path: place.path, what, fix: `make ${path}.afterMs longer than that` }];
  });
}

/** Why its shadow never gets a copy. */
function findReason(
  { route: { shadow, floor, data, use, arms }, title }: CheckedRoute,
  { config }: CheckInput,
): string | null {
  if (shadow === null) return null;
  const { model, name } = shadow.use;
  if (safeguardLevels.indexOf(model.safeguards) < safeguardLevels.indexOf(floor))
    return `its safeguards are of the level ${model.safeguards}, and the floor of ${title} is ${floor}`;
  const provider = config.providers.get(model.provider);
  const breach = data === null || provider === undefined ? null : findBreach(data, { model, provider });
  if (breach !== null) return breach;
  const isOnly = arms.length === 0 && use.every((candidate) => candidate.name === name);
  return isOnly ? `it serves ${title} itself` : null;
}

function checkShadow(route: CheckedRoute, input: CheckInput): Problem[] {
  const { shadow } = route.route;
  if (shadow === null) return [];
  const path = `${route.at('shadow')}.use`;
  const why = findReason(route, input);
  if (why !== null) {
    const what = `${shadow.use.name} never gets a copy: ${why}`;
    return [{ path, what, fix: 'use another target, or take the shadow out' }];
  }
  const { config, catalogue, nowMs } = input;
  return warnOf(shadow.use, { ...config, catalogue, nowMs }, path);
}

export const checkBeside: Check = (input) =>
  routesOf(input).flatMap((route) => [...checkHedge(route), ...checkShadow(route, input)]);
