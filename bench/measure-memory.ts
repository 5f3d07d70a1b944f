/** Resident memory of the router's workerd over 100,000 requests: nine JSON answers to one stream, both lanes. */
import type { BundledModule } from './bundle.ts';
import { Load } from './load.ts';
import { chatJson, chatPassthrough, messagesToResponses } from './scenarios.ts';
import { asksOf, checkAnswers, setStage } from './stage.ts';
import { rssMiBOf } from './workerd.ts';

export type MemoryResult = {
  /** MiB at the start and after each 10,000 requests. */
  readonly rssMiB: readonly number[];
  /** From 20,000 requests, when caches and heap have settled, to the end. */
  readonly growthMiB: number;
};

const blocks = 10;
/** Requests per block. */
const mix = [
  { scenario: chatJson, count: 9000 },
  { scenario: chatPassthrough, count: 500 },
  { scenario: messagesToResponses, count: 500 },
];
const settledAfter = 2;

export async function measureMemory(
  folder: string,
  modules: readonly BundledModule[],
): Promise<MemoryResult> {
  const stage = await setStage(folder, modules);
  const load = new Load(8);
  const rssMiB = [rssMiBOf(stage.router.pid)];
  for (let block = 0; block < blocks; block++) {
    for (const { scenario, count } of mix) {
      const bytes = await checkAnswers(scenario, stage);
      const ask = asksOf(scenario, stage).router;
      await load.until((started) => started >= count, ask, bytes.router);
    }
    rssMiB.push(rssMiBOf(stage.router.pid));
  }
  load.close();
  stage.end();
  return { rssMiB, growthMiB: (rssMiB.at(-1) ?? Number.NaN) - (rssMiB[settledAfter] ?? Number.NaN) };
}
