/**
 * Everything that can be said of a configuration without a request: what keeps it from compiling, or, once it does,
 * what works today and is not what anybody wants. The Worker compiles only; this is for people. Pure.
 */
import { checkBeside } from './check-beside.ts';
import { checkData } from './check-data.ts';
import { checkDominated } from './check-dominated.ts';
import { checkFloors } from './check-floors.ts';
import { type Check, type CheckInput, type Outlook, routesOf } from './check-input.ts';
import { checkObjectives } from './check-objectives.ts';
import { checkOutputLimits } from './check-output-limits.ts';
import { checkPools, checkReach } from './check-reach.ts';
import { checkSafeguards } from './check-safeguards.ts';
import { checkSecondLooks } from './check-second-look.ts';
import { checkSuccessors, describeMove } from './check-successors.ts';
import { checkWindows } from './check-windows.ts';
import { compileConfig } from './compile-config.ts';
import { explainModeration } from './compile-moderation.ts';
import type { ConfigInput } from './define-config.ts';
import { warnOf } from './find-warnings.ts';
import type { Problem } from './problem.ts';

export type Findings = {
  /** The router does not start. */
  readonly problems: readonly Problem[];
  /** It starts. */
  readonly warnings: readonly Problem[];
};

const checkTargets: Check = (input) => {
  const { catalogue, nowMs, config, priceAt } = input;
  const known = { ...config, catalogue, nowMs, priceAt };
  return routesOf(input)
    .flatMap(({ route, use, fallback, arms, at }) => {
      const { baseline } = route;
      const compared = baseline ? [{ path: at('baseline'), candidate: baseline }] : [];
      return [...use, ...fallback, ...arms, ...compared];
    })
    .flatMap(({ path, candidate }) =>
      warnOf(candidate, known, path).map((warning) => {
        const isRetiring = catalogue.modelState(candidate.model, nowMs).kind === 'retiring';
        const tellsEnd = isRetiring && warning.what.includes('is shut down on');
        return tellsEnd ? { ...warning, fix: describeMove(candidate.model, known) } : warning;
      }),
    );
};

const checks: readonly Check[] = [
  checkReach,
  checkPools,
  checkFloors,
  checkSafeguards,
  checkData,
  checkWindows,
  checkOutputLimits,
  checkObjectives,
  checkSuccessors,
  checkTargets,
  checkSecondLooks,
  explainModeration,
  checkBeside,
  checkDominated,
];

/** What is wrong of a route is wrong of each form that a team has of it. */
function withoutTeam(what: string): string {
  return what.replaceAll(/ for the team [\w.-]+/g, '');
}

/** A pool's targets are looked at once a route; and what is a part of something worse at the same place goes. */
function withoutDoubles(problems: readonly Problem[]): readonly Problem[] {
  return problems.filter(
    ({ path, what }, at) =>
      !problems.some(
        (other, otherAt) =>
          other.path === path &&
          ((other.what === what && otherAt < at) ||
            (other.what !== what && other.what === withoutTeam(what)) ||
            other.what.startsWith(`${what}, `)),
      ),
  );
}

/** In the order of the file. */
function byPlace(a: Problem, b: Problem): number {
  return a.path.localeCompare(b.path, 'en', { numeric: true });
}

const nothing: Problem = {
  path: '',
  what: 'exports no configuration',
  fix: 'write `export default defineConfig({ ... })`',
};

export function checkConfig(input: unknown, outlook: Outlook): Findings {
  if (input === undefined) return { problems: [nothing], warnings: [] };
  const compiled = compileConfig(input, outlook.catalogue, outlook.nowMs);
  if (!compiled.ok) return { problems: compiled.problems, warnings: [] };
  // It compiles, so it has the shape.
  const checked: CheckInput = { ...outlook, written: input as ConfigInput, config: compiled.config };
  const found = checks.flatMap((check) => check(checked));
  return { problems: [], warnings: withoutDoubles(found).toSorted(byPlace) };
}
