/** Turns the routes of the configuration into candidates and policies, checking every name. Pure. */
import type { SecondJudge } from '../core/classify-settings.ts';
import type { Candidate, Deadlines, Policy, Route } from '../core/config.ts';
import { type DataDemand, findBreach } from '../core/data-policy.ts';
import { nearNames } from '../core/near-names.ts';
import { compileArms } from './compile-arms.ts';
import { compileHedge, compileShadow } from './compile-beside.ts';
import { compileClassify } from './compile-classify.ts';
import { compileDemand, compileLimits, compileRule, compileWhen } from './compile-rule.ts';
import { compileSecondLook } from './compile-second-look.ts';
import type { PolicyInput, RouteInput } from './define-config.ts';
import { didYouMean, type Report } from './problem.ts';
import { type Known, readCandidate } from './read-candidate.ts';

const defaultAttempts = 3;

/** Requests that name a model have it in place of a route: in rows, limits, scopes of keys and metrics. */
const namedRequests = 'model';

export type Pools = ReadonlyMap<string, readonly Candidate[]>;

/** Names of targets -> candidates; what cannot be read is reported and left out. */
function readTargets(
  names: readonly string[],
  known: Known,
  path: string,
  report: Report,
): readonly Candidate[] {
  checkDoubles(names, path, report);
  return names
    .map((name, place) => readCandidate(name, known, `${path}[${place}]`, report))
    .filter((candidate) => candidate !== null);
}

export function compilePools(
  written: Readonly<Record<string, readonly string[]>>,
  known: Known,
  report: Report,
): Pools {
  return new Map(
    Object.entries(written).map(([name, targets]) => [
      name,
      readTargets(targets, known, `pools.${name}`, report),
    ]),
  );
}

function readUse(
  use: string | readonly string[],
  pools: Pools,
  known: Known,
  path: string,
  report: Report,
): readonly Candidate[] {
  if (typeof use !== 'string') return readTargets(use, known, path, report);
  const pool = pools.get(use);
  if (pool !== undefined) return pool;
  const fix = didYouMean(
    nearNames(use, pools.keys(), 3),
    `add it under \`pools\`, or write [${JSON.stringify(use)}]`,
  );
  report(path, `there is no pool "${use}"`, fix);
  return [];
}

export function compileRoute(
  entry: RouteInput<string, string>,
  pools: Pools,
  known: Known,
  path: string,
  report: Report,
): Route {
  const { baseline } = entry;
  return {
    name: entry.name,
    when: compileWhen(entry.when, `${path}.when`, report),
    use: readUse(entry.use, pools, known, `${path}.use`, report),
    fallback: readTargets(entry.fallback ?? [], known, `${path}.fallback`, report),
    baseline: baseline === undefined ? null : readCandidate(baseline, known, `${path}.baseline`, report),
    arms: compileArms(entry, known, path, report),
    hedge: compileHedge(entry, `${path}.hedge`, report),
    shadow: compileShadow(entry.shadow, `${path}.shadow`, known, report),
    ...compileRule(entry, path, report),
    ...compilePolicy(entry, path, known, report),
  };
}

export function compileRoutes(
  written: readonly RouteInput<string, string>[],
  pools: Pools,
  known: Known,
  report: Report,
): ReadonlyMap<string, Route> {
  const routes = new Map<string, Route>();
  written.forEach((entry, index) => {
    const path = `routes[${index}]`;
    if (entry.name === namedRequests) {
      const what = `"${namedRequests}" stands for requests that name a model, in limits and in keys`;
      report(`${path}.name`, what, 'give the route another name');
    }
    if (routes.has(entry.name)) {
      report(`${path}.name`, `there are two routes "${entry.name}"`, 'give each route its own name');
    }
    routes.set(entry.name, compileRoute(entry, pools, known, path, report));
  });
  if ([...routes.values()].every(({ when }) => when !== null)) {
    report(
      'routes',
      'no route serves whatever comes',
      'let the last one have no `when`: it serves `auto` where no other does',
    );
  }
  return routes;
}

export function compilePolicy(
  written: PolicyInput<string>,
  path: string,
  known: Known,
  report: Report,
): Policy {
  const deadlines = written.deadlines ?? {};
  checkOrder(deadlines, `${path}.deadlines`, report);
  const data = compileDemand(written.data, `${path}.data`, report);
  const secondLook = compileSecondLook(written.secondLook, `${path}.secondLook`, known, report);
  if (data && secondLook) checkJudge(secondLook.using, data, `${path}.secondLook.using`, report);
  return {
    deadlines,
    maxAttempts: written.maxAttempts ?? defaultAttempts,
    onClientAbort: written.onClientAbort ?? 'cancel',
    onStoreAway: written.onStoreAway ?? null,
    background: written.background ?? 'auto',
    limits: compileLimits(written.limits),
    data,
    classify: compileClassify(written.classify, `${path}.classify`, report),
    secondLook,
    safeguards: written.safeguards ?? [],
  };
}

/** Whoever judges a request reads it. */
function checkJudge(using: SecondJudge, data: DataDemand, path: string, report: Report): void {
  const { provider } = using;
  const model = using.kind === 'target' ? using.candidate.model : { id: using.name };
  const breach = findBreach(data, { model, provider });
  if (breach === null) return;
  const fix = `let somebody else judge, or write what you know under \`providers.${provider.id}.data\``;
  report(path, `${using.name} reads the request and does not meet its data policy: ${breach}`, fix);
}

function checkOrder(deadlines: Partial<Deadlines>, path: string, report: Report): void {
  const { totalMs } = deadlines;
  if (totalMs === undefined) return;
  for (const name of ['firstEventMs', 'idleMs'] as const) {
    const part = deadlines[name];
    if (part === undefined || part <= totalMs) continue;
    report(
      `${path}.${name}`,
      `${part} is longer than totalMs ${totalMs}`,
      'make totalMs the longest of the three',
    );
  }
}

function checkDoubles(names: readonly string[], path: string, report: Report): void {
  names.forEach((name, place) => {
    if (names.indexOf(name) === place) return;
    report(`${path}[${place}]`, `"${name}" is there twice`, 'remove one: a failed target is not asked again');
  });
}
