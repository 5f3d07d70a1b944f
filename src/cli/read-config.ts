/** A routes file, compiled, for subcommands that go by a configuration. Problems are the user's to mend, not a crash. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { catalogue } from '../catalogue/catalogue.ts';
import { compileConfig } from '../config/compile-config.ts';
import type { Problem } from '../config/problem.ts';
import type { Config } from '../core/config.ts';
import { UsageError } from './command.ts';
import { explainFile } from './explain-file.ts';

/** A problem as one line; what is wrong with the whole file has no path of its own. */
export function printProblem({ path, what, fix }: Problem): string {
  return `${path === '' ? 'the file' : path}: ${what}. ${fix}`;
}

/** `file`, or `routes.config.ts` of this folder, or of the package. */
export function routesFileOf(file: string | undefined): string {
  if (file !== undefined) return file;
  const here = 'routes.config.ts';
  return existsSync(here) ? here : fileURLToPath(import.meta.resolve('#routes'));
}

/** What the file exports, unchecked. */
export async function loadRoutes(file: string): Promise<unknown> {
  try {
    // What Node says of a module that is not there names no file that anybody wrote.
    readFileSync(file);
    const module: { default?: unknown } = await import(pathToFileURL(resolve(file)).href);
    return module.default;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${explainFile(error)}`);
  }
}

export async function readConfig(written: string | undefined): Promise<Config> {
  const file = routesFileOf(written);
  const compiled = compileConfig(await loadRoutes(file), catalogue, Date.now());
  if (compiled.ok) return compiled.config;
  const list = compiled.problems.map((problem) => `  ${printProblem(problem)}`);
  throw new UsageError(`${file} cannot be used:\n${list.join('\n')}`);
}
