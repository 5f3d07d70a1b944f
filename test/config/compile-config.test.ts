import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import { defineConfig } from '../../src/config/define-config.ts';
import type { Config } from '../../src/core/config.ts';

const nowMs = Date.parse('2026-11-21T12:00:00Z');
const auto = { name: 'auto', use: ['gpt-5.5@medium', 'claude-opus-4-7'] };

function compile(input: unknown): Config {
  const compiled = compileConfig(input, catalogue, nowMs);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.config;
}

function warningsOf(input: unknown) {
  const compiled = compileConfig(input, catalogue, nowMs);
  return compiled.ok ? compiled.warnings() : compiled.problems;
}

describe('defaults', () => {
  const config = compile({ routes: [auto] });

  it('resolves targets and fills in the policy', () => {
    expect(config.routes.get('auto')).toEqual({
      name: 'auto',
      when: null,
      fallback: [],
      baseline: null,
      objective: { kind: 'order' },
      floor: 'none',
      clientMay: ['cheap', 'fast', 'best'],
      session: 'weigh',
      learn: true,
      exploreShare: 0,
      arms: [],
      hedge: null,
      shadow: null,
      use: [
        { name: 'gpt-5.5@medium', model: catalogue.findModel('gpt-5.5'), effort: 'medium' },
        { name: 'claude-opus-4-7', model: catalogue.findModel('claude-opus-4-7'), effort: null },
      ],
      deadlines: {},
      maxAttempts: 3,
      onClientAbort: 'cancel',
      onStoreAway: null,
      limits: { costNanoUsd: null, inputTokens: null, outputTokens: null, firstEventMs: null },
      data: null,
      background: 'auto',
      classify: null,
      secondLook: null,
      safeguards: [],
    });
    expect(config.named).toEqual({
      deadlines: {},
      maxAttempts: 3,
      onClientAbort: 'cancel',
      onStoreAway: null,
      limits: { costNanoUsd: null, inputTokens: null, outputTokens: null, firstEventMs: null },
      data: null,
      background: 'auto',
      classify: null,
      secondLook: null,
      safeguards: [],
    });
  });

  it('bounds requests and leaves CORS off', () => {
    expect(config.limits).toEqual({
      bodyBytes: 10_000_000,
      depth: 64,
      messages: 10_000,
      responseBytes: 16_000_000,
      pingAfterMs: 15_000,
    });
    expect(config.corsOrigins).toEqual([]);
  });

  it('keeps items that clients may name, unless told not to', () => {
    expect(config.keepItems).toBe(true);
    expect(compile({ routes: [auto], keepItems: false }).keepItems).toBe(false);
  });

  it('ships the providers of every model in the catalogue', () => {
    expect([...config.providers.keys()]).toEqual([
      'openai',
      'openai-cyber',
      'anthropic',
      'google',
      'deepseek',
      'zai',
      'moonshot',
      'groq',
      'openrouter',
      'workers-ai',
    ]);
    expect(config.providers.get('deepseek')).toEqual({
      id: 'deepseek',
      baseUrl: 'https://api.deepseek.com',
      env: 'DEEPSEEK',
      auth: 'bearer',
      protocols: { 'openai-chat': '', 'anthropic-messages': '/anthropic/v1' },
      quirks: ['max-tokens', 'no-developer-role', 'no-store', 'reasoning-content', 'no-custom-tools'],
      sealForm: 'uuid',
    });
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(config)).toBe(true);
    expect(Object.isFrozen(config.routes.get('auto')?.use)).toBe(true);
    expect(Object.isFrozen(config.providers.get('openai')?.protocols)).toBe(true);
  });
});

describe('what a file may say', () => {
  it('changes a shipped provider and leaves the rest of it', () => {
    const config = compile({
      routes: [auto],
      providers: { openai: { baseUrl: 'https://eu.example.com/v1/' }, anthropic: { sealForm: 'hex' } },
    });
    expect(config.providers.get('anthropic')).toMatchObject({ auth: 'x-api-key', sealForm: 'hex' });
    expect(config.providers.get('openai')).toMatchObject({
      baseUrl: 'https://eu.example.com/v1',
      env: 'OPENAI',
      protocols: { 'openai-chat': '', 'openai-responses': '' },
    });
  });

  it('adds a server and its model in two lines', () => {
    const config = compile({
      routes: [{ name: 'auto', use: ['my-llama'] }],
      providers: { 'my-vllm': { baseUrl: 'http://127.0.0.1:8000/v1', protocols: { 'openai-chat': '' } } },
      models: [{ id: 'my-llama', provider: 'my-vllm' }],
    });
    expect(config.providers.get('my-vllm')).toEqual({
      id: 'my-vllm',
      baseUrl: 'http://127.0.0.1:8000/v1',
      env: 'MY_VLLM',
      auth: 'bearer',
      protocols: { 'openai-chat': '' },
      quirks: [],
    });
    expect(config.models.get('my-llama')).toMatchObject({
      protocols: ['openai-chat'],
      input: ['text'],
      contextTokens: null,
      reasoning: null,
      prices: [],
    });
  });

  it('reads prices as dollars and keeps integers', () => {
    const config = compile({
      routes: [auto],
      models: [
        {
          id: 'house/gpt-5.5',
          wireName: 'gpt-5.5',
          provider: 'openai',
          prices: [{ from: '2026-11-01', usd: { input: 4.1, cachedInput: 0.003625, output: 24.6 } }],
        },
      ],
    });
    expect(config.models.get('house/gpt-5.5')?.prices).toEqual([
      {
        from: '2026-11-01',
        input: 4_100_000,
        cachedInput: 3625,
        cacheWrite5m: null,
        cacheWrite1h: null,
        output: 24_600_000,
        source: 'routes.config.ts',
        observed: '2026-11-01',
      },
    ]);
  });

  it('sets policy by route and for named models', () => {
    const policy = {
      deadlines: { firstEventMs: 1000, totalMs: 1000 },
      maxAttempts: 1,
      onClientAbort: 'drain',
      limits: { outputTokens: 500 },
    };
    const config = compile({ routes: [{ ...auto, ...policy }], named: policy });
    expect(config.routes.get('auto')).toMatchObject(policy);
    expect(config.named).toMatchObject(policy);
  });

  it('takes aliases and snapshots as models, and `undefined` as absent', () => {
    const use = ['gpt-5.6@max', 'gpt-5.5-2026-04-23@xhigh', '@cf/openai/gpt-oss-120b', 'gpt-5.5'];
    const config = compile({ routes: [{ name: 'auto', use, maxAttempts: undefined }], providers: undefined });
    expect(config.routes.get('auto')?.use.map((candidate) => candidate.model.id)).toEqual([
      'gpt-5.6-sol',
      'gpt-5.5',
      'workers-ai/gpt-oss-120b',
      'gpt-5.5',
    ]);
  });

  it('takes origins', () => {
    const corsOrigins = ['https://app.example.com', 'http://localhost:5173'];
    expect(compile({ routes: [auto], corsOrigins }).corsOrigins).toEqual(corsOrigins);
  });
});

describe('version', () => {
  const base = compile({ routes: [auto] }).version;

  it('is 12 hex digits and the same each time', () => {
    expect(base).toMatch(/^[0-9a-f]{12}$/);
    expect(compile({ routes: [auto] }).version).toBe(base);
  });

  it('does not depend on the order of keys or on defaults that are written out', () => {
    const written = {
      named: { maxAttempts: 3 },
      routes: [{ onClientAbort: 'cancel', use: auto.use, name: 'auto' }],
    };
    expect(compile(written).version).toBe(base);
  });

  it.each([
    ['a target', { routes: [{ ...auto, use: ['gpt-5.5@high'] }] }],
    ['the order of targets', { routes: [{ ...auto, use: auto.use.toReversed() }] }],
    ['an attempt', { routes: [{ ...auto, maxAttempts: 2 }] }],
    ['a provider', { routes: [auto], providers: { openai: { quirks: ['no-store'] } } }],
    ['a limit', { routes: [auto], limits: { depth: 65 } }],
    ['an origin', { routes: [auto], corsOrigins: ['https://a.example'] }],
    ['keeping items', { routes: [auto], keepItems: false }],
    ['a model', { routes: [auto], models: [{ id: 'x', provider: 'openai' }] }],
    ['a canary', { routes: [{ ...auto, canary: { use: 'gpt-5.5@high', share: 5 } }] }],
    ['a data policy', { routes: [{ ...auto, data: { noTraining: true } }] }],
    ['what is known of a provider', { routes: [auto], providers: { openai: { data: { trains: false } } } }],
    ['a team', { routes: [auto], teams: { shop: { routes: { auto: { maxAttempts: 2 } } } } }],
    ['another name', { routes: [auto], aliases: { house: 'gpt-5.5' } }],
  ])('changes with %s', (_, input) => {
    expect(compile(input).version).not.toBe(base);
  });
});

describe('warnings', () => {
  it('names a shutdown that is near, and who takes over', () => {
    expect(warningsOf({ routes: [{ name: 'auto', use: ['gpt-5.5', 'gpt-4o'] }] })).toEqual([
      {
        path: 'routes[0].use[1]',
        what: 'gpt-4o is shut down on 2027-01-14, in 54 days',
        fix: 'move to gpt-6-luna',
      },
    ]);
  });

  it('names an unknown price', () => {
    const models = [{ id: 'house', provider: 'openai' }];
    expect(warningsOf({ routes: [{ name: 'auto', use: ['house'] }], models })).toEqual([
      {
        path: 'routes[0].use[0]',
        what: 'the price of house is unknown',
        fix: 'add `prices` to the model, or its requests count as cost unknown',
      },
    ]);
  });

  it('names a missing account id, until the address is set', () => {
    const routes = [{ name: 'auto', use: ['workers-ai/gpt-oss-120b'] }];
    expect(warningsOf({ routes })).toMatchObject([{ what: expect.stringContaining('account id') }]);
    const baseUrl = 'https://api.cloudflare.com/client/v4/accounts/0123/ai/v1';
    expect(warningsOf({ routes, providers: { 'workers-ai': { baseUrl } } })).toEqual([]);
  });
});

describe('types', () => {
  it('accept what compiles', () => {
    const input = defineConfig({
      pools: { few: ['gpt-5.5@low'] },
      routes: [
        {
          name: 'auto',
          use: ['gpt-5.5@low', 'gpt-5.5-2026-04-23', 'mine@high', 'claude-opus-4-7'],
          canary: { use: 'mine@high', share: 5 },
          session: 'stay',
        },
        { name: 'asked', when: { caller: { team: ['shop'], tier: ['trusted'] } }, use: 'few' },
        { name: 'named', when: { caller: ['till'] }, use: 'few' },
      ],
      teams: { shop: { routes: { asked: { use: ['mine'], data: { retentionDaysAtMost: 0 } } } } },
      aliases: { house: 'route/asked', cheap: 'auto/cheap', pinned: 'mine@high' },
      providers: {
        openai: { env: 'OPENAI_EU', data: { regions: ['eu'], retentionDays: null } },
        local: { baseUrl: 'https://llm.example.com', protocols: { 'anthropic-messages': '' } },
      },
      models: [
        {
          id: 'mine',
          provider: 'local',
          reasoning: { efforts: ['none', 'high'], default: 'high', style: 'effort' },
        },
      ],
    });
    expect(compileConfig(input, catalogue, nowMs).ok).toBe(true);
  });

  it('refuse what does not', () => {
    const broken: unknown[] = [
      // @ts-expect-error no such model
      defineConfig({ routes: [{ name: 'auto', use: ['gpt-5.55'] }] }),
      // @ts-expect-error no such effort
      defineConfig({ routes: [{ name: 'auto', use: ['gpt-5.5@hihg'] }] }),
      // @ts-expect-error no such setting
      defineConfig({ routes: [{ name: 'auto', use: ['gpt-5.5'], retries: 3 }] }),
      // @ts-expect-error no such model in an arm
      defineConfig({ routes: [{ name: 'auto', use: ['gpt-5.5'], canary: { use: 'gpt-5.55', share: 1 } }] }),
      defineConfig({
        routes: [{ name: 'auto', use: ['gpt-5.5'] }],
        // @ts-expect-error no such route
        teams: { shop: { routes: { atuo: { use: ['gpt-5.5'] } } } },
      }),
      defineConfig({
        routes: [{ name: 'auto', use: ['gpt-5.5'] }],
        // @ts-expect-error no such route
        aliases: { house: 'route/atuo' },
      }),
      defineConfig({
        routes: [{ name: 'auto', use: ['gpt-5.5'] }],
        // @ts-expect-error no such provider
        models: [{ id: 'mine', provider: 'opanai' }],
      }),
      defineConfig({
        routes: [{ name: 'auto', use: ['gpt-5.5'] }],
        // @ts-expect-error no such protocol
        providers: { local: { baseUrl: 'https://llm.example.com', protocols: { 'openai-chats': '' } } },
      }),
      defineConfig({
        routes: [{ name: 'auto', use: ['gpt-5.5'] }],
        // @ts-expect-error a new provider needs protocols
        providers: { local: { baseUrl: 'https://llm.example.com' } },
      }),
    ];
    for (const input of broken) expect(compileConfig(input, catalogue, nowMs).ok).toBe(false);
  });
});

it('people of the dashboard: by address in small letters or by group, and the tag of the application is no secret', () => {
  const access = { teamDomain: 'acme.cloudflareaccess.com', audience: 'c1'.repeat(32) };
  const input = defineConfig({
    routes: [{ name: 'auto', use: ['gpt-5.5'] }],
    dashboard: {
      access,
      people: [
        { email: 'Anna@acme.example', role: 'viewer', teams: ['care'] },
        { group: 'money', role: 'finance' },
      ],
    },
  });
  const compiled = compileConfig(input, catalogue, nowMs);
  expect(compiled.ok && compiled.config.dashboard).toEqual({
    access,
    people: [
      { email: 'anna@acme.example', group: null, role: 'viewer', teams: ['care'] },
      { email: null, group: 'money', role: 'finance', teams: [] },
    ],
  });
});
