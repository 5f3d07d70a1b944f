/** A routes file, compiled, for subcommands that go by a configuration. Problems are the user's to mend, not a crash. */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { catalogue } from '../catalogue/catalogue.ts';
import { compileConfig } from '../config/compile-config.ts';
import type { Config } from '../core/config.ts';
import { UsageError } from './command.ts';

async function load(file: string | undefined): Promise<unknown> {
  if (file === undefined) return (await import('#routes')).default;
  try {
    const module: { default?: unknown } = await import(pathToFileURL(resolve(file)).href);
    return module.default;
  } catch (error) {
    throw new UsageError(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Without `file` it is `routes.config.ts` of this package. */
export async function readConfig(file: string | undefined): Promise<Config> {
  const compiled = compileConfig(await load(file), catalogue, Date.now());
  if (compiled.ok) return compiled.config;
  const list = compiled.problems.map(({ path, what, fix }) => `  ${path}: ${what}. ${fix}`);
  throw new UsageError(`${file ?? 'routes.config.ts'} cannot be used:\n${list.join('\n')}`);
}
