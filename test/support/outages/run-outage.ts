/**
 * One outage: the real router before two simulators, of which one is the provider that fails; clients of all three
 * protocols, half of them streaming, a bounded number at a time. What each client got and what each provider was
 * called with; must not judge it.
 */
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import type { InvoiceLine } from '../../../src/dev/simulator/records.ts';
import { type Simulator, startSimulator } from '../../../src/dev/simulator/server.ts';
import { costOf, priceOf } from '../../../src/routing/price.ts';
import { textOf } from '../faults/answer-text.ts';
import { testKey } from '../start-router.ts';
import { terminalsIn } from '../world/serve.ts';
import { concurrency, leadIn, requests, type Scenario } from './scenarios.ts';
import type { Bundle } from './start-worker.ts';

/** `told`: an error, once, and nothing after it. `garbled`: neither that nor the whole answer. */
export type Outcome = 'whole' | 'told' | 'refused' | 'garbled';

export type Served = {
  /** Counted from 0, over lead-in and outage. */
  readonly request: number;
  readonly stream: boolean;
  readonly outcome: Outcome;
  /** As the router says. */
  readonly attempts: number;
  /** Which provider's answer or error it is; null where none answered. */
  readonly provider: string | null;
  /** From the request to the last byte. */
  readonly ms: number;
};

/** A call that reached a provider. */
export type ProviderCall = {
  readonly request: number;
  readonly provider: string;
  /** Null: the provider has no bill for it. */
  readonly costNanoUsd: number | null;
};

export type OutageRun = {
  readonly scenario: Scenario;
  readonly served: readonly Served[];
  readonly calls: readonly ProviderCall[];
  /** From the outage's begin to its last answer. */
  readonly outageMs: number;
};

/** The provider of the first target. */
export const failing = 'openai';

/**
 * Times of the simulator's models. Both come to about 0.3 s for this answer: what an outage adds is then the router's
 * doing, not that of a slower model.
 */
const paces = { failing: 0.4, others: 0.33 };

const said = 'one two three four five six seven eight nine ten eleven twelve';
const paths: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};
const callers = Object.keys(paths) as ProtocolId[];

function bodyOf(caller: ProtocolId, request: number, model: string, stream: boolean): string {
  const words = `[request ${request}] Say exactly: ${said}`;
  const messages = [{ role: 'user', content: words }];
  const asked = caller === 'openai-responses' ? { input: words } : { messages };
  const cap = caller === 'anthropic-messages' ? { max_tokens: 500 } : {};
  return JSON.stringify({ model, stream, ...asked, ...cap });
}

function outcomeOf(caller: ProtocolId, stream: boolean, status: number, text: string): Outcome {
  if (status !== 200) return /cyber_policy|policy_refused/.test(text) ? 'refused' : 'told';
  if (!stream) return textOf(caller, stream, text) === said ? 'whole' : 'garbled';
  const { signals, isLast } = terminalsIn(caller, text);
  if (signals.length !== 1 || !isLast) return 'garbled';
  if (signals[0] === 'error') return 'told';
  return textOf(caller, stream, text) === said ? 'whole' : 'garbled';
}

async function ask(url: string, request: number, { model, streams }: Scenario): Promise<Served> {
  const caller = callers[request % callers.length] ?? 'openai-chat';
  const stream = streams === 'all' || request % 2 === 0;
  const startedMs = performance.now();
  const response = await fetch(url + paths[caller], {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: bodyOf(caller, request, model, stream),
  });
  const text = await response.text();
  return {
    request,
    stream,
    outcome: outcomeOf(caller, stream, response.status, text),
    attempts: Number(response.headers.get('x-signalbox-attempts')),
    provider: response.headers.get('x-signalbox-provider'),
    ms: performance.now() - startedMs,
  };
}

/** Requests `from` up to `to`: each client asks again as soon as it has its answer. */
async function askMany(url: string, from: number, to: number, scenario: Scenario): Promise<Served[]> {
  const served: Served[] = [];
  let next = from;
  const client = async () => {
    while (next < to) {
      const request = next;
      next++;
      served.push(await ask(url, request, scenario));
    }
  };
  await Promise.all(Array.from({ length: concurrency }, client));
  return served;
}

function costOfLine(line: InvoiceLine): number | null {
  const model = catalogue.findModel(line.model);
  const price = model && priceOf(model, Date.now());
  if (!price) throw new Error(`no price of ${line.model}`);
  return costOf(price, {
    input: line.inputTokens,
    cachedInput: line.cacheReadTokens,
    cacheWrite5m: line.cacheWriteTokens,
    cacheWrite1h: 0,
    output: line.outputTokens,
  });
}

function callsOf(simulator: Simulator): ProviderCall[] {
  const lines = new Map(simulator.invoice().map((line) => [line.serial, line]));
  return simulator.requests().map(({ serial, text, provider }) => {
    const line = lines.get(serial);
    const request = Number(/\[request (\d+)\]/.exec(text)?.[1]);
    return { request, provider, costNanoUsd: line === undefined ? null : costOfLine(line) };
  });
}

async function begin({ outage }: Scenario, provider: Simulator): Promise<void> {
  if (outage === 'none') return;
  if (outage === 'down') await provider.stop();
  else for (const rule of outage) provider.setFault(rule);
}

export async function runOutage(scenario: Scenario, bundle: Bundle): Promise<OutageRun> {
  const [bad, good] = await Promise.all([
    startSimulator({ pace: paces.failing }),
    startSimulator({ pace: paces.others }),
  ]);
  const router = await bundle.start({
    OPENAI_API_KEY: 'simulated',
    OPENAI_BASE_URL: `${bad.url}/${failing}/v1`,
    ANTHROPIC_API_KEY: 'simulated',
    ANTHROPIC_BASE_URL: `${good.url}/anthropic`,
    GOOGLE_API_KEY: 'simulated',
    GOOGLE_BASE_URL: `${good.url}/google/v1beta/openai`,
  });
  try {
    const before = await askMany(router.url, 0, leadIn, scenario);
    await begin(scenario, bad);
    const startedMs = performance.now();
    const during = await askMany(router.url, leadIn, leadIn + requests, scenario);
    const outageMs = performance.now() - startedMs;
    await Promise.all([bad.settled(), good.settled()]);
    const calls = [...callsOf(bad), ...callsOf(good)];
    return { scenario, served: [...before, ...during], calls, outageMs };
  } finally {
    router.stop();
    await good.stop();
    if (scenario.outage !== 'down') await bad.stop();
  }
}
