/** The shape of a route's condition and of what it wants, as tables. Whether spans and zones make sense comes after. */
import { tiers } from '../core/caller.ts';
import { tasks } from '../core/classification.ts';
import { sessionRules } from '../core/config.ts';
import { clientWishes } from '../core/objective.ts';
import { riskDomains, riskLevels } from '../core/risk.ts';
import { protocolIds, safeguardLevels } from '../core/target.ts';
import {
  byType,
  fields,
  flag,
  listOf,
  numberBetween,
  oneOf,
  orNull,
  recordOf,
  type Shape,
  text,
  wholeNumber,
} from './shape.ts';

const tokens = wholeNumber('tokens', 0, 100_000_000);
const clock = text(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time such as 08:30');

const span = (part: Shape): Shape => fields({ from: part, to: part }, []);

const keyNames = listOf(text(/^[A-Za-z0-9_.-]{1,64}$/, 'the name of an API key'), 1);
const names = listOf(text(/\S/, 'a name'), 1);

const caller: Shape = (value, path, report) => {
  if (Array.isArray(value)) keyNames(value, path, report);
  else callerParts(value, path, report);
};

const callerParts = fields(
  {
    key: keyNames,
    team: names,
    app: names,
    tier: listOf(oneOf(tiers), 1),
    tags: recordOf(/\S/, 'the name of a tag', names),
  },
  [],
);

const condition = fields(
  {
    task: listOf(oneOf(tasks), 1),
    difficulty: span(numberBetween('a difficulty', 0, 1)),
    risk: fields({ level: oneOf(riskLevels), domains: listOf(oneOf(riskDomains), 1) }, ['level']),
    inputTokens: span(tokens),
    modalities: listOf(oneOf(['text', 'image', 'file', 'audio', 'video']), 1),
    tools: oneOf(['none', 'any', 'write', 'destructive']),
    structuredOutput: flag,
    language: listOf(text(/^[a-z]{2,3}(-[A-Za-z]{2,4})?$/, 'a language code such as en or zh-Hant'), 1),
    caller,
    protocol: listOf(oneOf(protocolIds), 1),
    stream: flag,
    hours: fields(
      {
        from: clock,
        to: clock,
        zone: text(/\S/, 'a time zone'),
        days: listOf(wholeNumber('weekday', 1, 7), 1),
      },
      ['from', 'to', 'zone'],
    ),
  },
  [],
);

export const whenShape: Shape = byType('string', oneOf(['by-name']), condition);

const share = numberBetween('a share', 0, 1);
const bar = fields({ atLeast: share, ofBest: share }, []);
const weight = numberBetween('a weight', 0, 1_000_000);

/** The objectives that are one word; the others are easily written as one, too. */
const objectiveWord: Shape = (value, path, report) => {
  if (value === 'cheapest' || value === 'fastest')
    report(path, `"${value}" has no bar`, `write { ${value}: { ofBest: 0.95 } }`);
  else oneOf(['order', 'best'])(value, path, report);
};

export const ruleShape: Readonly<Record<string, Shape>> = {
  objective: byType(
    'string',
    objectiveWord,
    fields(
      {
        cheapest: bar,
        fastest: bar,
        weights: fields({ quality: weight, costUsd: weight, seconds: weight }, ['quality']),
      },
      [],
    ),
  ),
  floor: oneOf(safeguardLevels),
  clientMay: listOf(oneOf(Object.keys(clientWishes)), 0),
  session: oneOf(sessionRules),
  learn: flag,
  explore: fields({ share: numberBetween('percent', 0.01, 20) }, ['share']),
};

const arm: Shape = fields(
  {
    use: text(/\S/, 'a target'),
    share: numberBetween('a share in percent', 0.01, 99.99),
    name: text(/^[a-z0-9][a-z0-9.-]{0,39}$/, 'a name of up to 40 small letters, digits, dots and dashes'),
  },
  ['use', 'share'],
);

export const splitShape: Readonly<Record<string, Shape>> = { split: listOf(arm, 1), canary: arm };

const region = text(/^[a-z][a-z0-9-]{1,30}$/, 'a region in small letters, such as eu or us');
const days = numberBetween('days', 0, 36_500);

/** Of a provider or a model. */
export const practiceShape: Shape = fields(
  { regions: listOf(region, 1), retentionDays: orNull(days), trains: orNull(flag) },
  [],
);

export const demandShape: Shape = fields(
  { regions: listOf(region, 1), retentionDaysAtMost: days, noTraining: flag },
  [],
);

export const limitsShape: Shape = fields(
  {
    costUsd: numberBetween('USD', 0.000001, 10_000),
    inputTokens: wholeNumber('tokens', 1, 100_000_000),
    outputTokens: wholeNumber('tokens', 1, 100_000_000),
    firstEventMs: wholeNumber('milliseconds', 1, 3_600_000),
  },
  [],
);
