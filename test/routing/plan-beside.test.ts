/** What the planner says of a hedge and a shadow: when they are on, and why not. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { Config } from '../../src/core/config.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { safeguardLevels } from '../../src/core/target.ts';
import { planRequest } from '../../src/routing/plan.ts';
import { anyDecision } from '../support/decisions/arbitrary-decision.ts';
import { makeConfig } from '../support/world/models.ts';
import { planOf } from '../support/world/plan.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

type RouteChange = Partial<ConfigInput['routes'][number]>;
type Planning = { body?: JsonObject; changes?: Parameters<typeof planOf>[3] };

function plan(route: RouteChange, { body = {}, changes }: Planning = {}) {
  const config = makeConfig({ routes: [{ name: 'auto', use: ['alpha', 'beta', 'gamma'], ...route }] });
  const { deps } = makeWorld(undefined, { config });
  const { request } = ask('openai-responses', { stream: true, ...body });
  return planOf(deps, request, 'openai-responses', changes);
}

const webSearch = { tools: [{ type: 'web_search' }] };

describe('a hedge', () => {
  const hedge = { afterMs: 3000 };

  test('is on where the route wants it', () => {
    expect(plan({ hedge }).hedge).toEqual({ kind: 'on', afterMs: 3000 });
    expect(plan({}).hedge).toBeNull();
  });

  test.each<[string, RouteChange, Planning, string]>([
    [
      'an answer that comes whole',
      {},
      { body: { stream: false } },
      'an answer that comes whole is silent until its end',
    ],
    ['one target', { use: ['alpha'] }, {}, 'there is no second target'],
    [
      'a conversation that a provider keeps',
      {},
      { changes: { boundTo: 'openai' } },
      'it is bound to what its provider keeps',
    ],
    [
      'a file that a provider keeps',
      { use: ['alpha', 'delta'] },
      { body: { input: [{ role: 'user', content: [{ type: 'input_file', file_id: 'file-1' }] }] } },
      'it is bound to what its provider keeps',
    ],
    [
      'a tool that the provider runs',
      { use: ['alpha', 'alpha@low'] },
      { body: webSearch },
      'a tool that the provider runs would run twice',
    ],
  ])('is off for %s', (_, route, planning, why) => {
    expect(plan({ hedge, ...route }, planning).hedge).toEqual({ kind: 'off', why });
  });

  test('is off where two calls may cost more than the route allows, or nobody knows', () => {
    const usd = (output: number) => [{ from: '2026-01-01', usd: { input: 1, output } }];
    const priced = (costUsd: number) => {
      const config = makeConfig({
        models: [
          { id: 'one', provider: 'openai', protocols: ['openai-responses'], prices: usd(10) },
          { id: 'two', provider: 'openai', protocols: ['openai-responses'], prices: usd(10) },
        ],
        routes: [{ name: 'auto', use: ['one', 'two'], hedge, limits: { costUsd } }],
      });
      const { deps } = makeWorld(undefined, { config });
      const { request } = ask('openai-responses', { stream: true, max_output_tokens: 1000 });
      return planOf(deps, request, 'openai-responses');
    };
    const { attempts, hedge: free } = priced(1);
    expect(free?.kind).toBe('on');
    const high = attempts[0]?.prediction?.cost?.highNanoUsd ?? Number.NaN;
    expect(priced((2 * high) / 1e9).hedge?.kind).toBe('on');
    expect(priced((2 * high - 1) / 1e9).hedge).toEqual({
      kind: 'off',
      why: 'two calls may cost more than the route allows',
    });
  });

  test('who names a model has none', () => {
    expect(plan({ hedge }, { body: { model: 'alpha' } }).hedge).toBeNull();
  });
});

describe('a shadow', () => {
  const shadow = { use: 'delta', share: 100 } as const;

  test('is on where the route wants it, and is no attempt', () => {
    const planned = plan({ shadow });
    expect(planned.shadow).toMatchObject({ kind: 'on', attempt: { target: { name: 'delta' } } });
    expect(planned.attempts.map(({ target }) => target.name)).toEqual(['alpha', 'beta', 'gamma']);
    expect(plan({}).shadow).toBeNull();
    expect(plan({ shadow }, { body: { model: 'alpha' } }).shadow).toBeNull();
  });

  test.each<[string, RouteChange, Planning, string]>([
    [
      'a conversation that a provider keeps',
      {},
      { changes: { boundTo: 'openai' } },
      'it is bound to what its provider keeps',
    ],
    [
      'a tool that the provider runs',
      {},
      { body: webSearch },
      'a tool that the provider runs would run twice',
    ],
    [
      'the target that serves',
      { shadow: { use: 'alpha', share: 100 } },
      {},
      'it is the first to be asked anyway',
    ],
    [
      'a model that has ended',
      { shadow: { use: 'gone', share: 100 } },
      {},
      'retired: gone ended on 2026-11-01',
    ],
    [
      'an open circuit',
      {},
      { changes: { isCircuitOpen: (name) => name === 'delta' } },
      'it failed too often of late',
    ],
  ])('is off for %s', (_, route, planning, why) => {
    expect(plan({ shadow, ...route }, planning).shadow).toMatchObject({ kind: 'off', why });
  });

  test('is never below the floor', () => {
    const config = makeConfig({
      models: [
        { id: 'safe', provider: 'openai', safeguards: 'strong' },
        { id: 'lax', provider: 'openai', safeguards: 'basic' },
      ],
      routes: [{ name: 'auto', use: ['safe'], floor: 'strong', shadow: { use: 'lax', share: 100 } }],
    });
    const { deps } = makeWorld(undefined, { config });
    const { shadow: planned } = planOf(deps, ask('openai-chat').request, 'openai-chat');
    expect(planned).toEqual({
      kind: 'off',
      target: 'lax',
      why: 'below-floor: its safeguards are basic; the floor is strong',
    });
  });

  test('gets its share of conversations, each of them always or never', () => {
    const names = Array.from({ length: 1000 }, (_, at) => `conversation ${at}`);
    const drawnAt = (share: number) => {
      const config = makeConfig({
        routes: [{ name: 'auto', use: ['alpha'], shadow: { use: 'delta', share } }],
      });
      const { deps } = makeWorld(undefined, { config });
      const { request } = ask('openai-chat');
      const isDrawn = (name: string) =>
        planOf(deps, request, 'openai-chat', { conversation: () => name }).shadow?.kind === 'on';
      return names.filter(isDrawn);
    };
    const five = drawnAt(5);
    expect(five).toHaveLength(44);
    expect(drawnAt(5)).toEqual(five);
    const fifty = new Set(drawnAt(50));
    expect(fifty.size).toBe(500);
    expect(five.filter((name) => !fifty.has(name))).toEqual([]);
    expect(drawnAt(100)).toEqual(names);
  });
});

/** The same routes, without what they call beside the target that answers. */
function withoutBeside(config: Config): Config {
  const routes = [...config.routes].map(
    ([name, route]) => [name, { ...route, hedge: null, shadow: null }] as const,
  );
  return { ...config, routes: new Map(routes) };
}

test('law: what is called beside changes no attempt, and no shadow is below the floor', {
  timeout: 30_000,
}, () => {
  fc.assert(
    fc.property(anyDecision, ({ input }) => {
      const planned = planRequest(input);
      const bare = planRequest({ ...input, config: withoutBeside(input.config) });
      expect(planned.ok).toBe(bare.ok);
      if (!planned.ok || !bare.ok) return;
      const { hedge: _, shadow, ...plan } = planned.value;
      const { hedge: __, shadow: ___, ...expected } = bare.value;
      expect(plan).toEqual(expected);
      if (shadow?.kind !== 'on') return;
      const { safeguards } = shadow.attempt.target.model;
      expect(safeguardLevels.indexOf(safeguards)).toBeGreaterThanOrEqual(safeguardLevels.indexOf(plan.floor));
      expect(plan.attempts[0]?.target.name).not.toBe(shadow.attempt.target.name);
    }),
    { numRuns: 100 },
  );
});
