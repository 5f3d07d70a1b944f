/** Files that no compiler has seen: wrong types, misspelt settings, numbers out of bounds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auto, type Case, problemsOf, withModel, withPrice, withRoute } from './broken.ts';

const shapes: Case[] = [
  ['no object', 'auto', '', 'must be an object', 'write an object'],
  ['nothing', undefined, '', 'must be an object, but it is undefined', 'write an object'],
  ['no routes', {}, 'routes', 'is missing', 'add `routes`'],
  ['an empty list of routes', { routes: [] }, 'routes', 'is empty', 'name at least one'],
  ['routes that are an object', { routes: {} }, 'routes', 'must be a list', 'write a list'],
  ['keeping items in words', { routes: [auto], keepItems: 'no' }, 'keepItems', 'it is "no"', 'true or false'],
  ['a misspelt setting', { routes: [auto], limts: {} }, 'limts', 'no setting "limts"', 'limits'],
  [
    'a misspelt setting of a route',
    withRoute({ maxAtempts: 2 }),
    'routes[0].maxAtempts',
    'no setting',
    'maxAttempts',
  ],
  [
    'a name inherited by all objects',
    withRoute({ toString: 1 }),
    'routes[0].toString',
    'no setting',
    'known here',
  ],
  [
    'a route without a name',
    { routes: [{ use: ['gpt-5.5'] }] },
    'routes[0].name',
    'is missing',
    'add `name`',
  ],
  ['a route name with a slash', withRoute({ name: 'a/b' }), 'routes[0].name', 'it is "a/b"', 'small letters'],
  ['an empty use', withRoute({ use: [] }), 'routes[0].use', 'is empty', 'name at least one'],
  ['a target that is no text', withRoute({ use: [5] }), 'routes[0].use[0]', 'must be a text', 'write a text'],
  [
    'a negative deadline',
    withRoute({ deadlines: { idleMs: -5 } }),
    'routes[0].deadlines.idleMs',
    'it is -5',
    'milliseconds',
  ],
  [
    'a deadline in words',
    withRoute({ deadlines: { totalMs: '10s' } }),
    'routes[0].deadlines.totalMs',
    'it is "10s"',
    'milliseconds',
  ],
  ['no attempt', withRoute({ maxAttempts: 0 }), 'routes[0].maxAttempts', 'it is 0', 'from 1 to 10'],
  ['half an attempt', withRoute({ maxAttempts: 1.5 }), 'routes[0].maxAttempts', 'it is 1.5', 'whole number'],
  [
    'an unknown word',
    withRoute({ onClientAbort: 'cancle' }),
    'routes[0].onClientAbort',
    '"cancle"',
    'did you mean cancel',
  ],
  [
    'background work now and then',
    withRoute({ background: 'sometimes' }),
    'routes[0].background',
    '"sometimes" is not one of',
    'auto',
  ],
  [
    'an unknown protocol',
    { routes: [auto], providers: { openai: { protocols: { chat: '' } } } },
    'providers.openai.protocols.chat',
    'no setting "chat"',
    'openai-chat',
  ],
  [
    'an unknown quirk',
    { routes: [auto], providers: { openai: { quirks: ['no-stores'] } } },
    'providers.openai.quirks[0]',
    '"no-stores"',
    'no-store',
  ],
  [
    'an unknown form of seals',
    { routes: [auto], providers: { anthropic: { sealForm: 'base64' } } },
    'providers.anthropic.sealForm',
    '"base64" is not one of',
    'protobuf',
  ],
  [
    'a provider name with capitals',
    { routes: [auto], providers: { OpenAI: {} } },
    'providers.OpenAI',
    'cannot be used',
    'small letters',
  ],
  [
    'a limit out of bounds',
    { routes: [auto], limits: { bodyBytes: -1 } },
    'limits.bodyBytes',
    'it is -1',
    'bytes',
  ],
  [
    'a date that is none',
    withModel({ shutdown: '2027-13-01' }),
    'models[0].shutdown',
    '2027-13-01',
    'a date such as',
  ],
  [
    'a price in micro-dollars',
    withPrice({ input: 5_000_000, output: 1 }),
    'models[0].prices[0].usd.input',
    'it is 5000000',
    'USD per million',
  ],
  [
    'a price without output',
    withPrice({ input: 5 }),
    'models[0].prices[0].usd.output',
    'is missing',
    'add `output`',
  ],
];

describe('what is said of the shape', () => {
  it.each(shapes)('%s', (_name, input, path, what, fix) => {
    const found = problemsOf(input).filter((problem) => problem.path === path);
    expect(found).toContainEqual({
      path,
      what: expect.stringContaining(what),
      fix: expect.stringContaining(fix),
    });
  });
});

it('answers any value with problems, never with an exception', () => {
  fc.assert(
    fc.property(fc.anything(), (input) => {
      expect(problemsOf(input)).not.toEqual([]);
    }),
  );
});

it('takes any value in any place of a route without an exception', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('name', 'use', 'deadlines', 'maxAttempts', 'onClientAbort'),
      fc.anything(),
      (key, value) => {
        expect(problemsOf(withRoute({ [key]: value }))).toBeInstanceOf(Array);
      },
    ),
  );
});
