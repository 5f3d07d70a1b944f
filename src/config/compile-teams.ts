/** Routes as single teams have them: the route with some fields written anew, never with fewer safeguards. Pure. */
import type { TeamRoute } from '../core/config.ts';
import { joinDemands } from '../core/data-policy.ts';
import { nearNames } from '../core/near-names.ts';
import { joinActions } from '../core/safeguard.ts';
import { isBelowFloor } from '../core/target.ts';
import { compileRoute, type Pools } from './compile-routes.ts';
import { compileDemand } from './compile-rule.ts';
import type { RouteInput, TeamInput, TeamRouteInput } from './define-config.ts';
import { didYouMean, type Report } from './problem.ts';
import type { Known } from './read-candidate.ts';

type Written = RouteInput<string, string>;
type Changes = TeamRouteInput<string, string>;

/** What is made of parts keeps the parts that the team does not write. */
function mergeRoute(route: Written, changes: Changes): Written {
  const { split, canary, ...unsplit } = route;
  const drawn = changes.split ?? changes.canary;
  return {
    ...(drawn === undefined ? route : unsplit),
    ...changes,
    ...(changes.limits && { limits: { ...route.limits, ...changes.limits } }),
    ...(changes.deadlines && { deadlines: { ...route.deadlines, ...changes.deadlines } }),
  };
}

function checkSafeguards(route: Written, changes: Changes, path: string, report: Report): void {
  const floor = route.floor ?? 'none';
  if (isBelowFloor(changes.floor ?? floor, floor)) {
    const what = `${changes.floor} is below the floor of "${route.name}", ${floor}`;
    report(`${path}.floor`, what, 'leave it out: a team may raise the floor only');
  }
  const { regions, retentionDaysAtMost } = changes.data ?? {};
  const added = regions?.filter((one) => route.data?.regions?.includes(one) === false) ?? [];
  if (added.length > 0) {
    const what = `"${route.name}" does not allow ${added.join(', ')}`;
    report(`${path}.data.regions`, what, 'take it out: a team may demand more only');
  }
  const most = route.data?.retentionDaysAtMost;
  if (most !== undefined && retentionDaysAtMost !== undefined && retentionDaysAtMost > most) {
    const what = `${retentionDaysAtMost} days are more than "${route.name}" allows, ${most}`;
    report(`${path}.data.retentionDaysAtMost`, what, 'leave it out: a team may demand more only');
  }
}

/** Of what the team writes; what is wrong with the route itself has been said at its own place. */
function reportOnly(changes: Changes, path: string, report: Report): Report {
  const fields = Object.keys(changes);
  // A second look must meet the data policy, whichever of the two is the team's.
  if (changes.data) fields.push('secondLook.using');
  const own = fields.map((field) => `${path}.${field}`);
  return (at, what, fix) => {
    if (own.some((field) => at.startsWith(field))) report(at, what, fix);
  };
}

function compileTeam(
  { routes: changed }: TeamInput<string, string, string>,
  written: readonly Written[],
  pools: Pools,
  known: Known,
  path: string,
  report: Report,
): ReadonlyMap<string, TeamRoute> {
  const routes = new Map<string, TeamRoute>();
  for (const [name, changes = {}] of Object.entries(changed)) {
    const at = `${path}.routes.${name}`;
    const route = written.find((one) => one.name === name);
    if (route === undefined) {
      const names = written.map((one) => one.name);
      const fix = didYouMean(nearNames(name, names, 3), `name one of ${names.join(', ')}`);
      report(at, `there is no route "${name}"`, fix);
      continue;
    }
    const differs = Object.keys(changes);
    if (differs.length === 0) report(at, 'changes nothing', 'take it out');
    checkSafeguards(route, changes, at, report);
    const own = reportOnly(changes, at, report);
    const merged = compileRoute(mergeRoute(route, changes), pools, known, at, own);
    const demanded = compileDemand(route.data, at, () => undefined);
    const safeguards = joinActions(route.safeguards ?? [], merged.safeguards);
    routes.set(name, { route: { ...merged, data: joinDemands(demanded, merged.data), safeguards }, differs });
  }
  return routes;
}

export function compileTeams(
  teams: Readonly<Record<string, TeamInput<string, string, string>>>,
  written: readonly Written[],
  pools: Pools,
  known: Known,
  report: Report,
): ReadonlyMap<string, ReadonlyMap<string, TeamRoute>> {
  return new Map(
    Object.entries(teams).map(([team, changes]) => [
      team,
      compileTeam(changes, written, pools, known, `teams.${team}`, report),
    ]),
  );
}
