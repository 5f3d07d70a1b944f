/** The stage for safeguards: the router twice, once asked for routes that look inside and once for the same without. */
import { bundleWorker } from './bundle.ts';
import { benchKey } from './load.ts';
import { routerSetup, type Stage, startUpstream } from './stage.ts';
import { prepareWorker } from './workerd.ts';

export async function setGuardedStage(folder: string): Promise<Stage> {
  const modules = bundleWorker(`${folder}/guarded`, { routes: 'bench/guarded-routes.ts' });
  const upstream = await startUpstream({});
  const setup = routerSetup(folder, upstream.port, modules);
  const bindings = { ...setup.bindings, SIGNALBOX_CANARIES: 'heron-7f3a91c2\nkestrel-90b1ce44' };
  const bare = await prepareWorker({ ...setup, bindings, name: 'plain' }).start();
  const router = await prepareWorker({ ...setup, bindings, name: 'guarded' }).start();
  const end = () => {
    for (const process of [bare, router, upstream]) process.stop();
  };
  return { bare, router, keyOf: () => benchKey, end };
}
