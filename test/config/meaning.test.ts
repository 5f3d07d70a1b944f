/** Files of the right shape whose parts do not exist or do not fit together. */
import { describe, expect, it } from 'vitest';
import { auto, type Case, problemsOf, withModel, withPrice, withRoute, withUrl } from './broken.ts';

const meanings: Case[] = [
  [
    'no route without a condition',
    {
      routes: [
        { ...auto, when: { stream: true } },
        { ...auto, name: 'asked', when: 'by-name' },
      ],
    },
    'routes',
    'no route serves whatever comes',
    'let the last one have no `when`',
  ],
  [
    'a condition that says nothing',
    { routes: [{ ...auto, name: 'empty', when: {} }, auto] },
    'routes[0].when',
    'has no condition',
    "'by-name'",
  ],
  [
    'a span that holds nothing',
    { routes: [{ ...auto, name: 'span', when: { difficulty: { from: 0.6, to: 0.4 } } }, auto] },
    'routes[0].when.difficulty',
    'from 0.6 to 0.4 holds nothing',
    '`from` be less than `to`',
  ],
  [
    'a time zone that is none',
    {
      routes: [
        { ...auto, name: 'night', when: { hours: { from: '22:00', to: '06:00', zone: 'Europe/Berln' } } },
        auto,
      ],
    },
    'routes[0].when.hours.zone',
    'no time zone "Europe/Berln"',
    'Europe/Berlin or UTC',
  ],
  [
    'an unknown pool',
    { pools: { frontier: ['gpt-5.5'] }, routes: [{ ...auto, use: 'fronteer' }] },
    'routes[0].use',
    'there is no pool "fronteer"',
    'did you mean frontier',
  ],
  [
    'an unknown model in a pool',
    { pools: { frontier: ['gpt-5.6-sool'] }, routes: [{ ...auto, use: 'frontier' }] },
    'pools.frontier[0]',
    'no model "gpt-5.6-sool"',
    'did you mean gpt-5.6-sol',
  ],
  [
    'an unknown baseline',
    withRoute({ baseline: 'xyzzy' }),
    'routes[0].baseline',
    'no model "xyzzy"',
    'add it under `models`',
  ],
  [
    'a bar that is none',
    withRoute({ objective: { cheapest: {} } }),
    'routes[0].objective.cheapest',
    'sets no bar',
    'ofBest',
  ],
  [
    'two objectives',
    withRoute({ objective: { cheapest: { atLeast: 0.8 }, fastest: { atLeast: 0.8 } } }),
    'routes[0].objective',
    'must name one objective',
    'cheapest, fastest, weights',
  ],
  ['two routes of one name', { routes: [auto, auto] }, 'routes[1].name', 'two routes "auto"', 'its own name'],
  [
    'an unknown model',
    withRoute({ use: ['gpt-5.6-sool'] }),
    'routes[0].use[0]',
    'no model "gpt-5.6-sool"',
    'did you mean gpt-5.6-sol',
  ],
  [
    'a model of no kin',
    withRoute({ use: ['xyzzy'] }),
    'routes[0].use[0]',
    'no model "xyzzy"',
    'add it under `models`',
  ],
  [
    'a model in capitals',
    withRoute({ use: ['GPT-5.5@low'] }),
    'routes[0].use[0]',
    'no model "GPT-5.5"',
    'did you mean gpt-5.5',
  ],
  [
    'an effort of no model',
    withRoute({ use: ['gpt-5.5@extreme'] }),
    'routes[0].use[0]',
    'effort "extreme"',
    'none, low, medium, high, xhigh',
  ],
  [
    'an effort of other models',
    withRoute({ use: ['gpt-5.5@max'] }),
    'routes[0].use[0]',
    'effort "max"',
    'none, low, medium, high, xhigh',
  ],
  [
    'an effort where none is taken',
    withRoute({ use: ['gpt-4o@low'] }),
    'routes[0].use[0]',
    'effort "low"',
    'write `gpt-4o` without',
  ],
  ['an empty effort', withRoute({ use: ['gpt-5.5@'] }), 'routes[0].use[0]', 'effort ""', 'use one of'],
  [
    'a target twice',
    withRoute({ use: ['gpt-5.5', 'gpt-5.4', 'gpt-5.5'] }),
    'routes[0].use[2]',
    'there twice',
    'remove one',
  ],
  [
    'a first event after the end',
    withRoute({ deadlines: { firstEventMs: 9000, totalMs: 8000 } }),
    'routes[0].deadlines.firstEventMs',
    'longer than totalMs 8000',
    'longest',
  ],
  [
    'a silence longer than all',
    { routes: [auto], named: { deadlines: { idleMs: 2, totalMs: 1 } } },
    'named.deadlines.idleMs',
    'longer than totalMs 1',
    'longest',
  ],
  [
    'a base URL of words',
    withUrl('api.openai.com'),
    'providers.openai.baseUrl',
    'not a web address',
    'https://',
  ],
  [
    'a base URL of another kind',
    withUrl('ftp://api.openai.com'),
    'providers.openai.baseUrl',
    'not a web address',
    'https://',
  ],
  [
    'plain http',
    withUrl('http://api.openai.com/v1'),
    'providers.openai.baseUrl',
    'unencrypted',
    'use https://',
  ],
  [
    'http to a host that looks local',
    withUrl('http://localhost.example.com'),
    'providers.openai.baseUrl',
    'unencrypted',
    'use https://',
  ],
  [
    'a password in a URL',
    withUrl('https://me:pass@llm.example.com'),
    'providers.openai.baseUrl',
    'user name or password',
    'take it out',
  ],
  [
    'a query in a URL',
    withUrl('https://llm.example.com/v1?key=1'),
    'providers.openai.baseUrl',
    'a query',
    'before `?`',
  ],
  [
    'a new provider without a URL',
    { routes: [auto], providers: { mine: { protocols: { 'openai-chat': '' } } } },
    'providers.mine.baseUrl',
    'is missing',
    'add the address',
  ],
  [
    'a new provider without protocols',
    { routes: [auto], providers: { mine: { baseUrl: 'https://a.example' } } },
    'providers.mine.protocols',
    'names no protocol',
    "'openai-chat': ''",
  ],
  [
    'a provider that lost its protocols',
    {
      ...withRoute({ use: ['claude-opus-4-7'] }),
      providers: { anthropic: { protocols: { 'openai-chat': '' } } },
    },
    'routes[0].use[0]',
    'speaks no protocol of claude-opus-4-7',
    'anthropic-messages',
  ],
  [
    'a model of an unknown provider',
    withModel({ provider: 'openia' }),
    'models[0].provider',
    'no provider "openia"',
    'did you mean openai',
  ],
  [
    'a model that the catalogue has',
    withModel({ id: 'gpt-5.5' }),
    'models[0].id',
    'already has "gpt-5.5"',
    "wireName: 'gpt-5.5'",
  ],
  [
    'a model twice',
    {
      routes: [auto],
      models: [
        { id: 'a', provider: 'openai' },
        { id: 'a', provider: 'groq' },
      ],
    },
    'models[1].id',
    '"a" is there twice',
    'its own id',
  ],
  [
    'a model named like a route',
    withModel({ id: 'route/auto' }),
    'models[0].id',
    'name of a route',
    'another id',
  ],
  [
    'a protocol the provider lacks',
    withModel({ protocols: ['anthropic-messages'] }),
    'models[0].protocols',
    'does not speak anthropic-messages',
    'openai-chat',
  ],
  [
    'a default effort not offered',
    withModel({ reasoning: { efforts: ['low'], default: 'high', style: 'effort' } }),
    'models[0].reasoning.default',
    '"high" is not among',
    'low',
  ],
  [
    'a successor that does not exist',
    withModel({ successor: 'gpt-5.55' }),
    'models[0].successor',
    'no model "gpt-5.55"',
    'gpt-5.5',
  ],
  [
    'a price per token',
    withPrice({ input: 0.000005, output: 0.00003 }),
    'models[0].prices[0]',
    'input 0.000005 looks like a price per token',
    'is 5',
  ],
  [
    'prices out of order',
    withModel({
      prices: [
        { from: '2026-02-01', usd: { input: 1, output: 2 } },
        { from: '2026-01-01', usd: { input: 1, output: 2 } },
      ],
    }),
    'models[0].prices[1].from',
    'not later',
    'oldest first',
  ],
  [
    'an origin with a path',
    { routes: [auto], corsOrigins: ['https://app.example.com/'] },
    'corsOrigins[0]',
    'not an origin',
    'scheme and host',
  ],
  [
    'any origin',
    { routes: [auto], corsOrigins: ['*'] },
    'corsOrigins[0]',
    'not an origin',
    'scheme and host',
  ],
];

describe('what is said of the meaning', () => {
  it.each(meanings)('%s', (_name, input, path, what, fix) => {
    const found = problemsOf(input).filter((problem) => problem.path === path);
    expect(found).toContainEqual({
      path,
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    });
  });
});

it('reports everything wrong at once', () => {
  const broken = { routes: [{ name: 'a', use: ['nope', 'gpt-5.5@max'] }], corsOrigins: ['*'] };
  expect(problemsOf(broken).map((problem) => problem.path)).toEqual([
    'routes[0].use[0]',
    'routes[0].use[1]',
    'corsOrigins[0]',
  ]);
});

describe('a model past its shutdown', () => {
  const old = withRoute({ use: ['gpt-5'] });

  it('is a problem from the day on, with the successor as advice', () => {
    expect(problemsOf(old, Date.parse('2026-12-11T00:00:00Z'))).toEqual([
      { path: 'routes[0].use[0]', what: 'gpt-5 was shut down on 2026-12-11', fix: 'use gpt-5.6-sol' },
    ]);
  });

  it('is none the day before, nor while a Worker starts', () => {
    expect(problemsOf(old, Date.parse('2026-12-10T23:59:59Z'))).toEqual([]);
    expect(problemsOf(old, 0)).toEqual([]);
  });
});
