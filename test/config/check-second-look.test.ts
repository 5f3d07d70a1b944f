/** What `signalbox check` says of second looks, to the letter. */
import { expect, test } from 'vitest';
import { printProblem } from '../../src/cli/read-config.ts';
import { checkConfig } from '../../src/config/check-config.ts';
import { outlook } from './small-catalogue.ts';

const model = {
  provider: 'openai',
  prices: [{ from: '2026-01-01', usd: { input: 1, output: 2 } }],
  reasoning: { efforts: ['low', 'high'], default: 'low', style: 'effort' },
} as const;
const models = [
  { ...model, id: 'quick', latency: { low: { firstEventMs: 399, tokensPerSecond: null } } },
  { ...model, id: 'slow', latency: { low: { firstEventMs: 400, tokensPerSecond: null } } },
  { ...model, id: 'unknown' },
];

function saidOf(secondLook: object, where: 'route' | 'named' = 'route') {
  const rest = { name: 'rest', use: ['big'] };
  const config =
    where === 'route'
      ? { routes: [{ ...rest, secondLook }], models }
      : { routes: [rest], named: { secondLook }, models };
  const { problems, warnings } = checkConfig(config, outlook);
  expect(problems).toEqual([]);
  return warnings.map(printProblem);
}

test.each([
  ['the moderation endpoint', { using: 'openai-moderations', when: 'unsure' }],
  ['a quick model', { using: { target: 'quick' }, when: 'unsure' }],
  ['a model whose speed nobody knows', { using: { target: 'unknown@high' }, when: 'unsure' }],
  ['a slow model with time enough', { using: { target: 'slow@low' }, when: 'unsure', deadlineMs: 900 }],
])('nothing of %s', (_, secondLook) => {
  expect(saidOf(secondLook)).toEqual([]);
});

const tooSlow =
  'secondLook.deadlineMs: slow usually says nothing before 400 ms, so that after 400 ms most requests would count as of the higher risk. allow more time, or choose a quicker model';

test.each([
  [
    'a model that is slower than its deadline',
    saidOf.bind(null, { using: { target: 'slow' }, when: 'unsure' }),
    [`routes[0].${tooSlow}`],
  ],
  [
    'the same for named models',
    saidOf.bind(null, { using: { target: 'slow' }, when: 'low' }, 'named'),
    [`named.${tooSlow}`],
  ],
  [
    'a model that ends soon',
    saidOf.bind(null, { using: { target: 'old' }, when: 'unsure' }),
    ['routes[0].secondLook.using.target: old is shut down on 2026-12-11, in 20 days. move to big'],
  ],
])('%s', (_, said, says) => {
  expect(said()).toEqual(says);
});
