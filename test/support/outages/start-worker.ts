/**
 * The Worker over the routes of the outages, bundled once and started in plain workerd as often as wanted: each time
 * with closed circuits, and with nothing between it and the clients. Linux only, as the benchmarks are.
 */
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker } from '../../../bench/bundle.ts';
import { prepareWorker } from '../../../bench/workerd.ts';
import { testKey } from '../start-router.ts';

export type Bundle = {
  /** `vars`: addresses and keys of the providers. */
  start(vars: Readonly<Record<string, string>>): Promise<{ readonly url: string; stop(): void }>;
  remove(): Promise<void>;
};

export async function bundleOutages(): Promise<Bundle> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-outages-'));
  const modules = bundleWorker(join(folder, 'worker'), { routes: 'test/support/outages.config.ts' });
  const keys = `test:${createHash('sha256').update(testKey).digest('hex')}`;
  return {
    async start(vars) {
      const bindings = { SIGNALBOX_API_KEYS: keys, ...vars };
      const worker = await prepareWorker({
        name: 'router',
        modules,
        bindings,
        hasObjects: true,
        folder,
      }).start();
      return { url: `http://127.0.0.1:${worker.port}`, stop: worker.stop };
    },
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
