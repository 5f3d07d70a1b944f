/** CPU of the planner in workerd: 20 routes, 30 targets, an objective; judging and counting tokens not included. */
import { bundleWorker } from './bundle.ts';
import { measureWork } from './measure-work.ts';
import { prepareWorker } from './workerd.ts';

/** `folder` takes the bundle and workerd's configuration. */
export async function measurePlan(folder: string): Promise<{ readonly planUs: number }> {
  const modules = bundleWorker(`${folder}/plan`, { config: 'bench/plan-worker.toml' });
  const worker = await prepareWorker({
    name: 'plan',
    modules,
    bindings: {},
    hasObjects: false,
    folder,
  }).start();
  const planUs = await measureWork(worker, 'plan');
  worker.stop();
  return { planUs };
}
