/**
 * A store that is asked again where it is late: a seed makes thousands of calls, and each of them may be repeated, since
 * the ledger's scripts change nothing the second time. Rejects with the last StoreError.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { type ScriptStore, StoreError } from '../../ledger/store.ts';

const pausesMs = [100, 500, 2000, 5000];

async function patiently<T>(call: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await call();
    } catch (cause) {
      if (!(cause instanceof StoreError) || cause.isScript || cause.isQuota) throw cause;
    }
    await wait(pauseMs);
  }
  return call();
}

export function patientStore(store: ScriptStore): ScriptStore {
  return {
    run: (...call) => patiently(() => store.run(...call)),
    readFields: (...call) => patiently(() => store.readFields(...call)),
    readHash: (...call) => patiently(() => store.readHash(...call)),
    writeField: (...call) => patiently(() => store.writeField(...call)),
    readStream: (...call) => patiently(() => store.readStream(...call)),
  };
}
