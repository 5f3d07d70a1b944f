/**
 * CPU of the classifier in workerd, for short and long requests of several kinds: microseconds, and as a ratio to
 * reading the same request from JSON, which survives a change of machine.
 */
import { type BundledModule, bundleWorker } from './bundle.ts';
import { kindNames, type SizeName, sizes } from './classify-requests.ts';
import { median } from './statistics.ts';
import { cpuMsOf, prepareWorker, type Worker } from './workerd.ts';

/** Of the kind that costs the most, and of each kind. */
export type ClassifyResult = {
  readonly judgeUs: number;
  readonly taskUs: number;
  readonly byKind: Readonly<
    Record<string, { judgeUs: number; taskUs: number; parseUs: number; toParse: number }>
  >;
};

const rounds = 5;
/** /proc counts in steps of 10 ms: a round must be far longer. */
const roundMs = 300;
const probeTimes = 500;

type Work = 'judge' | 'task' | 'parse' | 'nothing';

/** Microseconds of CPU that one time costs, the cost of asking taken off. */
async function measure(worker: Worker, work: Work, kind: string, size: SizeName): Promise<number> {
  const ask = async (which: Work, times: number): Promise<number> => {
    const before = cpuMsOf(worker.pid);
    const path = [which, kind, size, times].map((part) => encodeURIComponent(part)).join('/');
    const answer = await (await fetch(`http://127.0.0.1:${worker.port}/${path}`)).text();
    if (answer !== String(times)) throw new Error(`${which} of ${kind}, ${size}: ${answer}`);
    return cpuMsOf(worker.pid) - before;
  };
  await ask(work, probeTimes);
  const probed = Math.max(10, await ask(work, probeTimes));
  const times = Math.ceil((probeTimes * roundMs) / probed);
  const costs: number[] = [];
  for (let round = 0; round < rounds; round++)
    costs.push(((await ask(work, times)) - (await ask('nothing', times))) / times);
  return 1000 * median(costs);
}

/** `folder` takes the bundle and workerd's configuration. */
export async function measureClassify(folder: string): Promise<Record<SizeName, ClassifyResult>> {
  const modules: readonly BundledModule[] = bundleWorker(`${folder}/classify`, 'bench/classify-worker.toml');
  const setup = { name: 'classify', modules, bindings: {}, hasObjects: false, folder };
  const worker = await prepareWorker(setup).start();
  const results: Partial<Record<SizeName, ClassifyResult>> = {};
  for (const size of Object.keys(sizes) as SizeName[]) {
    const byKind: Record<string, ClassifyResult['byKind'][string]> = {};
    for (const kind of kindNames) {
      const judgeUs = await measure(worker, 'judge', kind, size);
      const taskUs = await measure(worker, 'task', kind, size);
      const parseUs = await measure(worker, 'parse', kind, size);
      byKind[kind] = { judgeUs, taskUs, parseUs, toParse: judgeUs / parseUs };
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
