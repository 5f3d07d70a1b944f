/** Other names for routes and models: each must lead somewhere, and at once. Pure. */
import { nearNames } from '../core/near-names.ts';
import { clientWishes } from '../core/objective.ts';
import { didYouMean, type Report } from './problem.ts';
import { type Known, readCandidate } from './read-candidate.ts';

const ownNames: readonly string[] = ['auto', ...Object.keys(clientWishes).map((wish) => `auto/${wish}`)];

function checkAlias(
  name: string,
  meant: string,
  routes: ReadonlySet<string>,
  known: Known,
  report: Report,
): void {
  const path = `aliases.${name}`;
  if (ownNames.includes(name) || routes.has(name))
    report(path, `"${name}" means something already`, 'choose another name');
  if (ownNames.includes(meant) || routes.has(meant)) return;
  if (meant.startsWith('route/') || meant.startsWith('auto/')) {
    const near = nearNames(meant, [...routes, ...ownNames], 3);
    report(path, `there is no "${meant}"`, didYouMean(near, `use one of ${[...routes].join(', ')}`));
  } else readCandidate(meant, known, path, report);
}

export function compileAliases(
  written: Readonly<Record<string, string>>,
  routeNames: readonly string[],
  known: Known,
  report: Report,
): ReadonlyMap<string, string> {
  const routes = new Set(routeNames.map((name) => `route/${name}`));
  for (const [name, meant] of Object.entries(written)) checkAlias(name, meant, routes, known, report);
  return new Map(Object.entries(written));
}
