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
