/** What a route may say about classifying its requests, and what is said of what it may not. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import type { ClassifyInput, SecondLookInput } from '../../src/config/classify-input.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import { defineConfig } from '../../src/config/define-config.ts';
import type { Config } from '../../src/core/config.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { auto, type Case, nowMs, problemsOf, withRoute } from './broken.ts';

function isLong(request: LlmRequest): boolean {
  return request.messages.length > 100;
}

function compile(input: unknown): Config {
  const compiled = compileConfig(input, catalogue, nowMs);
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
  return compiled.config;
}

const policyOf = (change: object) => compile(withRoute(change)).routes.get('auto');
const withClassify = (classify: unknown) => withRoute({ classify });
const withOverride = (override: unknown) => withClassify({ overrides: [override] });
const withLook = (change: object) =>
  withRoute({ secondLook: { using: 'openai-moderations', when: 'unsure', ...change } });
const words = { contains: ['payroll'] };

describe('what a route may say', () => {
  it('nothing but that it wants its requests classified', () => {
    const none = { expect: [], overrides: [], thresholds: { task: null, risk: {} } };
    expect(policyOf({ classify: {} })?.classify).toEqual(none);
  });

  it('hints, overrides and thresholds', () => {
    const cuts = { low: 0.2, elevated: 0.4, high: 0.4 };
    const classify: ClassifyInput = {
      expect: ['code', 'math'],
      overrides: [
        { when: { contains: ['Pay\u200broll', 'IBAN', 'ＳＷＩＦＴ'] }, risk: 'elevated', domain: 'privacy' },
        { when: { predicate: isLong, name: 'isLong' }, task: 'summarize', risk: 'none', mayLowerRisk: true },
      ],
      thresholds: { task: 0.7, risk: { any: cuts, cyber: cuts } },
    };
    expect(policyOf({ classify })?.classify).toEqual({
      expect: ['code', 'math'],
      overrides: [
        {
          name: 'contains "Pay\u200broll", "IBAN" or 1 more',
          when: { kind: 'contains', words: ['payroll', 'iban', 'swift'] },
          task: null,
          risk: 'elevated',
          domain: 'privacy',
          mayLowerRisk: false,
        },
        {
          name: 'isLong',
          when: { kind: 'predicate', test: isLong },
          task: 'summarize',
          risk: 'none',
          domain: null,
          mayLowerRisk: true,
        },
      ],
      thresholds: { task: 0.7, risk: { any: cuts, cyber: cuts } },
    });
  });

  it('a second look by the moderation endpoint, with bounds by default', () => {
    const provider = compile({ routes: [auto] }).providers.get('openai');
    expect(policyOf({ secondLook: { using: 'openai-moderations', when: 'unsure' } })?.secondLook).toEqual({
      using: { kind: 'openai-moderations', name: 'openai-moderations', provider },
      when: 'unsure',
      deadlineMs: 400,
      perMinute: 60,
      cacheSeconds: 3600,
      mayLower: false,
    });
  });

  it('a second look by a model, its own provider beside it', () => {
    const secondLook: SecondLookInput<string> = {
      using: { target: 'openai/gpt-oss-safeguard-20b@low' },
      when: 'elevated',
      deadlineMs: 900,
      perMinute: 5,
      cacheSeconds: 0,
      mayLower: true,
    };
    expect(policyOf({ secondLook })?.secondLook).toMatchObject({
      using: {
        kind: 'target',
        name: 'openai/gpt-oss-safeguard-20b@low',
        candidate: { model: { id: 'groq/gpt-oss-safeguard-20b' }, effort: 'low' },
        provider: { id: 'groq' },
      },
      when: 'elevated',
      deadlineMs: 900,
      perMinute: 5,
      cacheSeconds: 0,
      mayLower: true,
    });
  });

  it('and the same for named models', () => {
    const named = {
      classify: { expect: ['code'] },
      secondLook: { using: 'openai-moderations', when: 'low' },
    };
    expect(compile({ routes: [auto], named }).named).toMatchObject({
      classify: { expect: ['code'] },
      secondLook: { when: 'low' },
    });
  });
});

describe('the version changes with', () => {
  const version = (change: object) => compile(withRoute(change)).version;
  const overriding = (override: object) => version({ classify: { overrides: [override] } });
  const look = { using: 'openai-moderations', when: 'unsure' };

  it.each([
    ['classifying', version({}), version({ classify: {} })],
    [
      'a word',
      overriding({ when: words, risk: 'low' }),
      overriding({ when: { contains: ['wage'] }, risk: 'low' }),
    ],
    [
      "a predicate's name",
      overriding({ when: { predicate: isLong, name: 'isLong' }, risk: 'low' }),
      overriding({ when: { predicate: compile, name: 'compile' }, risk: 'low' }),
    ],
    [
      'who looks',
      version({ secondLook: look }),
      version({ secondLook: { ...look, using: { target: 'gpt-5.5' } } }),
    ],
    ['a bound', version({ secondLook: look }), version({ secondLook: { ...look, perMinute: 5 } })],
  ])('%s', (_, before, after) => {
    expect(after).not.toBe(before);
  });

  it('nothing that the catalogue says of the model that looks', () => {
    const older = {
      ...catalogue,
      findModel: (name: string) => {
        const model = catalogue.findModel(name);
        return model && { ...model, prices: [] };
      },
    };
    const input = withRoute({ secondLook: { using: { target: 'gpt-5.5' }, when: 'low' } });
    const compiled = compileConfig(input, older, nowMs);
    expect(compiled.ok && compiled.config.version).toBe(compile(input).version);
  });
});

const at = 'routes[0].classify';
const over = `${at}.overrides[0]`;
const look = 'routes[0].secondLook';

const broken: Case[] = [
  ['no object', withClassify(true), at, 'must be an object', 'write an object'],
  ['a misspelt task', withClassify({ expect: ['cod'] }), `${at}.expect[0]`, '"cod"', 'did you mean code'],
  [
    'a task twice',
    withClassify({ expect: ['code', 'code'] }),
    `${at}.expect[1]`,
    'there twice',
    'remove one',
  ],
  ['no tasks', withClassify({ expect: [] }), `${at}.expect`, 'is empty', 'name at least one'],
  ['no condition', withOverride({ task: 'code' }), `${over}.when`, 'is missing', 'add `when`'],
  [
    'an empty condition',
    withOverride({ when: {}, task: 'code' }),
    `${over}.when`,
    'is empty',
    'write one of',
  ],
  [
    'two conditions',
    withOverride({ when: { ...words, predicate: isLong, name: 'isLong' }, task: 'code' }),
    `${over}.when`,
    'has both',
    'write one of',
  ],
  [
    'no words',
    withOverride({ when: { contains: [] }, task: 'code' }),
    `${over}.when.contains`,
    'is empty',
    'name',
  ],
  [
    'invisible words',
    withOverride({ when: { contains: ['\u200b'] }, task: 'code' }),
    `${over}.when.contains[0]`,
    'invisible',
    'a word',
  ],
  [
    'a predicate that is no function',
    withOverride({ when: { predicate: 'isLong' }, task: 'code' }),
    `${over}.when.predicate`,
    'must be a function',
    'write a function',
  ],
  [
    'a predicate without a name',
    withOverride({ when: { predicate: () => true }, task: 'code' }),
    `${over}.when.name`,
    'is missing',
    'what the predicate means',
  ],
  ['an override of nothing', withOverride({ when: words }), over, 'sets neither', "risk: 'elevated'"],
  [
    'a domain alone',
    withOverride({ when: words, task: 'code', domain: 'cyber' }),
    over,
    'domain without risk',
    'say',
  ],
  [
    'mayLowerRisk alone',
    withOverride({ when: words, task: 'code', mayLowerRisk: true }),
    over,
    'mayLowerRisk without risk',
    'say',
  ],
  [
    'a risk that raises nothing',
    withOverride({ when: words, risk: 'none' }),
    `${over}.risk`,
    'raises nothing',
    'mayLowerRisk',
  ],
  [
    'a risk that lowers nothing',
    withOverride({ when: words, risk: 'high', mayLowerRisk: true }),
    `${over}.mayLowerRisk`,
    'lowers nothing',
    'a lower level',
  ],
  [
    'a misspelt level',
    withOverride({ when: words, risk: 'hihg' }),
    `${over}.risk`,
    '"hihg"',
    'did you mean high',
  ],
  [
    'a misspelt domain',
    withOverride({ when: words, risk: 'low', domain: 'cybr' }),
    `${over}.domain`,
    '"cybr"',
    'cyber',
  ],
  [
    'a band in percent',
    withClassify({ thresholds: { task: 60 } }),
    `${at}.thresholds.task`,
    'from 0 to 1',
    'a number from 0 to 1',
  ],
  [
    'thresholds of no domain',
    withClassify({ thresholds: { risk: { hacking: {} } } }),
    `${at}.thresholds.risk.hacking`,
    'no setting "hacking"',
    'cyber',
  ],
  [
    'a cut left out',
    withClassify({ thresholds: { risk: { cyber: { low: 0.1, high: 0.9 } } } }),
    `${at}.thresholds.risk.cyber.elevated`,
    'is missing',
    'add `elevated`',
  ],
  [
    'cuts that fall',
    withClassify({ thresholds: { risk: { cyber: { low: 0.5, elevated: 0.4, high: 0.9 } } } }),
    `${at}.thresholds.risk.cyber.elevated`,
    '0.4 is below low 0.5',
    'rise',
  ],
  [
    'cuts that fall at the top',
    withClassify({ thresholds: { risk: { any: { low: 0.1, elevated: 0.9, high: 0.8 } } } }),
    `${at}.thresholds.risk.any.high`,
    '0.8 is below elevated 0.9',
    'rise',
  ],
  [
    'an unknown judge',
    withLook({ using: 'openai-moderation' }),
    `${look}.using`,
    'not one of',
    'openai-moderations',
  ],
  ['a judge of no kind', withLook({ using: 5 }), `${look}.using`, 'must be an object', 'write an object'],
  ['a judge without a target', withLook({ using: {} }), `${look}.using.target`, 'is missing', 'add `target`'],
  [
    'an unknown model',
    withLook({ using: { target: 'gpt-5.6-sool' } }),
    `${look}.using.target`,
    'no model "gpt-5.6-sool"',
    'gpt-5.6-sol',
  ],
  [
    'an effort that it does not take',
    withLook({ using: { target: 'gpt-5.5@max' } }),
    `${look}.using.target`,
    'does not take the effort',
    'use one of',
  ],
  [
    'a model of minutes',
    withLook({ using: { target: 'gpt-5.5-pro' } }),
    `${look}.using.target`,
    'after minutes',
    'a quick model',
  ],
  [
    'no occasion',
    withRoute({ secondLook: { using: 'openai-moderations' } }),
    `${look}.when`,
    'is missing',
    'add',
  ],
  ['an unknown occasion', withLook({ when: 'unsre' }), `${look}.when`, '"unsre"', 'did you mean unsure'],
  ['a look that changes nothing', withLook({ when: 'high' }), `${look}.when`, 'nothing is above', 'mayLower'],
  ['a deadline in seconds', withLook({ deadlineMs: 0.4 }), `${look}.deadlineMs`, 'it is 0.4', 'milliseconds'],
  ['no budget', withLook({ perMinute: 0 }), `${look}.perMinute`, 'it is 0', 'calls a minute'],
  ['a cache of months', withLook({ cacheSeconds: 9e6 }), `${look}.cacheSeconds`, 'it is 9000000', 'seconds'],
];

describe('what is said of', () => {
  it.each(broken)('%s', (_name, input, path, what, fix) => {
    const found = problemsOf(input).filter((problem) => problem.path === path);
    expect(found).toContainEqual({
      path,
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    });
  });

  it('a model that takes no schema', () => {
    const models = [{ id: 'plain', provider: 'openai', structuredOutputs: false }];
    expect(problemsOf({ ...withLook({ using: { target: 'plain' } }), models })).toContainEqual({
      path: `${look}.using.target`,
      what: 'plain takes no schema to answer by',
      fix: 'choose a model that does',
    });
  });

  it('any value in any place, without an exception', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        for (const input of [withClassify(value), withOverride(value), withLook({ using: value })])
          expect(problemsOf(input)).toBeInstanceOf(Array);
      }),
    );
  });
});

describe('types', () => {
  const use = ['gpt-5.5'] as const;

  it('accept what compiles', () => {
    const input = defineConfig({
      routes: [
        {
          name: 'auto',
          use,
          classify: {
            expect: ['code'],
            overrides: [
              { when: { contains: ['payroll'] }, risk: 'high', domain: 'privacy' },
              { when: { predicate: isLong, name: 'isLong' }, task: 'summarize' },
            ],
            thresholds: { task: 0.6, risk: { cyber: { low: 0.2, elevated: 0.5, high: 0.9 } } },
          },
          secondLook: { using: { target: 'mine' }, when: 'unsure' },
        },
      ],
      models: [{ id: 'mine', provider: 'groq' }],
    });
    expect(compileConfig(input, catalogue, nowMs).ok).toBe(true);
  });

  it('refuse what does not', () => {
    const refused: unknown[] = [
      // @ts-expect-error no such task
      defineConfig({ routes: [{ name: 'auto', use, classify: { expect: ['cod'] } }] }),
      // @ts-expect-error an override of nothing
      defineConfig({ routes: [{ name: 'auto', use, classify: { overrides: [{ when: words }] } }] }),
      defineConfig({
        routes: [
          {
            name: 'auto',
            use,
            classify: {
              // @ts-expect-error two conditions
              overrides: [{ when: { contains: ['a'], predicate: isLong, name: 'isLong' }, task: 'code' }],
            },
          },
        ],
      }),
      defineConfig({
        routes: [
          {
            name: 'auto',
            use,
            // @ts-expect-error mayLowerRisk without risk
            classify: { overrides: [{ when: words, task: 'code', mayLowerRisk: true }] },
          },
        ],
      }),
      // @ts-expect-error no such domain
      defineConfig({ routes: [{ name: 'auto', use, classify: { thresholds: { risk: { hacking: 1 } } } }] }),
      defineConfig({
        // @ts-expect-error no such model
        routes: [{ name: 'auto', use, secondLook: { using: { target: 'gpt-5.55' }, when: 'unsure' } }],
      }),
      // @ts-expect-error no such judge
      defineConfig({ routes: [{ name: 'auto', use, secondLook: { using: 'openai', when: 'unsure' } }] }),
    ];
    for (const input of refused) expect(compileConfig(input, catalogue, nowMs).ok).toBe(false);
  });
});
