/** Demo traffic: what the store says of it is what its rows add up to, it is the same each time, and has its incidents. */
import { describe, expect, test } from 'vitest';
import { createWindowReader } from '../../src/core/budget-window.ts';
import { isWithin, outage, runaway } from '../../src/dev/seed/incidents.ts';
import { playAll } from '../../src/dev/seed/seed.ts';
import { parseActor } from '../../src/ledger/actor-codec.ts';
import { currentStandings, readBudgets } from '../../src/ledger/budget-standings.ts';
import { costOf } from '../../src/ledger/counters.ts';
import { keys } from '../../src/ledger/keys.ts';
import { queryUsage, type UsageDimension } from '../../src/ledger/query-usage.ts';
import { recentRows } from '../../src/ledger/read-usage.ts';
import { createUsageReader } from '../../src/ledger/usage-reader.ts';
import { openSeededStore, seededEndMs } from '../support/seeded-store.ts';

const week = await openSeededStore({ days: 7, scale: 0.4 });

async function readBy(dimension: UsageDimension, { store, timeZone, now, startMs, endMs }: typeof week) {
  const read = createUsageReader({ store, timeZone, now });
  const { slices } = await read({ fromMs: startMs, toMs: endMs, byHour: false });
  const { groups } = queryUsage(slices, { by: [dimension], filter: {}, teams: 'all' });
  return Object.fromEntries(
    groups.map(({ names, counters }) => [
      names[0] ?? '',
      {
        attempts: counters.attempts,
        requests: counters.requests,
        succeeded: counters.succeeded,
        nanoUsd: costOf(counters),
        estimatedNanoUsd: counters.costEstimated,
        unpriced: counters.unpriced,
        estimated: counters.estimated,
        fallbacks: counters.fallbacks,
        inputTokens: counters.inputTokens,
        outputTokens: counters.outputTokens,
      },
    ]),
  );
}

describe('the store', () => {
  const names = {
    route: ({ route }) => route,
    team: ({ team }) => team,
    model: ({ model }) => model,
    task: ({ task }) => task ?? '',
    day: week.dayOf,
  } as const satisfies Partial<Record<UsageDimension, Parameters<typeof week.by>[0]>>;

  test.each(Object.keys(names) as (keyof typeof names)[])('adds up by %s', async (dimension) => {
    const counted = await readBy(dimension, week);
    const truth = week.by(names[dimension]);
    expect(Object.keys(counted).sort()).toEqual([...truth.keys()].sort());
    for (const [name, sums] of truth) expect(sums).toMatchObject(counted[name] ?? {});
  });

  test('has every row once, in flushes of demo rows alone', async () => {
    const found = await recentRows(10_000, week);
    expect(found).toHaveLength(week.rows.length);
    expect(new Set(found.map(({ row }) => `${row.requestId}.${row.attempt}`)).size).toBe(found.length);
    expect(found.filter(({ row }) => !row.team.startsWith('demo-'))).toEqual([]);
  });
});

describe('budgets', () => {
  const standings = async () => {
    const { scopes } = await readBudgets(week.store);
    const windowOf = createWindowReader();
    return scopes.flatMap((scope) => currentStandings(scope, scope.state, week.endMs, windowOf));
  };

  test('have spent what the rows of their teams cost this month', async () => {
    const byTeam = week.by(({ team }) => team);
    expect(week.rows.some(({ role }) => role === 'shadow')).toBe(true);
    const months = (await standings()).filter(({ budget }) => budget.window === 'month');
    expect(months).toHaveLength(6);
    for (const { id, spentNanoUsd } of months) expect(spentNanoUsd).toBe(byTeam.get(id)?.nanoUsd ?? 0);
  });

  test('one is over, one is near its limit, others are not', async () => {
    const shares = (await standings()).map(
      ({ spentNanoUsd, budget }) => spentNanoUsd / (budget.limitNanoUsd ?? 0),
    );
    expect(shares.filter((share) => share > 1)).toHaveLength(1);
    expect(shares.filter((share) => share > 0.8 && share <= 1)).toHaveLength(1);
    expect(shares.filter((share) => share < 0.8).length).toBeGreaterThan(4);
  });
});

test('end users are held to account for what was refused, one of them suspended', async () => {
  const known = [...(await week.store.readHash(keys.actors)).values()].map(parseActor);
  expect(known.filter((actor) => actor?.imposed?.level === 'suspended')).toHaveLength(1);
  const ids = (await week.store.send('KEYS', keys.actor('*'))) as string[];
  expect(ids.length).toBeGreaterThan(0);
  const users = new Set(week.rows.map(({ endUser }) => endUser));
  for (const id of ids) expect(users).toContain(id.slice(keys.actor('').length));
});

describe('the same seed and end', () => {
  const few = { days: 2, endMs: seededEndMs, scale: 0.2 };

  test('give the same requests, another seed others', () => {
    expect([...playAll(few)]).toEqual([...playAll(few)]);
    expect([...playAll(few)]).not.toEqual([...playAll({ ...few, seed: 'other' })]);
  });
});

describe('what has happened', () => {
  const during = (span: Parameters<typeof isWithin>[0]) =>
    week.rows.filter(({ startedAtMs }) => isWithin(span, startedAtMs, week.endMs));

  test('a provider that was down leaves errors and fallbacks', () => {
    const rows = during(outage);
    const failed = rows.filter(
      ({ provider, errorCode }) => provider === outage.provider && errorCode !== null,
    );
    const calls = rows.filter(({ provider }) => provider === outage.provider);
    expect(failed.length / calls.length).toBeGreaterThan(0.7);
    expect(rows.some(({ role, provider }) => role === 'fallback' && provider !== outage.provider)).toBe(true);
  });

  test('an agent out of hand costs its team more in five hours than on any other day', () => {
    const costOfDay = (rows: typeof week.rows) =>
      rows.reduce((sum, { team, cost }) => sum + (team === runaway.team ? (cost?.input ?? 0) : 0), 0);
    const ordinary = week.rows.filter((row) => !during(runaway).includes(row));
    const days = Map.groupBy(ordinary, week.dayOf).values();
    expect(costOfDay(during(runaway))).toBeGreaterThan(Math.max(...[...days].map(costOfDay)));
  });

  test('a canary sends a share of one route to GPT-5.5 Pro for some hours', () => {
    const canary = week.rows.filter(({ arm, model }) => arm === 'canary' && model === 'gpt-5.5-pro');
    expect(canary.length).toBeGreaterThan(0);
    expect(new Set(canary.map(({ route }) => route))).toEqual(new Set(['everyday']));
    expect(new Set(canary.map(week.dayOf)).size).toBe(1);
  });

  test('a launch, a contract and a model without a price change what two months look like', () => {
    const rows = [...playAll({ days: 60, endMs: seededEndMs })].flatMap((played) =>
      played.kind === 'over' ? played.rows : [played.template],
    );
    expect(rows.length).toBeGreaterThan(20_000);
    expect(rows.length).toBeLessThan(60_000);
    expect(new Set(rows.map(({ team }) => team)).size).toBe(6);
    expect(new Set(rows.map(({ route }) => route)).size).toBe(9);
    expect(new Set(rows.map(({ configVersion }) => configVersion)).size).toBe(6);
    const unpriced = rows.filter(({ cost }) => cost === null);
    expect(new Set(unpriced.map(({ model }) => model))).toEqual(new Set(['house-qwen']));
    const discounted = rows.filter(({ cost, listNanoUsd, provider }) => {
      const paid = cost ? cost.input + cost.cacheRead + cost.cacheWrite + cost.output + cost.tools : 0;
      return provider === 'anthropic' && listNanoUsd !== null && paid < listNanoUsd;
    });
    expect(discounted.length).toBeGreaterThan(100);
    const launched = rows.filter(({ app }) => app === 'shop-assistant').map(({ startedAtMs }) => startedAtMs);
    expect(Math.min(...launched)).toBeGreaterThan(seededEndMs - 31 * 86_400_000);
    const estimated = rows.filter(({ usageSource }) => usageSource === 'estimated').length / rows.length;
    expect(estimated).toBeGreaterThan(0.002);
    expect(estimated).toBeLessThan(0.01);
    expect(new Set(rows.map(({ role }) => role))).toEqual(
      new Set(['first', 'retry', 'fallback', 'hedge', 'shadow']),
    );
  });
});
