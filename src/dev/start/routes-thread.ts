/**
 * Runs in a thread of its own: imports a routes file, compiles it and posts the result. A fresh thread has a fresh
 * module cache, so that a changed file, or a changed source behind it, is read anew. `read-routes.ts` starts it.
 */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { catalogue } from '../../catalogue/catalogue.ts';
import { compileConfig } from '../../config/compile-config.ts';
import type { RoutesReport } from './read-routes.ts';

async function report(file: string): Promise<RoutesReport> {
  const module: { default?: unknown } = await import(pathToFileURL(file).href);
  const compiled = compileConfig(module.default, catalogue, Date.now());
  if (!compiled.ok) return { kind: 'problems', problems: compiled.problems };
  const { version, ledger, routes, providers } = compiled.config;
  return {
    kind: 'ok',
    version,
    timeZone: ledger.timeZone,
    routes: [...routes.keys()],
    providers: [...providers.values()].map(({ id, env, baseUrl }) => ({ id, env, baseUrl })),
    warnings: compiled.warnings(),
  };
}

parentPort?.postMessage(await report(String(workerData)));
