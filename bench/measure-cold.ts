/** Cold start: from the start of the workerd process to the whole of its first JSON answer, upstream included. */
import type { BundledModule } from './bundle.ts';
import { benchKey, Load } from './load.ts';
import { chatJson } from './scenarios.ts';
import { asksOf, bareSetup, routerSetup, startUpstream } from './stage.ts';
import { median } from './statistics.ts';
import { prepareWorker } from './workerd.ts';

export type ColdResult = { readonly bareMs: number; readonly routerMs: number };

const starts = 5;

export async function measureCold(folder: string, modules: readonly BundledModule[]): Promise<ColdResult> {
  const upstream = await startUpstream({});
  const prepared = {
    bare: prepareWorker(bareSetup(folder, upstream.port)),
    router: prepareWorker(routerSetup(folder, upstream.port, modules)),
  };
  const startOnce = async (which: 'bare' | 'router'): Promise<number> => {
    const startedAt = performance.now();
    const worker = await prepared[which].start();
    const load = new Load(1);
    const { status } = await load.probe(
      asksOf(chatJson, { bare: worker, router: worker, keyOf: () => benchKey })[which],
    );
    const ms = performance.now() - startedAt;
    load.close();
    worker.stop();
    if (status !== 200) throw new Error(`cold start of ${which}: ${status}`);
    return ms;
  };
  const ms = { bare: [] as number[], router: [] as number[] };
  await startOnce('bare');
  await startOnce('router');
  for (let count = 0; count < starts; count++) {
    for (const which of ['bare', 'router'] as const) ms[which].push(await startOnce(which));
  }
  upstream.stop();
  return { bareMs: median(ms.bare), routerMs: median(ms.router) };
}
