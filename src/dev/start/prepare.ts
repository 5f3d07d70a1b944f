/**
 * Reads everything a start or a reload depends on: `.dev.vars`, the settings, the routes file. Starts nothing;
 * what is wrong comes out as one message for the person.
 */
import { join, relative } from 'node:path';
import { type ReadVariable, readDevVars, type Variables, variableReader } from '../dev-vars.ts';
import { givenStore, type StoreAddress, workerBindings } from './bindings.ts';
import { readSettings, type Settings } from './options.ts';
import { type CheckedRoutes, problemLines, type ReadRoutes, readRoutes } from './read-routes.ts';
import { StartProblem } from './start-problem.ts';
import type { Style } from './style.ts';

export type Prepared = {
  readonly settings: Settings;
  readonly routes: CheckedRoutes;
  readonly read: ReadVariable;
  /** The database of the variables, or null for a local one. */
  readonly store: StoreAddress | null;
  /** Variables of the Worker, given where the two servers are and what signs in to the dashboard. */
  bindings(simulatorUrl: string, store: StoreAddress, signIn: string): Variables;
};

/** A path as the person would write it, where that is shorter. */
export function shortPath(file: string): string {
  const short = relative(process.cwd(), file);
  return short === '' || short.length > file.length ? file : short;
}

/** Throws StartProblem. `root` is the repository, `routesFile` absolute. */
export async function prepare(root: string, routesFile: string, style: Style): Promise<Prepared> {
  const environment = process.env;
  const devVars = readDevVars(join(root, '.dev.vars'));
  const read = variableReader(environment, devVars);
  const settings = readSettings(read, root);
  if (settings.kind === 'wrong') throw new StartProblem(settings.message);
  const given = givenStore(read);
  if (given.kind === 'wrong') throw new StartProblem(given.message);
  const routes = await readRoutes(routesFile);
  if (routes.kind !== 'ok') throw new StartProblem(routesMessage(shortPath(routesFile), routes, style));
  const { devKey } = settings.settings;
  const { providers } = routes;
  const isLocalStore = given.kind === 'none';
  return {
    settings: settings.settings,
    routes,
    read,
    store: given.kind === 'given' ? given.store : null,
    bindings: (simulatorUrl, store, signIn) =>
      workerBindings({
        devVars,
        environment,
        read,
        providers,
        simulatorUrl,
        store,
        devKey,
        signIn,
        isLocalStore,
      }),
  };
}

function routesMessage(file: string, routes: Exclude<ReadRoutes, CheckedRoutes>, style: Style): string {
  if (routes.kind === 'missing') return `There is no file ${file}.`;
  if (routes.kind === 'unreadable') return `${file} cannot be read:\n\n${routes.message}`;
  const count = routes.problems.length === 1 ? 'one problem' : `${routes.problems.length} problems`;
  return [`${file} has ${count}:`, '', ...problemLines(routes.problems, style)].join('\n');
}
