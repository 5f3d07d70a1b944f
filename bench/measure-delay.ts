/**
 * Delay of every event of a paced stream, from the upstream's sending to the client's reading, and the time to the
 * first text, for the bare proxy and the router by turns. Both ends read the same clock (CLOCK_MONOTONIC).
 */
import { Agent } from 'node:http';
import type { BundledModule } from './bundle.ts';
import { type Ask, send } from './load.ts';
import { chatPassthrough, messagesToResponses, type Scenario } from './scenarios.ts';
import { asksOf, checkAnswers, type Stage, setStage } from './stage.ts';
import { quantile } from './statistics.ts';

type Delays = {
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly firstTextP50Ms: number;
  readonly firstTextP99Ms: number;
};
export type DelayResult = { readonly bare: Delays; readonly router: Delays; readonly events: number };

const paced = [chatPassthrough, messagesToResponses] as const;

const paceMs = 20;
const eventCount = 100;
const streams = 10;
const rounds = 5;

type Sample = { readonly delaysMs: number[]; readonly firstTextMs: number[] };

const stamp = /@(\d{6,})@/g;

async function readStream(ask: Ask, agent: Agent, sample: Sample): Promise<void> {
  const startedAt = process.hrtime.bigint();
  const delaysMs: number[] = [];
  const answer = await send(ask, agent);
  let rest = '';
  for await (const part of answer) {
    const now = process.hrtime.bigint();
    rest += (part as Buffer).toString('latin1');
    let end = 0;
    for (const match of rest.matchAll(stamp)) {
      if (delaysMs.length === 0) sample.firstTextMs.push(Number(now - startedAt) / 1e6);
      delaysMs.push(Number(now - BigInt(match[1] ?? 0)) / 1e6);
      end = match.index + match[0].length;
    }
    rest = rest.slice(end).slice(-64);
  }
  // The commit point holds the first events back on purpose: they count as time to first text.
  sample.delaysMs.push(...delaysMs.slice(1));
}

function summarize({ delaysMs, firstTextMs }: Sample): Delays {
  return {
    p50Ms: quantile(delaysMs, 0.5),
    p99Ms: quantile(delaysMs, 0.99),
    firstTextP50Ms: quantile(firstTextMs, 0.5),
    firstTextP99Ms: quantile(firstTextMs, 0.99),
  };
}

async function measureOne(scenario: Scenario, stage: Stage): Promise<DelayResult> {
  await checkAnswers(scenario, stage);
  const asks = asksOf(scenario, stage);
  const agent = new Agent({ keepAlive: true });
  const samples = { bare: emptySample(), router: emptySample() };
  for (let round = 0; round < rounds; round++) {
    for (const which of ['bare', 'router'] as const) {
      const all = Array.from({ length: streams }, () => readStream(asks[which], agent, samples[which]));
      await Promise.all(all);
    }
  }
  agent.destroy();
  return {
    bare: summarize(samples.bare),
    router: summarize(samples.router),
    events: samples.router.delaysMs.length,
  };
}

function emptySample(): Sample {
  return { delaysMs: [], firstTextMs: [] };
}

export async function measureDelay(
  folder: string,
  modules: readonly BundledModule[],
): Promise<Record<string, DelayResult>> {
  const stage = await setStage(folder, modules, { paceMs, events: eventCount });
  const results: Record<string, DelayResult> = {};
  for (const scenario of paced) results[scenario.name] = await measureOne(scenario, stage);
  stage.end();
  return results;
}
