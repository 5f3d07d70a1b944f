/** What there is to tell of the outbox and of costs that nobody knows, and what looking costs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findOutboxAlert, lookAndRaise } from '../../src/alerts/look.ts';
import { createAdmissionNotice } from '../../src/alerts/notice-admission.ts';
import type { Alert, AlertDesk } from '../../src/core/alert.ts';
import { keys } from '../../src/ledger/keys.ts';
import type { OutboxState } from '../../src/ledger/outbox-object.ts';
import { parseScope } from '../../src/ledger/state-codec.ts';
import { makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { FakeHashes } from '../support/world/scripts.ts';

const minuteMs = 60_000;
const bounds = { notes: 100, ageMs: 5 * minuteMs };
const settings = { webhooks: [], budgetPercents: [50, 80, 100], outbox: bounds };

describe('the outbox', () => {
  const told = (depth: number, minutes: number | null) => {
    const oldestAtMs = minutes === null ? null : someMs - minutes * minuteMs;
    const { alerts, over } = findOutboxAlert({ depth, oldestAtMs }, bounds, someMs);
    return alerts.length > 0 ? 'told' : over.length > 0 ? 'over' : 'as it was';
  };

  test.each([
    [0, null, 'over'],
    [1, 0, 'over'],
    [49, 2, 'over'],
    [50, 0, 'as it was'],
    [1, 3, 'as it was'],
    [99, 4, 'as it was'],
    [100, 0, 'told'],
    [1, 5, 'told'],
  ])('%d notes, the oldest for %s minutes: %s', (depth, minutes, word) =>
    expect(told(depth, minutes)).toBe(word),
  );
});

class Desk implements AlertDesk {
  readonly raised: (readonly [keys: readonly string[], over: readonly string[]])[] = [];
  isAway = false;

  async raise(alerts: readonly Alert[], over: readonly string[] = []): Promise<void> {
    this.raised.push([alerts.map(({ key }) => key), over]);
    if (this.isAway) throw new Error('no object');
  }

  async state(): Promise<never> {
    throw new Error('nobody asks');
  }
}

let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const full = async (): Promise<OutboxState> => ({ depth: 100, oldestAtMs: someMs });

async function lookOnce(changes: Partial<Parameters<typeof lookAndRaise>[0]> = {}) {
  const desk = new Desk();
  const ports = {
    settings,
    store: bench.store,
    outboxState: null,
    timeZone: 'UTC',
    now: bench.now,
    ...changes,
  };
  await lookAndRaise(ports, desk);
  return desk.raised[0];
}

describe('the cron', () => {
  test('finds what is unpriced in this hour and the one before, once a day for each model', async () => {
    await bench.book([
      { model: 'mystery', cost: null },
      { model: 'secret', cost: null, startedAtMs: someMs - 60 * minuteMs },
      { model: 'old', cost: null, startedAtMs: someMs - 120 * minuteMs },
      {},
    ]);
    expect((await lookOnce())?.[0].toSorted()).toEqual(['unpriced:mystery', 'unpriced:secret']);
    expect((await lookOnce({ now: () => someMs + minuteMs }))?.[0]).toEqual([]);
  });

  test('costs two commands a minute, and two more every five', async () => {
    const budgets = [{ window: 'day', limit_usd: 5 }];
    const limits = { object: 'limits', scope: 'team', id: 'care', budgets };
    await bench.store.writeField(keys.limits, 'team:care', JSON.stringify(limits));
    const costs: number[] = [];
    for (let minute = 0; minute < 6; minute++) {
      const before = bench.store.billedCommands();
      await lookOnce({ now: () => someMs + minute * minuteMs });
      costs.push(bench.store.billedCommands() - before);
    }
    expect(costs).toEqual([4, 2, 2, 2, 2, 4]);
  });

  test('tells of what piles up while the store is away', async () => {
    const store = new FakeHashes();
    store.isAway = true;
    expect(await lookOnce({ store, outboxState: full })).toEqual([['outbox'], []]);
  });

  test('says nothing of an outbox that is out of reach', async () => {
    const outboxState = () => Promise.reject(new Error('no object'));
    expect(await lookOnce({ outboxState })).toEqual([[], []]);
  });
});

test('an isolate raises what an admission shows once, and again where the desk was out of reach', async () => {
  const desk = new Desk();
  const notice = createAdmissionNotice(settings, desk);
  const budget = makeBudget({ limitNanoUsd: 1000 });
  const ask = {
    requestId: someId(1),
    scopes: [makeScope({ budgets: [budget] })],
    reserveNanoUsd: 1,
    reserveTokens: 1,
    leaseMs: 1,
    posture: 'open' as const,
    template: makeRow(),
  };
  const decision = { status: 'refused' as const, refusals: ['1m1'], scopes: [parseScope('')] };
  const see = async () => {
    const waiting: Promise<unknown>[] = [];
    notice({ ask, decision, atMs: someMs }, (work) => void waiting.push(work));
    await Promise.all(waiting);
  };
  desk.isAway = true;
  await see();
  desk.isAway = false;
  for (let time = 0; time < 3; time++) await see();
  expect(desk.raised).toHaveLength(2);
});
