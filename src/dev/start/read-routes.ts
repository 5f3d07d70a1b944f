/**
 * Reads and checks a routes file before any server starts and before any reload, and prints what is wrong with it
 * for the person who wrote it.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Problem } from '../../config/problem.ts';
import type { ProviderFacts } from './providers.ts';
import { type Style, wrap } from './style.ts';

export type CheckedRoutes = {
  readonly kind: 'ok';
  readonly version: string;
  /** IANA zone of the days that usage is reported in. */
  readonly timeZone: string;
  /** Names of the routes, in their order. */
  readonly routes: readonly string[];
  readonly providers: readonly ProviderFacts[];
  readonly warnings: readonly Problem[];
};

export type RoutesReport =
  | CheckedRoutes
  | { readonly kind: 'problems'; readonly problems: readonly Problem[] };

export type ReadRoutes =
  | RoutesReport
  | { readonly kind: 'missing' }
  /** The file cannot be run; `message` has one or more lines. */
  | { readonly kind: 'unreadable'; readonly message: string };

/** `file` is absolute. */
export async function readRoutes(file: string): Promise<ReadRoutes> {
  if (!existsSync(file)) return { kind: 'missing' };
  const thread = new Worker(join(import.meta.dirname, 'routes-thread.ts'), { workerData: file });
  try {
    return await new Promise((resolve) => {
      thread.once('message', (report: RoutesReport) => resolve(report));
      thread.once('error', (error) => resolve({ kind: 'unreadable', message: explain(error) }));
      thread.once('exit', () =>
        resolve({ kind: 'unreadable', message: 'It ended, or never ended, while it was read.' }),
      );
    });
  } finally {
    await thread.terminate();
  }
}

/** What Node says, with the place in the file, without the frames inside Node and this program. */
function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const lines = (error.stack ?? error.message).split('\n');
  return lines
    .filter((line) => !/^\s+at /.test(line) || (line.includes('file://') && !line.includes('routes-thread')))
    .join('\n')
    .replaceAll('file://', '')
    .replace(/ \[ERR_[A-Z_]+\]/, '');
}

/** Each problem as its path, what is wrong, and what to do. */
export function problemLines(problems: readonly Problem[], style: Style): string[] {
  return problems.flatMap(({ path, what, fix }) => [
    `  ${style.strong(path === '' ? '(the default export)' : path)}`,
    ...wrap(what, style.columns, '    '),
    ...wrap(fix, style.columns, '    ').map(style.faint),
  ]);
}
