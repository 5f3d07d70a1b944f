/** What there is to tell of the outbox and of costs that nobody knows, and what looking costs. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findOutboxAlert } from '../../src/alerts/look.ts';
import { createAdmissionNotice } from '../../src/alerts/notice-admission.ts';
import { lookAndRaise } from '../../src/alerts/raise-alerts.ts';
import type { OutboxState } from '../../src/ledger/outbox-object.ts';
import { parseScope } from '../../src/ledger/state-codec.ts';
import { makeBudget, makeRow, makeScope, someId, someMs } from '../support/ledger/make-row.ts';
import { openUsageBench, type UsageBench } from '../support/usage/usage-bench.ts';
import { FakeDesk, makeAlertSettings } from '../support/world/alerts.ts';
import { FakeHashes } from '../support/world/scripts.ts';

const minuteMs = 60_000;
const settings = makeAlertSettings({ outbox: { notes: 100, ageMs: 5 * minuteMs } });

describe('the outbox', () => {
  const told = (depth: number, minutes: number | null) => {
    const oldestAtMs = minutes === null ? null : someMs - minutes * minuteMs;
    const { alerts, over } = findOutboxAlert({ depth, oldestAtMs }, settings, someMs);
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

let bench: UsageBench;
beforeAll(async () => {
  bench = await openUsageBench();
});
afterAll(() => bench.close());
beforeEach(() => bench.clear());

const full = async (): Promise<OutboxState> => ({ depth: 100, oldestAtMs: someMs });

async function lookOnce(changes: Partial<Parameters<typeof lookAndRaise>[0]> = {}) {
  const desk = new FakeDesk();
  const ports = {
    settings,
    store: bench.store,
    usage: null,
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

  test('tells of what piles up while the store is away', async () => {
    const store = new FakeHashes();
    store.isAway = true;
    expect(await lookOnce({ store, outboxState: full })).toEqual([['outbox'], []]);
  });

  test('says nothing of an outbox that is out of reach', async () => {
    const outboxState = () => Promise.reject(new Error('no object'));
    const [told, over] = (await lookOnce({ outboxState })) ?? [];
    expect([told, over?.includes('outbox')]).toEqual([[], false]);
  });
});

test('an isolate raises what an admission shows once, and again where the desk was out of reach', async () => {
  const desk = new FakeDesk();
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
  const decision = {
    status: 'refused' as const,
    heldNanoUsd: 0,
    refusals: ['1m1'],
    scopes: [parseScope('')],
  };
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
