/** CPU per request of the router against the bare proxy: interleaved rounds, the median of each round's ratio. */
import { Load } from './load.ts';
import type { Scenario } from './scenarios.ts';
import { asksOf, checkAnswers, type Stage } from './stage.ts';
import { median, quantile } from './statistics.ts';
import { cpuMsOf, type Worker } from './workerd.ts';

export type CpuResult = {
  readonly bareUs: number;
  readonly routerUs: number;
  readonly ratio: number;
  /** The middle half of the rounds' ratios lies between these. */
  readonly ratioLow: number;
  readonly ratioHigh: number;
};

const connections = 4;
const rounds = 15;
const roundMs = 500;
const warmUpMs = 1500;

export async function measureCpu(scenario: Scenario, stage: Stage): Promise<CpuResult> {
  const bytes = await checkAnswers(scenario, stage);
  const asks = asksOf(scenario, stage);
  const load = new Load(connections);
  const runFor = async (worker: Worker, which: 'bare' | 'router', ms: number): Promise<number> => {
    const endsAt = performance.now() + ms;
    const before = cpuMsOf(worker.pid);
    const served = await load.until(() => performance.now() >= endsAt, asks[which], bytes[which]);
    return ((cpuMsOf(worker.pid) - before) * 1000) / served;
  };
  await runFor(stage.bare, 'bare', warmUpMs);
  await runFor(stage.router, 'router', warmUpMs);
  const bareUs: number[] = [];
  const routerUs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    // Who goes first takes turns, so that drift of the machine hits both.
    if (round % 2 === 0) bareUs.push(await runFor(stage.bare, 'bare', roundMs));
    routerUs.push(await runFor(stage.router, 'router', roundMs));
    if (round % 2 === 1) bareUs.push(await runFor(stage.bare, 'bare', roundMs));
  }
  load.close();
  const ratios = routerUs.map((us, round) => us / (bareUs[round] ?? Number.NaN));
  return {
    bareUs: median(bareUs),
    routerUs: median(routerUs),
    ratio: median(ratios),
    ratioLow: quantile(ratios, 0.25),
    ratioHigh: quantile(ratios, 0.75),
  };
}
