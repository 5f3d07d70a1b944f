/** Broken configurations over the small catalogue, each with what is said of it, to the letter. */

export type BrokenCase = {
  readonly name: string;
  readonly config: unknown;
  /** `path: what. fix`. */
  readonly says: readonly string[];
};

const rest = { name: 'rest', use: ['big'] };
const first = (route: object) => ({ routes: [{ name: 'first', ...route }] });
const before = (route: object) => ({ routes: [{ name: 'first', ...route }, rest] });
const model = (change: object) => ({
  routes: [rest],
  models: [{ id: 'mine', provider: 'openai', ...change }],
});
const writer = (id: string, maxOutputTokens: number) => ({
  id,
  provider: 'openai',
  maxOutputTokens,
  safeguards: 'strong',
  prices: [{ from: '2026-01-01', usd: { input: 1, output: 4 } }],
});

export const brokenNames: readonly BrokenCase[] = [
  {
    name: 'no configuration at all',
    config: undefined,
    says: ['the file: exports no configuration. write `export default defineConfig({ ... })`'],
  },
  {
    name: 'a model with a typing error',
    config: first({ use: ['bigg'] }),
    says: ['routes[0].use[0]: there is no model "bigg". did you mean big?'],
  },
  {
    name: 'a model that nobody knows',
    config: first({ use: ['quokka-9000'] }),
    says: ['routes[0].use[0]: there is no model "quokka-9000". add it under `models`'],
  },
  {
    name: 'a model that has ended',
    config: first({ use: ['gone'] }),
    says: ['routes[0].use[0]: gone was shut down on 2026-11-01. use big'],
  },
  {
    name: 'an effort that the model does not take',
    config: first({ use: ['big@max'] }),
    says: ['routes[0].use[0]: big does not take the effort "max". use one of low, medium, high'],
  },
  {
    name: 'an effort for a model that takes none',
    config: first({ use: ['big', 'free@low'] }),
    says: ['routes[0].use[1]: free does not take the effort "low". write `free` without an effort'],
  },
  {
    name: 'a target twice',
    config: first({ use: ['big', 'other', 'big'] }),
    says: ['routes[0].use[2]: "big" is there twice. remove one: a failed target is not asked again'],
  },
  { name: 'no target', config: first({ use: [] }), says: ['routes[0].use: is empty. name at least one'] },
  {
    name: 'a pool that is not there',
    config: { ...first({ use: 'strogn' }), pools: { strong: ['big'] } },
    says: ['routes[0].use: there is no pool "strogn". did you mean strong?'],
  },
  {
    name: 'a pool without a target',
    config: { ...first({ use: 'strong' }), pools: { strong: [] } },
    says: ['pools.strong: is empty. name at least one'],
  },
  {
    name: 'a route with the name of requests that name a model',
    config: { routes: [{ ...rest, name: 'model' }] },
    says: [
      'routes[0].name: "model" stands for requests that name a model, in limits and in keys. give the route another name',
    ],
  },
  {
    name: 'two routes of one name',
    config: {
      routes: [
        { ...rest, when: 'by-name' },
        { ...rest, name: 'last' },
        { ...rest, when: 'by-name' },
      ],
    },
    says: ['routes[2].name: there are two routes "rest". give each route its own name'],
  },
  {
    name: 'a setting with a typing error',
    config: first({ use: ['big'], fallbak: ['other'] }),
    says: ['routes[0].fallbak: there is no setting "fallbak" here. did you mean fallback?'],
  },
  {
    name: 'a name that cannot be in an address',
    config: { routes: [{ name: 'My Route', use: ['big'] }] },
    says: [
      'routes[0].name: must be a name of up to 40 small letters, digits and dashes, but it is "My Route". write a name of up to 40 small letters, digits and dashes',
    ],
  },
  {
    name: 'a key in the file',
    config: { routes: [rest], providers: { openai: { env: 'sk-abcdefghijklmnop1234567890' } } },
    says: [
      'providers.openai.env: looks like a key or password. take it out, store it with `wrangler secret put`, and revoke it',
      'providers.openai.env: must be a prefix of capitals, digits and underscores, but it is (hidden). write a prefix of capitals, digits and underscores',
    ],
  },
  {
    name: 'a provider that is not there',
    config: model({ provider: 'opnai' }),
    says: ['models[0].provider: there is no provider "opnai". did you mean openai?'],
  },
  {
    name: 'a provider without an address',
    config: { routes: [rest], providers: { local: { protocols: { 'openai-chat': '' } } } },
    says: ['providers.local.baseUrl: is missing. add the address, for example https://llm.example.com/v1'],
  },
  {
    name: 'a project of a provider that is not there',
    config: {
      routes: [rest],
      providers: { groq: { project: { of: 'grok', programme: 'cyber' } } },
    },
    says: ['providers.groq.project.of: is "grok", no other provider. name the one it stands in for'],
  },
  {
    name: 'a background mode over a protocol that has none',
    config: { routes: [rest], providers: { groq: { background: true } } },
    says: [
      "providers.groq.background: is a mode of Responses, which it does not speak. take it out, or add 'openai-responses' to its protocols",
    ],
  },
  {
    name: 'an address that is not encrypted',
    config: { routes: [rest], providers: { openai: { baseUrl: 'http://api.example.com' } } },
    says: [
      'providers.openai.baseUrl: would send keys and prompts unencrypted. use https://; http:// is for this machine only',
    ],
  },
  {
    name: 'a price per token',
    config: model({ prices: [{ from: '2026-01-01', usd: { input: 0.000002, output: 8 } }] }),
    says: [
      'models[0].prices[0]: input 0.000002 looks like a price per token. prices are USD per million tokens: 0.000002 per token is 2',
    ],
  },
  {
    name: 'prices out of order',
    config: model({
      prices: [
        { from: '2026-06-01', usd: { input: 2, output: 8 } },
        { from: '2026-01-01', usd: { input: 3, output: 9 } },
      ],
    }),
    says: [
      'models[0].prices[1].from: is not later than the price before it. put prices in order, oldest first',
    ],
  },
  {
    name: 'a successor that is not there',
    config: model({ successor: 'bigg' }),
    says: ['models[0].successor: there is no model "bigg". did you mean big?'],
  },
];

export const brokenRules: readonly BrokenCase[] = [
  {
    name: 'no route for the rest',
    config: first({ use: ['big'], when: { stream: true } }),
    says: [
      'routes: no route serves whatever comes. let the last one have no `when`: it serves `auto` where no other does',
    ],
  },
  {
    name: 'a condition without a part',
    config: before({ use: ['big'], when: {} }),
    says: ["routes[0].when: has no condition. leave `when` out, or write 'by-name'"],
  },
  {
    name: 'a task that is not there',
    config: before({ use: ['big'], when: { task: ['summary'] } }),
    says: ['routes[0].when.task[0]: "summary" is not one of the known values. did you mean summarize?'],
  },
  {
    name: 'a span that holds nothing',
    config: before({ use: ['big'], when: { difficulty: { from: 0.8, to: 0.2 } } }),
    says: ['routes[0].when.difficulty: from 0.8 to 0.2 holds nothing. let `from` be less than `to`'],
  },
  {
    name: 'a time zone that is not there',
    config: before({ use: ['big'], when: { hours: { from: '08:00', to: '18:00', zone: 'Europe/Berln' } } }),
    says: [
      'routes[0].when.hours.zone: there is no time zone "Europe/Berln". write one such as Europe/Berlin or UTC',
    ],
  },
  {
    name: 'hours that are the whole day',
    config: before({ use: ['big'], when: { hours: { from: '08:00', to: '08:00', zone: 'UTC' } } }),
    says: [
      'routes[0].when.hours: from 08:00 to 08:00 is every hour of every day. leave `hours` out, or write another `to`',
    ],
  },
  {
    name: 'an objective without its bar',
    config: first({ use: ['big'], objective: { cheapest: {} } }),
    says: [
      'routes[0].objective.cheapest: sets no bar. write `ofBest` (a share of the best target) or `atLeast` (a probability)',
    ],
  },
  {
    name: 'two objectives',
    config: first({ use: ['big'], objective: { cheapest: { ofBest: 1 }, fastest: { ofBest: 1 } } }),
    says: ['routes[0].objective: must name one objective. write one of cheapest, fastest, weights'],
  },
  {
    name: 'an objective that is not there',
    config: first({ use: ['big'], objective: 'cheapest' }),
    says: ['routes[0].objective: "cheapest" has no bar. write { cheapest: { ofBest: 0.95 } }'],
  },
  {
    name: 'a bar above 1',
    config: first({ use: ['big'], objective: { cheapest: { atLeast: 95 } } }),
    says: [
      'routes[0].objective.cheapest.atLeast: must be a share from 0 to 1, but it is 95. write a share from 0 to 1',
    ],
  },
  {
    name: 'deadlines in the wrong order',
    config: first({ use: ['big'], deadlines: { firstEventMs: 60_000, totalMs: 30_000 } }),
    says: [
      'routes[0].deadlines.firstEventMs: 60000 is longer than totalMs 30000. make totalMs the longest of the three',
    ],
  },
  {
    name: 'a floor that is not there',
    config: first({ use: ['big'], floor: 'high' }),
    says: ['routes[0].floor: "high" is not one of the known values. use one of none, basic, strong'],
  },
];

export const brokenMeaning: readonly BrokenCase[] = [
  {
    name: 'a route behind one that takes everything',
    config: { routes: [rest, { name: 'code', when: { task: ['code'] }, use: ['other'] }] },
    says: [
      'routes[1].when: "code" never serves `auto`: "rest" (routes[0]) before it serves whatever comes. move it above "rest", or write `when: \'by-name\'`',
    ],
  },
  {
    name: 'a second route without a condition',
    config: { routes: [rest, { name: 'spare', use: ['other'] }] },
    says: [
      'routes[1].when: "spare" never serves `auto`: "rest" (routes[0]) before it serves whatever comes. move it above "rest", or write `when: \'by-name\'`',
    ],
  },
  {
    name: 'a route whose condition an earlier one covers',
    config: {
      routes: [
        { name: 'work', when: { task: ['code', 'math'] }, use: ['other'] },
        { name: 'code', when: { task: ['code'], difficulty: { from: 0.8 } }, use: ['big@high'] },
        rest,
      ],
    },
    says: [
      'routes[1].when: "code" never serves `auto`: whatever meets its condition meets that of "work" (routes[0]) before it. move it above "work", or narrow that one',
    ],
  },
  {
    name: 'a pool that no route uses',
    config: { routes: [rest], pools: { strong: ['big'] } },
    says: ["pools.strong: no route uses this pool. remove it, or write `use: 'strong'` in a route"],
  },
  {
    name: 'a floor that no target meets',
    config: first({ use: ['small'], fallback: ['old'], floor: 'strong' }),
    says: [
      'routes[0].fallback[0]: old is shut down on 2026-12-11, in 20 days. move to big: input $5 instead of $2, output $30 instead of $10 per million tokens',
      'routes[0].floor: no target of "first" has safeguards of the level strong: it can serve nothing. use targets that have them, or lower the floor',
    ],
  },
  {
    name: 'a target below the floor',
    config: first({ use: ['big', 'small'], floor: 'strong' }),
    says: [
      'routes[0].use[1]: small has safeguards of the level basic; the floor of "first" is strong, so it never serves. take it out, or lower routes[0].floor',
    ],
  },
  {
    name: 'a fallback below the floor',
    config: first({ use: ['big'], fallback: ['small'], floor: 'strong' }),
    says: [
      'routes[0].fallback[0]: small has safeguards of the level basic; the floor of "first" is strong, so it never serves as a fallback. take it out, or lower routes[0].floor',
    ],
  },
  {
    name: 'a window smaller than the declared limit',
    config: first({ use: ['big', 'other'], limits: { inputTokens: 400_000 } }),
    says: [
      'routes[0].use[0]: big takes 200000 input tokens; "first" lets in 400000. use a model with a longer window, or lower routes[0].limits.inputTokens',
      'routes[0].use[1]: other takes 200000 input tokens; "first" lets in 400000. use a model with a longer window, or lower routes[0].limits.inputTokens',
    ],
  },
  {
    name: 'a window smaller than the condition lets in',
    config: before({ use: ['other'], when: { inputTokens: { from: 1000, to: 300_000 } } }),
    says: [
      'routes[0].use[0]: other takes 200000 input tokens; "first" lets in 300000. use a model with a longer window, or lower routes[0].when.inputTokens.to',
    ],
  },
  {
    name: 'a window that no request of the route fits',
    config: before({ use: ['other'], when: { inputTokens: { from: 200_000 } } }),
    says: [
      'routes[0].use[0]: other takes 200000 input tokens; "first" serves requests from 200000 on, so it never serves. use a model with a longer window, or lower routes[0].when.inputTokens.from',
    ],
  },
  {
    name: 'a limit on output that no target reaches',
    config: {
      models: [writer('brief', 16_000), writer('long', 64_000)],
      routes: [
        { name: 'a', use: ['brief'], fallback: ['long'], when: 'by-name', limits: { outputTokens: 64_000 } },
        { name: 'b', use: ['brief'], fallback: ['long'], limits: { outputTokens: 10_000_000 } },
      ],
    },
    says: [
      'routes[1].limits.outputTokens: no target of "b" writes 10000000 tokens: the most is 64000, so it limits nothing. lower it, or leave it out',
    ],
  },
  {
    name: 'a bar that nobody meets',
    config: first({ use: ['big@high', 'small'], objective: { cheapest: { atLeast: 0.8 } } }),
    says: [
      'routes[0].objective.cheapest.atLeast: no target of "first" reaches 0.8: the best is predicted 0.700 on the easiest of requests. lower it, add a stronger target, or write `ofBest`',
    ],
  },
  {
    name: 'an objective over targets of unknown quality',
    config: first({ use: ['other'], objective: 'best' }),
    says: [
      'routes[0].objective: no source says how good any target of "first" is: the objective decides nothing. write `objective: \'order\'`, or use targets that have an index (`signalbox models`)',
    ],
  },
  {
    name: 'an objective that passes over a target',
    config: first({ use: ['big', 'other'], objective: { cheapest: { ofBest: 0.9 } } }),
    says: [
      'routes[0].use[1]: no source says how good other is, so the objective of "first" passes over it. use another effort or model, or put it under `fallback`',
    ],
  },
  {
    name: 'a limit on cost and no price',
    config: first({ use: ['big', 'free'], limits: { costUsd: 1 } }),
    says: [
      'routes[0].use[1]: the price of free is unknown, and "first" goes by cost: it never serves. add `prices` to the model, or put it under `fallback`',
    ],
  },
  {
    name: 'a price that nobody knows',
    config: first({ use: ['big', 'free'] }),
    says: [
      'routes[0].use[1]: the price of free is unknown. add `prices` to the model, or its requests count as cost unknown',
    ],
  },
  {
    name: 'a model that ends soon',
    config: first({ use: ['old'] }),
    says: [
      'routes[0].use[0]: old is shut down on 2026-12-11, in 20 days. move to big: input $5 instead of $2, output $30 instead of $10 per million tokens',
    ],
  },
  {
    name: 'a model that ends soon, in a pool',
    config: { ...first({ use: 'all' }), pools: { all: ['old'] } },
    says: [
      'pools.all[0]: old is shut down on 2026-12-11, in 20 days. move to big: input $5 instead of $2, output $30 instead of $10 per million tokens',
    ],
  },
  {
    name: 'a baseline that ends soon',
    config: first({ use: ['big'], baseline: 'old' }),
    says: [
      'routes[0].baseline: old is shut down on 2026-12-11, in 20 days. move to big: input $5 instead of $2, output $30 instead of $10 per million tokens',
    ],
  },
  {
    name: 'a model that ends soon, with nothing after it',
    config: first({ use: ['lone'] }),
    says: ['routes[0].use[0]: lone is shut down on 2026-12-01, in 10 days. choose another'],
  },
  {
    name: 'successors in a circle',
    config: {
      routes: [rest],
      models: [
        { id: 'one', provider: 'openai', successor: 'two' },
        { id: 'two', provider: 'openai', successor: 'one' },
      ],
    },
    says: [
      'models[0].successor: goes round in a circle: one, two, one. let the last one have none',
      'models[1].successor: goes round in a circle: two, one, two. let the last one have none',
    ],
  },
  {
    name: 'a target with a better and cheaper one',
    config: first({ use: ['dear'] }),
    says: [
      'routes[0].use[0]: dear has index 58 for $6 in and $30 out; big@medium has index 60 for $5 in and $30 out. use big@medium, or write under `onPurpose` why you keep dear',
    ],
  },
  {
    name: 'a target with a better and cheaper one, in several places',
    config: {
      pools: { all: ['dear', 'other'] },
      routes: [
        { name: 'a', use: 'all', when: { stream: true } },
        { name: 'b', use: 'all', when: 'by-name', fallback: ['big'] },
        { name: 'c', use: ['big'], fallback: ['dear'] },
      ],
    },
    says: [
      'pools.all[0]: dear has index 58 for $6 in and $30 out; big@medium has index 60 for $5 in and $30 out (also routes[2].fallback[0]). use big@medium, or write under `onPurpose` why you keep dear',
    ],
  },
  {
    name: 'a reason for a model that needs none',
    config: { routes: [rest], onPurpose: { big: 'we like it' } },
    says: ['onPurpose.big: no target of big has a better and cheaper one. remove it'],
  },
  {
    name: 'a reason for a model that is not there',
    config: { routes: [rest], onPurpose: { bigg: 'we like it' } },
    says: ['onPurpose.bigg: there is no model "bigg". did you mean big?'],
  },
];
