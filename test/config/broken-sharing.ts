/** Broken splits, canaries, team overrides, aliases and data policies over the small catalogue, to the letter. */
import type { BrokenCase } from './broken-corpus.ts';

const rest = { name: 'rest', use: ['big'] };
const first = (route: object) => ({ routes: [{ name: 'first', use: ['big'], ...route }] });
const team = (changes: object, route: object = {}) => ({
  ...first(route),
  teams: { shop: { routes: { first: changes } } },
});
const arm = (use: string, share: number, name?: string) => ({ use, share, ...(name && { name }) });
const keeping = (data: object) => ({ providers: { openai: { data } } });

export const brokenSharing: readonly BrokenCase[] = [
  {
    name: 'shares that do not add up',
    config: first({ split: [arm('big', 90), arm('other', 5)] }),
    says: [
      'routes[0].split: the shares add up to 95, not 100. divide 100 among them, or write a `canary`, whose rest is served as usual',
    ],
  },
  {
    name: 'a share of everything',
    config: first({ canary: arm('other', 100) }),
    says: [
      'routes[0].canary.share: must be a share in percent from 0.01 to 99.99, but it is 100. write a share in percent from 0.01 to 99.99',
    ],
  },
  {
    name: 'a split in one',
    config: first({ split: [arm('other', 50)] }),
    says: [
      'routes[0].split: the shares add up to 50, not 100. divide 100 among them, or write a `canary`, whose rest is served as usual',
    ],
  },
  {
    name: 'a split and a canary',
    config: first({ split: [arm('big', 50), arm('other', 50)], canary: arm('small', 5) }),
    says: ['routes[0].canary: stands beside a `split`. make it one of its arms'],
  },
  {
    name: 'two arms of one name',
    config: first({ split: [arm('big', 50), arm('other', 50, 'big')] }),
    says: ['routes[0].split[1].name: there are two arms "big". give each arm its own name'],
  },
  {
    name: 'an arm whose model is not there',
    config: first({ canary: arm('smal', 5) }),
    says: ['routes[0].canary.use: there is no model "smal". did you mean small?'],
  },
  {
    name: 'a canary without a share',
    config: first({ canary: { use: 'other' } }),
    says: ['routes[0].canary.share: is missing. add `share`'],
  },
  {
    name: 'a team below the floor',
    config: team({ floor: 'none' }, { floor: 'strong' }),
    says: [
      'teams.shop.routes.first.floor: none is below the floor of "first", strong. leave it out: a team may raise the floor only',
    ],
  },
  {
    name: 'a team with a route that is not there',
    config: { routes: [rest], teams: { shop: { routes: { ret: { use: ['other'] } } } } },
    says: ['teams.shop.routes.ret: there is no route "ret". did you mean rest?'],
  },
  {
    name: 'a team that changes nothing',
    config: team({}),
    says: ['teams.shop.routes.first: changes nothing. take it out'],
  },
  {
    name: 'a team that changes a condition',
    config: team({ when: { stream: true } }),
    says: [
      'teams.shop.routes.first.when: there is no setting "when" here. known here: use, fallback, baseline, split, canary, hedge, shadow, objective, floor, clientMay, session, learn, explore, deadlines, maxAttempts, onClientAbort, onStoreAway, background, limits, data, classify, secondLook, safeguards',
    ],
  },
  {
    name: 'a team with a model that is not there',
    config: team({ use: ['bigg'] }),
    says: ['teams.shop.routes.first.use[0]: there is no model "bigg". did you mean big?'],
  },
  {
    name: 'a mistake of a route is not one of its teams',
    config: team({ use: ['other'] }, { fallback: ['bigg'] }),
    says: ['routes[0].fallback[0]: there is no model "bigg". did you mean big?'],
  },
  {
    name: 'a team that loosens a data policy',
    config: team(
      { data: { regions: ['eu', 'us'], retentionDaysAtMost: 30 } },
      { data: { regions: ['eu'], retentionDaysAtMost: 0 } },
    ),
    says: [
      'teams.shop.routes.first.data.regions: "first" does not allow us. take it out: a team may demand more only',
      'teams.shop.routes.first.data.retentionDaysAtMost: 30 days are more than "first" allows, 0. leave it out: a team may demand more only',
    ],
  },
  {
    name: 'a second look by whom the data policy does not allow',
    config: first({
      data: { noTraining: true },
      secondLook: { using: 'openai-moderations', when: 'unsure' },
    }),
    says: [
      'routes[0].secondLook.using: openai-moderations reads the request and does not meet its data policy: whether openai trains on requests is unknown. let somebody else judge, or write what you know under `providers.openai.data`',
    ],
  },
  {
    name: 'a second look by whom the data policy of the team does not allow',
    config: team(
      { data: { retentionDaysAtMost: 0 } },
      { secondLook: { using: { target: 'other' }, when: 'unsure' } },
    ),
    says: [
      'teams.shop.routes.first.secondLook.using: other reads the request and does not meet its data policy: how long anthropic keeps requests is unknown. let somebody else judge, or write what you know under `providers.anthropic.data`',
    ],
  },
  {
    name: 'a data policy that demands nothing',
    config: first({ data: {} }),
    says: [
      'routes[0].data: demands nothing. write regions, retentionDaysAtMost or noTraining, or leave it out',
    ],
  },
  {
    name: 'a region in words',
    config: first({ data: { regions: ['Europe'] } }),
    says: [
      'routes[0].data.regions[0]: must be a region in small letters, such as eu or us, but it is "Europe". write a region in small letters, such as eu or us',
    ],
  },
  {
    name: 'a session rule that is not there',
    config: first({ session: 'sticky' }),
    says: ['routes[0].session: "sticky" is not one of the known values. did you mean stay?'],
  },
  {
    name: 'a caller of no kind',
    config: { routes: [{ name: 'a', use: ['big'], when: { caller: {} } }, rest] },
    says: ['routes[0].when.caller: names nobody. write key, team, app, tier or tags, each with a list'],
  },
  {
    name: 'a tier that is not there',
    config: { routes: [{ name: 'a', use: ['big'], when: { caller: { tier: ['gold'] } } }, rest] },
    says: [
      'routes[0].when.caller.tier[0]: "gold" is not one of the known values. use one of anonymous, user, verified, trusted',
    ],
  },
  {
    name: 'an alias of nothing',
    config: { routes: [rest], aliases: { house: 'route/rst' } },
    says: ['aliases.house: there is no "route/rst". did you mean route/rest?'],
  },
  {
    name: 'an alias of an alias',
    config: { routes: [rest], aliases: { house: 'big', home: 'house' } },
    says: ['aliases.home: there is no model "house". add it under `models`'],
  },
  {
    name: 'an alias that has a meaning',
    config: { routes: [rest], aliases: { auto: 'big' } },
    says: ['aliases.auto: "auto" means something already. choose another name'],
  },
  {
    name: 'an alias of a model that has ended',
    config: { routes: [rest], aliases: { house: 'gone' } },
    says: ['aliases.house: gone was shut down on 2026-11-01. use big'],
  },
];

export const brokenSharingMeaning: readonly BrokenCase[] = [
  {
    name: 'a canary below the floor',
    config: first({ floor: 'strong', canary: arm('small', 5) }),
    says: [
      'routes[0].canary.use: small has safeguards of the level basic; the floor of "first" is strong, so it never serves these conversations. take it out, or lower routes[0].floor',
    ],
  },
  {
    name: 'an arm that ends soon',
    config: first({ split: [arm('big', 50), arm('lone', 50)] }),
    says: ['routes[0].split[1].use: lone is shut down on 2026-12-01, in 10 days. choose another'],
  },
  {
    name: 'an arm with a better and cheaper one',
    config: first({ canary: arm('dear', 5) }),
    says: [
      'routes[0].canary.use: dear has index 58 for $6 in and $30 out; big@medium has index 60 for $5 in and $30 out. use big@medium, or write under `onPurpose` why you keep dear',
    ],
  },
  {
    name: 'an arm of unknown price under a limit',
    config: first({ limits: { costUsd: 1 }, canary: arm('free', 5) }),
    says: [
      'routes[0].canary.use: the price of free is unknown, and "first" goes by cost: it never serves. add `prices` to the model, or put it under `fallback`',
    ],
  },
  {
    name: 'a team whose floor its targets do not meet',
    config: team({ floor: 'strong' }, { use: ['big', 'small'] }),
    says: [
      'routes[0].use[1]: small has safeguards of the level basic; the floor of "first" for the team shop is strong, so it never serves. take it out, or lower teams.shop.routes.first.floor',
    ],
  },
  {
    name: 'what is wrong for everybody is said once',
    config: team({ limits: { outputTokens: 10 } }, { use: ['big', 'small'], floor: 'strong' }),
    says: [
      'routes[0].use[1]: small has safeguards of the level basic; the floor of "first" is strong, so it never serves. take it out, or lower routes[0].floor',
    ],
  },
  {
    name: 'a team with an objective over unknown quality',
    config: team({ objective: 'best' }, { use: ['other'] }),
    says: [
      `teams.shop.routes.first.objective: no source says how good any target of "first" for the team shop is: the objective decides nothing. write \`objective: 'order'\`, or use targets that have an index (\`signalbox models\`)`,
    ],
  },
  {
    name: 'a data policy of which nobody knows whether it is met',
    config: first({ use: ['big', 'other'], data: { noTraining: true, regions: ['eu'] } }),
    says: [
      'routes[0].data: no target of "first" meets its data policy, so it can serve nothing: in which regions openai processes requests is unknown; whether openai trains on requests is unknown. use targets that do; what you know of a provider stands in `providers.NAME.data`',
    ],
  },
  {
    name: 'a data policy that one target does not meet',
    config: {
      ...first({ use: ['big', 'other'], data: { retentionDaysAtMost: 0 } }),
      ...keeping({ retentionDays: 0 }),
    },
    says: [
      'routes[0].use[1]: other never serves "first", whose data policy it does not meet: how long anthropic keeps requests is unknown. take it out, or write what you know under `providers.anthropic.data`',
    ],
  },
  {
    name: 'a canary that does not meet the data policy',
    config: {
      ...first({ data: { retentionDaysAtMost: 7, regions: ['eu', 'us'] }, canary: arm('other', 5) }),
      providers: {
        openai: { data: { retentionDays: 0, regions: ['us'] } },
        anthropic: { data: { retentionDays: 30, regions: ['us', 'asia'] } },
      },
    },
    says: [
      'routes[0].canary.use: other never serves "first", whose data policy it does not meet: anthropic may process requests in asia; anthropic keeps requests for 30 days. take it out, or write what you know under `providers.anthropic.data`',
    ],
  },
  {
    name: 'a route whose callers an earlier one has all',
    config: {
      routes: [
        { name: 'a', use: ['big'], when: { caller: { team: ['shop', 'it'] } } },
        { name: 'b', use: ['big'], when: { caller: { team: ['it'], tier: ['trusted'] } } },
        rest,
      ],
    },
    says: [
      'routes[1].when: "b" never serves `auto`: whatever meets its condition meets that of "a" (routes[0]) before it. move it above "a", or narrow that one',
    ],
  },
];
