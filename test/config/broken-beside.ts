/** Broken hedges and shadows over the small catalogue, to the letter. */
import type { BrokenCase } from './broken-corpus.ts';

const first = (route: object) => ({ routes: [{ name: 'first', use: ['big', 'small'], ...route }] });
const slow = {
  id: 'slow',
  provider: 'openai',
  contextTokens: 200_000,
  safeguards: 'strong',
  prices: [{ from: '2026-01-01', usd: { input: 1, output: 4 } }],
  latency: { default: { firstEventMs: 12_500, tokensPerSecond: 40 } },
};

export const brokenBeside: readonly BrokenCase[] = [
  {
    name: 'a hedge without its time',
    config: first({ hedge: {} }),
    says: ['routes[0].hedge.afterMs: is missing. add `afterMs`'],
  },
  {
    name: 'a hedge in seconds',
    config: first({ hedge: { afterMs: 3 } }),
    says: [
      'routes[0].hedge.afterMs: must be a whole number of milliseconds from 100 to 600000, but it is 3. write a whole number of milliseconds from 100 to 600000',
    ],
  },
  {
    name: 'a hedge after the end of the first attempt',
    config: first({ hedge: { afterMs: 8000 }, deadlines: { firstEventMs: 8000 } }),
    says: [
      'routes[0].hedge.afterMs: 8000 is not before deadlines.firstEventMs 8000, where the first attempt ends. make it shorter',
    ],
  },
  {
    name: 'a hedge where one attempt is allowed',
    config: first({ hedge: { afterMs: 3000 }, maxAttempts: 1 }),
    says: [
      'routes[0].hedge: is a second attempt, and maxAttempts is 1. raise maxAttempts, or leave the hedge out',
    ],
  },
  {
    name: 'a shadow of a model with a typing error',
    config: first({ shadow: { use: 'othr', share: 5 } }),
    says: ['routes[0].shadow.use: there is no model "othr". did you mean other?'],
  },
  {
    name: 'a shadow without a share',
    config: first({ shadow: { use: 'other' } }),
    says: ['routes[0].shadow.share: is missing. add `share`'],
  },
  {
    name: 'a shadow of more than everything',
    config: first({ shadow: { use: 'other', share: 500 } }),
    says: [
      'routes[0].shadow.share: must be percent from 0.01 to 100, but it is 500. write percent from 0.01 to 100',
    ],
  },
];

export const brokenBesideMeaning: readonly BrokenCase[] = [
  {
    name: 'a hedge without a second target',
    config: first({ use: ['big'], hedge: { afterMs: 3000 } }),
    says: [
      'routes[0].hedge: "first" has one target: there is none to call beside it. add another one, or take the hedge out',
    ],
  },
  {
    name: 'a hedge that most answers would need',
    config: { ...first({ use: ['slow', 'big'], hedge: { afterMs: 3000 } }), models: [slow] },
    says: [
      'routes[0].use[0]: slow usually begins its output after 12.5 s, "first" hedges after 3 s: most of its answers would be paid twice. make routes[0].hedge.afterMs longer than that',
    ],
  },
  {
    name: 'a shadow below the floor',
    config: first({ use: ['big'], floor: 'strong', shadow: { use: 'small', share: 5 } }),
    says: [
      'routes[0].shadow.use: small never gets a copy: its safeguards are of the level basic, and the floor of "first" is strong. use another target, or take the shadow out',
    ],
  },
  {
    name: 'a shadow of which nobody knows where it is',
    config: {
      ...first({ use: ['big'], data: { regions: ['eu'] }, shadow: { use: 'other', share: 5 } }),
      providers: { openai: { data: { regions: ['eu'] } } },
    },
    says: [
      'routes[0].shadow.use: other never gets a copy: in which regions anthropic processes requests is unknown. use another target, or take the shadow out',
    ],
  },
  {
    name: 'a shadow of the target that serves',
    config: first({ use: ['big'], shadow: { use: 'big', share: 5 } }),
    says: [
      'routes[0].shadow.use: big never gets a copy: it serves "first" itself. use another target, or take the shadow out',
    ],
  },
  {
    name: 'a shadow that nobody can count',
    config: first({ use: ['big'], shadow: { use: 'free', share: 5 } }),
    says: [
      'routes[0].shadow.use: the price of free is unknown. add `prices` to the model, or its requests count as cost unknown',
    ],
  },
];
