/** Microseconds of CPU that one piece of work costs in a Worker that does it as often as it is asked: `/WORK/.../TIMES`. */
import { median } from './statistics.ts';
import { cpuMsOf, type Worker } from './workerd.ts';

const rounds = 5;
/** /proc counts in steps of 10 ms: a round must be far longer. */
const roundMs = 300;
const probeTimes = 500;

/** `nothing` is what asking costs: the Worker knows it beside `work`, and it is taken off. */
export async function measureWork(
  worker: Worker,
  work: string,
  about: readonly string[] = [],
): Promise<number> {
  const ask = async (which: string, times: number): Promise<number> => {
    const before = cpuMsOf(worker.pid);
    const path = [which, ...about, times].map((part) => encodeURIComponent(part)).join('/');
    const answer = await (await fetch(`http://127.0.0.1:${worker.port}/${path}`)).text();
    if (answer !== String(times)) throw new Error(`${which} of ${about.join(', ')}: ${answer}`);
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
