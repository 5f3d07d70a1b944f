/** Everything a request needs from outside, made up: providers, clock, chance, ids, log. */
import type { LogEntry } from '../../../src/core/log-entry.ts';
import type { Deps } from '../../../src/deps.ts';
import { LearnedMemory } from '../../../src/ledger/learned-memory.ts';
import { ReceiptQueue } from '../../../src/ledger/receipt-queue.ts';
import { SessionMemory } from '../../../src/ledger/sessions.ts';
import { LookMemory } from '../../../src/second-look/memory.ts';
import { Health } from '../../../src/upstream/health.ts';
import { createOutbound } from '../../../src/upstream/outbound.ts';
import { RetryBudget } from '../../../src/upstream/retry-budget.ts';
import { judgeRequest } from './judge-request.ts';
import { FakeLedger } from './ledger.ts';
import { catalogue, makeConfig, today } from './models.ts';
import { guardKey, watch } from './private-words.ts';
import { type Answer, FakeProvider } from './provider.ts';

export const providerKey = 'PROVIDER-KEY';

export type World = {
  readonly deps: Deps;
  /** Where rows go, unless the world was made with another. */
  readonly ledger: FakeLedger;
  readonly provider: FakeProvider;
  /** Milliseconds since 1970; `sleep` moves it. */
  readonly clock: { ms: number };
  readonly slept: number[];
  readonly log: LogEntry[];
  /** Resolves when everything kept alive with `waitUntil` is done. */
  readonly settled: () => Promise<void>;
};

function queueOf({ store, config = makeConfig() }: Partial<Deps>, log: Deps['log']): ReceiptQueue | null {
  const days = config.receiptDays;
  if (!store || days === null) return null;
  return new ReceiptQueue({ store, days, now: Date.now, sleep: async () => undefined, log });
}

/** By default every provider has a key. */
export function makeWorld(answer?: Answer, changes: Partial<Deps> = {}): World {
  const provider = new FakeProvider(answer);
  const clock = { ms: today };
  const slept: number[] = [];
  const log: LogEntry[] = [];
  const waiting: Promise<unknown>[] = [];
  let ids = 0;
  const ledger = new FakeLedger();
  const deps: Deps = {
    config: makeConfig(),
    catalogue,
    judgeRequest,
    keyRing: () => [],
    storedKeys: null,
    pepper: null,
    scripts: null,
    usage: null,
    outboxState: null,
    telemetry: null,
    alerts: null,
    audit: null,
    adminToken: null,
    signIn: { tokens: () => [], sessionKey: null, attempts: new Map(), accessCheck: null, link: null },
    openAiWebhookSecret: null,
    canaries: () => [],
    outbound: createOutbound((name) => (name.endsWith('_API_KEY') ? providerKey : undefined), provider.send),
    health: new Health(),
    breakerNews: null,
    retryBudget: new RetryBudget(),
    lookMemory: new LookMemory(),
    sessions: new SessionMemory(),
    learning: new LearnedMemory(),
    store: null,
    limits: null,
    actors: null,
    ledger,
    receipts: queueOf(changes, (entry) => void log.push(entry)),
    now: () => clock.ms,
    random: () => 0.5,
    sleep: async (ms) => {
      slept.push(ms);
      clock.ms += ms;
    },
    newId: () => `id${String(++ids).padStart(22, '0')}`,
    waitUntil: (work) => void waiting.push(work),
    log: (entry) => void log.push(entry),
    deployment: null,
    release: '0.0.0',
    ...changes,
  };
  guardKey(providerKey);
  watch('the log', () => log);
  watch('the ledger', () => [ledger.settled, ledger.opened, ledger.asks]);
  const settled = async () => {
    while (waiting.length > 0) await waiting.shift();
  };
  return { deps, ledger, provider, clock, slept, log, settled };
}
