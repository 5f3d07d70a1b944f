/**
 * CPU of the classifier in workerd, for short and long requests of several kinds: microseconds, and as a ratio to one
 * plain walk over a request of 2 KB, which survives a change of machine.
 */
import { bundleWorker } from './bundle.ts';
import { kindNames, type SizeName, sizes } from './classify-requests.ts';
import { measureWork } from './measure-work.ts';
import { prepareWorker } from './workerd.ts';

/** Of the kind that costs the most, and of each kind. */
export type ClassifyResult = {
  readonly judgeUs: number;
  readonly taskUs: number;
  /** `walks`: as many walks over a request of 2 KB, each of which hashes every character, take as long. */
  readonly byKind: Readonly<Record<string, { judgeUs: number; taskUs: number; walks: number }>>;
};

/** `folder` takes the bundle and workerd's configuration. */
export async function measureClassify(folder: string): Promise<Record<SizeName, ClassifyResult>> {
  const modules = bundleWorker(`${folder}/classify`, { config: 'bench/classify-worker.toml' });
  const setup = { name: 'classify', modules, bindings: {}, hasObjects: false, folder };
  const worker = await prepareWorker(setup).start();
  const walkUs = await measureWork(worker, 'walk', ['English', '2 KB']);
  const results: Partial<Record<SizeName, ClassifyResult>> = {};
  for (const size of Object.keys(sizes) as SizeName[]) {
    const byKind: Record<string, ClassifyResult['byKind'][string]> = {};
    for (const kind of kindNames) {
      const judgeUs = await measureWork(worker, 'judge', [kind, size]);
      const taskUs = await measureWork(worker, 'task', [kind, size]);
      byKind[kind] = { judgeUs, taskUs, walks: judgeUs / walkUs };
    }
    const all = Object.values(byKind);
    results[size] = {
      judgeUs: Math.max(...all.map(({ judgeUs }) => judgeUs)),
      taskUs: Math.max(...all.map(({ taskUs }) => taskUs)),
      byKind,
    };
  }
  worker.stop();
  return results as Record<SizeName, ClassifyResult>;
}
