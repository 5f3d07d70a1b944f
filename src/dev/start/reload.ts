/**
 * Reloads on change: the routes are checked first and the Worker is only replaced when they are good; whatever goes
 * wrong is printed, and the last good version keeps answering.
 */
import type { Variables } from '../dev-vars.ts';
import { warningRows } from './banner.ts';
import type { Prepared } from './prepare.ts';
import { printProblem, StartProblem } from './start-problem.ts';
import { styleFor } from './style.ts';
import { watchSources } from './watch.ts';
import type { RunningWorker } from './worker.ts';

export type Reloading = {
  /** Absolute paths that count besides the sources of the Worker. */
  readonly files: readonly string[];
  readonly worker: RunningWorker;
  readonly prepare: () => Promise<Prepared>;
  readonly bindings: (prepared: Prepared) => Variables;
};

/** Returns what ends it; a reload that is under way is waited for. */
export function keepReloading({ files, worker, prepare, bindings }: Reloading): () => Promise<void> {
  let running: Promise<void> | null = null;
  let isClosed = false;
  /** Names of files that changed since the last reload began. */
  const changed = new Set<string>();
  const watching = watchSources((names) => {
    for (const name of names) changed.add(name);
    running ??= reloadAll().finally(() => {
      running = null;
    });
  });
  const follow = () => watching.follow([...files, ...worker.sources()]);

  /** Changes that come in during a reload make another one. */
  async function reloadAll(): Promise<void> {
    while (changed.size > 0 && !isClosed) {
      const names = [...changed];
      changed.clear();
      await reload(names);
      if (!isClosed) follow();
    }
  }

  async function reload(names: readonly string[]): Promise<void> {
    const out = styleFor(process.stdout);
    try {
      const prepared = await prepare();
      const problem = await worker.reload(bindings(prepared));
      if (problem !== null) throw new StartProblem(problem);
      console.log(`${out.good('reloaded')} ${prepared.routes.version} ${out.faint(nameSome(names))}`);
      for (const line of warningRows(prepared.routes.warnings, out)) console.log(line);
    } catch (problem) {
      const errors = styleFor(process.stderr);
      printProblem(problem);
      console.error(errors.notable('not reloaded; the last good version keeps running'));
    }
  }

  follow();
  return async () => {
    isClosed = true;
    watching.close();
    await running;
  };
}

const namesShown = 3;

function nameSome(names: readonly string[]): string {
  const rest = names.length - namesShown;
  const shown = names.slice(0, namesShown).join(', ');
  return rest > 0 ? `(${shown} and ${rest} more)` : `(${shown})`;
}
