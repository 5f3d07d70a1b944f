/** What `signalbox check` says: of configurations that are broken, to the letter, and of one that is not. */
import { describe, expect, test } from 'vitest';
import routes from '../../routes.config.ts';
import { outlookAt, printFindings } from '../../src/cli/check-command.ts';
import { printProblem } from '../../src/cli/read-config.ts';
import { checkConfig } from '../../src/config/check-config.ts';
import { brokenAlerts } from './broken-alerts.ts';
import { brokenBeside, brokenBesideMeaning } from './broken-beside.ts';
import { brokenMeaning, brokenNames, brokenRules } from './broken-corpus.ts';
import { brokenDashboard } from './broken-dashboard.ts';
import { brokenLearning } from './broken-learning.ts';
import { brokenLedger } from './broken-ledger.ts';
import { brokenSafeguards, brokenSafeguardsMeaning } from './broken-safeguards.ts';
import { brokenSharing, brokenSharingMeaning } from './broken-sharing.ts';
import { outlook } from './small-catalogue.ts';

describe.each([
  ['names', brokenNames],
  ['rules', brokenRules],
  ['sharing', brokenSharing],
  ['learning', brokenLearning],
  ['beside', brokenBeside],
  ['ledger', brokenLedger],
  ['alerts', brokenAlerts],
  ['dashboard', brokenDashboard],
  ['safeguards', brokenSafeguards],
])('%s: the router does not start', (_, cases) => {
  test.each(cases)('$name', ({ config, says }) => {
    const { problems, warnings } = checkConfig(config, outlook);
    expect(problems.map(printProblem)).toEqual(says);
    expect(warnings).toEqual([]);
  });
});

describe('meaning: it starts, and says', () => {
  test.each([...brokenMeaning, ...brokenSharingMeaning, ...brokenBesideMeaning, ...brokenSafeguardsMeaning])(
    '$name',
    ({ config, says }) => {
      const { problems, warnings } = checkConfig(config, outlook);
      expect(problems).toEqual([]);
      expect(warnings.map(printProblem)).toEqual(says);
    },
  );
});

test.each([
  ['one target that is as it should be', { routes: [{ name: 'a', use: ['big'] }] }],
  [
    'a model that is kept on purpose',
    { routes: [{ name: 'a', use: ['dear'] }], onPurpose: { dear: 'tested' } },
  ],
  ['a cheaper target of fewer safeguards', { routes: [{ name: 'a', use: ['big@low'] }] }],
  [
    'a bar that is relative',
    { routes: [{ name: 'a', use: ['big', 'small'], objective: { cheapest: { ofBest: 1 } } }] },
  ],
  [
    'a hedge and a shadow',
    {
      routes: [
        { name: 'a', use: ['big', 'small'], hedge: { afterMs: 3000 }, shadow: { use: 'other', share: 5 } },
      ],
    },
  ],
  [
    'what teams, arms, aliases and data policies may be',
    {
      routes: [
        {
          name: 'a',
          use: ['big', 'other'],
          when: 'by-name',
          data: { regions: ['eu', 'us'], retentionDaysAtMost: 30, noTraining: true },
          canary: { use: 'big@high', share: 0.5 },
          session: 'stay',
        },
        {
          name: 'b',
          use: ['big'],
          split: [
            { use: 'big@low', share: 33.33 },
            { use: 'big', share: 66.67, name: 'usual' },
          ],
        },
      ],
      teams: {
        shop: {
          routes: {
            a: { floor: 'strong', canary: { use: 'other', share: 10 }, data: { regions: ['eu'] } },
          },
        },
      },
      aliases: { house: 'route/b', cheap: 'auto/cheap', 'gpt-4': 'big@low' },
      providers: {
        openai: { data: { regions: ['eu'], retentionDays: 0, trains: false } },
        anthropic: { data: { regions: ['eu'], retentionDays: 30, trains: false } },
      },
    },
  ],
  [
    'routes that overlap in part',
    {
      routes: [
        { name: 'a', use: ['big'], when: { task: ['code'], stream: true } },
        { name: 'b', use: ['big'], when: { task: ['code'] } },
        { name: 'c', use: ['big'], when: 'by-name' },
        { name: 'd', use: ['big'] },
        { name: 'e', use: ['big'], when: 'by-name' },
      ],
    },
  ],
])('nothing is said of %s', (_, config) => {
  expect(checkConfig(config, outlook)).toEqual({ problems: [], warnings: [] });
});

test('the routes.config.ts of this repository is clean', () => {
  expect(checkConfig(routes, outlookAt(Date.parse('2026-11-21T12:00:00Z')))).toEqual({
    problems: [],
    warnings: [],
  });
});

test('for people: counted, in groups', () => {
  const problem = { path: 'routes[0].use', what: 'is empty', fix: 'name at least one' };
  const whole = { ...problem, path: '' };
  expect(printFindings('a.ts', { problems: [], warnings: [] })).toEqual(['a.ts: nothing to find fault with']);
  expect(printFindings('a.ts', { problems: [problem], warnings: [whole, problem] })).toEqual([
    'a.ts: 1 problem, 2 warnings',
    '',
    'problems: the router does not start with this',
    '  routes[0].use: is empty. name at least one',
    '',
    'warnings: it starts, and someone should look',
    '  the file: is empty. name at least one',
    '  routes[0].use: is empty. name at least one',
  ]);
});
