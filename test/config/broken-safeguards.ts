/** What is written wrong of safeguards, each with what is said of it, to the letter. */
import type { BrokenCase } from './broken-corpus.ts';

const routes = [{ name: 'first', use: ['big'] }];

export const brokenSafeguards: readonly BrokenCase[] = [
  {
    name: 'an action that nobody knows',
    config: { routes: [{ ...routes[0], safeguards: ['fences'] }] },
    says: ['routes[0].safeguards[0]: "fences" is not one of the known values. did you mean fence?'],
  },
  {
    name: 'a rule by a name that is taken',
    config: { routes, safeguards: { rules: [{ name: 'harm', floor: 'strong' }] } },
    says: ['safeguards.rules[0].name: there are two rules "harm". name each its own'],
  },
  {
    name: 'a rule that demands nothing',
    config: { routes, safeguards: { rules: [{ name: 'idle', when: { tier: ['user'] } }] } },
    says: ['safeguards.rules[0]: demands nothing. give it a `floor` or something to `do`'],
  },
  {
    name: 'a condition on a domain that is none',
    config: {
      routes,
      safeguards: {
        rules: [{ name: 'x', when: { risk: { level: 'high', domains: ['cybr'] } }, floor: 'basic' }],
      },
    },
    says: [
      'safeguards.rules[0].when.risk.domains[0]: "cybr" is not one of the known values. did you mean cyber?',
    ],
  },
  {
    name: 'a target that nobody knows steps up',
    config: { routes, safeguards: { stepUp: ['bigg'] } },
    says: ['safeguards.stepUp[0]: there is no model "bigg". did you mean big?'],
  },
  {
    name: 'steps against end users that do not rise',
    config: { routes, safeguards: { actors: { slowAt: 1, suspendAt: 3.5 } } },
    says: [
      'safeguards.actors.slowAt: is 1, and warnAt is 1.5. let each step be above the one before',
      'safeguards.actors.suspendAt: is 3.5, and stepDownAt is 3.5. let each step be above the one before',
    ],
  },
  {
    name: 'end users who are suspended for ever',
    config: { routes, safeguards: { actors: { suspendHours: 100_000 } } },
    says: [
      'safeguards.actors.suspendHours: must be hours from 0.1 to 8760, but it is 100000. write hours from 0.1 to 8760',
    ],
  },
  {
    name: 'approvals that nobody could give, and patterns of nothing',
    config: {
      routes,
      safeguards: {
        approvals: {
          pendingMinutes: 0,
          preapproved: [{ tool: '', arguments: { path: '/sandbox/*' } }],
          toolEffects: { 'search_*': 'reads' },
        },
      },
    },
    says: [
      'safeguards.approvals.pendingMinutes: must be a whole number of minutes from 1 to 1440, but it is 0. write a whole number of minutes from 1 to 1440',
      'safeguards.approvals.preapproved[0].tool: must be a pattern of 1 to 200 characters, in which * stands for any text, but it is "". write a pattern of 1 to 200 characters, in which * stands for any text',
      'safeguards.approvals.toolEffects.search_*: "reads" is not one of the known values. did you mean read?',
    ],
  },
];

export const brokenSafeguardsMeaning: readonly BrokenCase[] = [
  {
    name: 'nobody can step up',
    config: { routes, safeguards: { stepUp: [] } },
    says: [
      'safeguards.stepUp: no target has safeguards of the level strong: requests that dual-use holds for are refused where their own targets have none. name one that has, unless that is what you want',
    ],
  },
];
