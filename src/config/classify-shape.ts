/** The shape of `classify` and `secondLook` of a route as a table, for files that no compiler has seen. */
import { tasks } from '../core/classification.ts';
import { secondLookOccasions } from '../core/classify-settings.ts';
import { riskDomains, riskLevels } from '../core/risk.ts';
import {
  byType,
  fields,
  flag,
  listOf,
  numberBetween,
  oneOf,
  type Shape,
  someFunction,
  text,
  wholeNumber,
} from './shape.ts';

const score = numberBetween('a number', 0, 1);
const anyText = text(/\S/, 'a text');
const task = oneOf(tasks);

const cuts = fields({ low: score, elevated: score, high: score }, ['low', 'elevated', 'high']);

const override = fields(
  {
    when: fields({ contains: listOf(anyText, 1), predicate: someFunction, name: anyText }, []),
    task,
    risk: oneOf(riskLevels),
    domain: oneOf(riskDomains),
    mayLowerRisk: flag,
  },
  ['when'],
);

export const classifyShape: Shape = fields(
  {
    expect: listOf(task, 1),
    overrides: listOf(override, 0),
    thresholds: fields(
      { task: score, risk: fields(Object.fromEntries(['any', ...riskDomains].map((id) => [id, cuts])), []) },
      [],
    ),
  },
  [],
);

export const secondLookShape: Shape = fields(
  {
    using: byType('string', oneOf(['openai-moderations']), fields({ target: anyText }, ['target'])),
    when: oneOf(secondLookOccasions),
    deadlineMs: wholeNumber('milliseconds', 10, 10_000),
    perMinute: wholeNumber('calls a minute', 1, 100_000),
    cacheSeconds: wholeNumber('seconds', 0, 86_400),
    mayLower: flag,
  },
  ['using', 'when'],
);
