/** Routes and pools that nothing comes to: behind a route that takes everything, or all that they would take. Pure. */
import { type Check, type CheckedRoute, routesOf } from './check-input.ts';
import { implies } from './implies.ts';
import type { Problem } from './problem.ts';

function findCover(route: CheckedRoute, before: readonly CheckedRoute[]): Problem[] {
  const { when, name } = route.route;
  if (when === 'by-name') return [];
  const path = `${route.path}.when`;
  const all = before.find((one) => one.route.when === null);
  if (all !== undefined) {
    const what = `"${name}" never serves \`auto\`: "${all.route.name}" (${all.path}) before it serves whatever comes`;
    return [{ path, what, fix: `move it above "${all.route.name}", or write \`when: 'by-name'\`` }];
  }
  if (when === null) return [];
  const wider = before.find(
    (one) => one.route.when !== null && one.route.when !== 'by-name' && implies(when, one.route.when),
  );
  if (wider === undefined) return [];
  const what = `"${name}" never serves \`auto\`: whatever meets its condition meets that of "${wider.route.name}" (${wider.path}) before it`;
  return [{ path, what, fix: `move it above "${wider.route.name}", or narrow that one` }];
}

export const checkReach: Check = (input) => {
  const routes = routesOf(input).filter(({ team }) => team === null);
  return routes.flatMap((route, at) => findCover(route, routes.slice(0, at)));
};

export const checkPools: Check = ({ written }) => {
  const forms = Object.values(written.teams ?? {}).flatMap(({ routes }) => Object.values(routes));
  const used = new Set([...written.routes, ...forms].map((route) => route?.use));
  return Object.keys(written.pools ?? {})
    .filter((pool) => !used.has(pool))
    .map((pool) => ({
      path: `pools.${pool}`,
      what: 'no route uses this pool',
      fix: `remove it, or write \`use: '${pool}'\` in a route`,
    }));
};
