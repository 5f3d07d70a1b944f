/** A route as one team has it, and names that stand for others. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { type Caller, callerNamed } from '../../src/core/caller.ts';
import type { Session } from '../../src/core/session.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { planFor, resolveRequest } from '../../src/routing/plan.ts';
import type { PlanInput } from '../../src/routing/plan-input.ts';
import { readTraits } from '../../src/routing/read-traits.ts';
import { isRouted } from '../../src/routing/resolve.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { planInput, planOf } from '../support/world/plan.ts';
import { makeRequest } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const models: NonNullable<ConfigInput['models']> = [
  { id: 'safe', provider: 'openai', safeguards: 'strong', data: { trains: false, retentionDays: 0 } },
  { id: 'plain', provider: 'openai', safeguards: 'basic' },
];

const shop: Caller = { ...callerNamed('till'), team: 'shop' };

const base: Pick<ConfigInput, 'routes' | 'teams' | 'aliases'> = {
  routes: [
    {
      name: 'auto',
      use: ['plain', 'safe'],
      fallback: ['alpha'],
      limits: { inputTokens: 1000, outputTokens: 500 },
      deadlines: { idleMs: 7000 },
      data: { retentionDaysAtMost: 30 },
      maxAttempts: 4,
    },
  ],
};

function decide(
  config: Partial<ConfigInput>,
  identity: Caller,
  changes: Partial<PlanInput> & { model?: string } = {},
) {
  const { model = 'auto', ...rest } = changes;
  const { deps } = makeWorld(undefined, { config: makeConfig({ models, ...config }) });
  const request = makeRequest({ model });
  const input = planInput(deps, request, 'openai-chat', { traits: readTraits(request), identity, ...rest });
  const resolved = resolveRequest(input);
  if (!resolved.ok) throw resolved.error;
  const planned = planFor(resolved.value, input);
  const targets = planned.ok ? planned.value.attempts.map(({ target }) => target.name) : [];
  return { resolution: resolved.value, targets, error: planned.ok ? null : planned.error };
}

describe('a team', () => {
  const withTeam = (changes: object) => ({
    routes: [{ name: 'auto', use: ['plain', 'safe'] }],
    teams: { shop: { routes: { auto: changes } } },
  });

  test('has its own targets, and nobody else has them', () => {
    const config = withTeam({ use: ['safe'] });
    expect(decide(config, shop)).toMatchObject({
      targets: ['safe'],
      resolution: { route: 'auto', team: { name: 'shop', differs: ['use'] } },
    });
    expect(decide(config, callerNamed('till'))).toMatchObject({
      targets: ['plain', 'safe'],
      resolution: { team: null },
    });
  });

  test('has them by the route’s name as well', () => {
    const config = withTeam({ use: ['safe'] });
    expect(decide(config, shop, { model: 'route/auto' }).targets).toEqual(['safe']);
  });

  test('raises the floor', () => {
    expect(decide(withTeam({ floor: 'strong' }), shop).targets).toEqual(['safe']);
  });

  test('keeps what it does not write, also parts of limits and deadlines', () => {
    const { resolution } = decide(
      {
        ...base,
        teams: {
          shop: {
            routes: {
              auto: {
                limits: { outputTokens: 50 },
                deadlines: { totalMs: 60_000 },
                data: { noTraining: true },
              },
            },
          },
        },
      },
      shop,
    );
    expect(resolution.policy).toMatchObject({
      limits: { inputTokens: 1000, outputTokens: 50 },
      deadlines: { idleMs: 7000, totalMs: 60_000 },
      data: { retentionDaysAtMost: 30, noTraining: true },
      maxAttempts: 4,
    });
    expect(resolution.fallback.map(({ name }) => name)).toEqual(['alpha']);
  });

  test('its split takes the place of the route’s canary', () => {
    const split = [
      { use: 'safe', share: 99.99 },
      { use: 'plain', share: 0.01 },
    ];
    const config = {
      routes: [{ name: 'auto', use: ['plain'], canary: { use: 'alpha', share: 99.99 } }],
      teams: { shop: { routes: { auto: { split } } } },
    };
    expect(decide(config, shop)).toMatchObject({
      targets: ['safe', 'plain'],
      resolution: { arm: { name: 'safe' } },
    });
    expect(decide(config, callerNamed('till')).targets).toEqual(['alpha', 'plain']);
  });

  test('changes the version of the configuration', () => {
    const [one, other] = [withTeam({ use: ['safe'] }), withTeam({ use: ['plain'] })].map(
      (config) => makeConfig({ models, ...config }).version,
    );
    expect(one).not.toBe(other);
  });
});

describe('inside a tool loop the route that began it goes on', () => {
  const request = makeRequest();
  const inLoop = { ...readTraits(request), model: 'auto', isInToolLoop: true };
  const session: Session = { target: 'plain', route: 'rest', tokens: 1, atMs: today };
  const routes: ConfigInput['routes'] = [
    { name: 'protocol', when: { protocol: ['openai-chat'] }, use: ['safe'] },
    { name: 'rest', use: ['plain', 'safe'] },
  ];

  test('but not below the floor that the team has on the route it would take now', () => {
    const teams = { shop: { routes: { protocol: { floor: 'strong' as const } } } };
    const go = (who: Caller) => decide({ routes, teams }, who, { traits: inLoop, session }).resolution.route;
    expect([go(callerNamed('till')), go(shop)]).toEqual(['rest', 'protocol']);
  });

  test('and by the data policies of both', () => {
    const guarded = routes.map((route) =>
      route.name === 'protocol' ? { ...route, data: { noTraining: true as const } } : route,
    );
    const { resolution, targets } = decide({ routes: guarded }, shop, { traits: inLoop, session });
    expect([resolution.route, targets]).toEqual(['rest', ['safe']]);
  });

  test('and by the safeguards of both', () => {
    const actions = { protocol: ['fence'], rest: ['log'] } as const;
    const guarded = routes.map((route) => ({ ...route, safeguards: actions[route.name as 'rest'] }));
    const { resolution } = decide({ routes: guarded }, shop, { traits: inLoop, session });
    expect([resolution.route, resolution.policy.safeguards]).toEqual(['rest', ['fence', 'log']]);
  });
});

describe('a data policy', () => {
  test('leaves out whoever is not known to meet it, and says why', () => {
    const routes = [{ name: 'auto', use: ['plain', 'safe'], data: { retentionDaysAtMost: 0 } }];
    expect(decide({ routes }, shop).targets).toEqual(['safe']);
  });

  test('on retention lets no provider store the answer, and says so', () => {
    const stored = (model: string, caller: ProtocolId, store?: boolean) => {
      const routes = [{ name: 'auto', use: ['safe'], data: { retentionDaysAtMost: 0 } }];
      const { deps } = makeWorld(undefined, { config: makeConfig({ models, routes }) });
      const request = makeRequest({ model, state: store === undefined ? {} : { store } });
      const [attempt] = planOf(deps, request, caller, { traits: readTraits(request) }).attempts;
      return [attempt?.request.state.store, attempt?.losses.map(({ field, how }) => `${field} ${how}`)];
    };
    expect(stored('auto', 'openai-responses')).toEqual([false, ['store dropped']]);
    expect(stored('auto', 'openai-responses', false)).toEqual([false, []]);
    expect(stored('auto', 'openai-chat', true)).toEqual([false, ['store dropped']]);
    expect(stored('auto', 'openai-chat')).toEqual([undefined, []]);
    expect(stored('safe', 'openai-responses', true)).toEqual([true, []]);
  });

  test('holds for models that a client names, where it is set for those', () => {
    const named = { data: { noTraining: true as const } };
    expect(decide({ named }, shop, { model: 'safe' }).targets).toEqual(['safe']);
    const { error } = decide({ named }, shop, { model: 'plain' });
    expect(error).toMatchObject({ code: 'route_limit_exceeded', status: 400 });
    expect(error?.message).toContain('whether openai trains on requests is unknown');
  });
});

describe('another name', () => {
  const aliases = { house: 'route/auto', fixed: 'alpha@low', cheapest: 'auto/cheap' };
  const config = { ...base, routes: [{ name: 'auto', use: ['plain', 'safe'] }], aliases };

  test('stands for a route, an objective or a model', () => {
    expect(decide(config, shop, { model: 'house' }).resolution.route).toBe('auto');
    expect(decide(config, shop, { model: 'cheapest' }).resolution.objective.kind).toBe('cheapest');
    expect(decide(config, shop, { model: 'fixed' })).toMatchObject({
      targets: ['alpha@low'],
      resolution: { route: 'model' },
    });
  });

  test('goes before a model of the catalogue', () => {
    const taken = { ...config, aliases: { alpha: 'route/auto' } };
    expect(decide(taken, shop, { model: 'alpha' }).resolution.route).toBe('auto');
  });

  test('keeps a conversation where it stands for a route', () => {
    const compiled = makeConfig({ models, ...config });
    expect(['house', 'cheapest', 'fixed', 'auto', 'alpha'].map((name) => isRouted(name, compiled))).toEqual([
      true,
      true,
      false,
      true,
      false,
    ]);
  });
});
