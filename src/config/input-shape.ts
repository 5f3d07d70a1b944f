/**
 * The shape of `routes.config.ts` as a table, for files that no compiler has seen. Whether models, providers and
 * efforts exist and fit together is checked after this.
 */
import { admissionPostures } from '../core/budget.ts';
import { programmes } from '../core/caller.ts';
import { mostOutputTokens } from '../core/output-limit.ts';
import {
  efforts,
  type ModelRule,
  protocolIds,
  type Quirk,
  type ReasoningStyle,
  type SealForm,
  safeguardLevels,
} from '../core/target.ts';
import { alertsShape } from './alerts-shape.ts';
import { besideShape } from './beside-shape.ts';
import { classifyShape, secondLookShape } from './classify-shape.ts';
import { exportsShape } from './compile-exports.ts';
import { dashboardShape } from './dashboard-shape.ts';
import { demandShape, limitsShape, practiceShape, ruleShape, splitShape, whenShape } from './rule-shape.ts';
import { actionsShape, safeguardsShape } from './safeguards-shape.ts';
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

const currencyShape = fields(
  {
    code: text(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR'),
    perUsd: numberBetween('of it for one USD', 0.000_001, 1_000_000),
    on: text(/^\d{4}-\d\d-\d\d$/, 'the day of the rate, such as 2026-11-01'),
  },
  ['code', 'perUsd', 'on'],
);

const hourMs = 3_600_000;
const mebibyte = 1_048_576;

/** Each union's members, held complete by the compiler. */
const quirks: Readonly<Record<Quirk, true>> = {
  'max-tokens': true,
  'no-developer-role': true,
  'no-store': true,
  'no-stream-usage': true,
  'no-json-schema': true,
  'reasoning-content': true,
  'no-safety-identifier': true,
  'no-custom-tools': true,
  'thought-signatures': true,
};
const sealForms: Readonly<Record<SealForm, true>> = { protobuf: true, uuid: true, hex: true };
const rules: Readonly<Record<ModelRule, true>> = {
  'max-completion-tokens': true,
  'no-sampling': true,
  'sampling-without-reasoning': true,
  'tools-need-responses': true,
  'max-effort-needs-responses': true,
  'no-prefill': true,
};
const styles: Readonly<Record<ReasoningStyle, true>> = {
  effort: true,
  adaptive: true,
  budget: true,
  fixed: true,
};

const anyText = text(/\S/, 'a text');
const date = text(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'a date such as 2026-11-21');
const protocol = oneOf(protocolIds);
const modality = oneOf(['text', 'image', 'file', 'audio', 'video']);
const milliseconds = wholeNumber('milliseconds', 1, hourMs);
const tokens = wholeNumber('tokens', 1, 100_000_000);
const usdPerMillion = numberBetween('USD per million tokens', 0, 1000);

const thousandths = wholeNumber('thousandths of the price', 1, 10_000);

const rates: Shape = fields(
  {
    input: usdPerMillion,
    cachedInput: usdPerMillion,
    cacheWrite5m: usdPerMillion,
    cacheWrite1h: usdPerMillion,
    output: usdPerMillion,
  },
  ['input', 'output'],
);

const price: Shape = fields(
  {
    from: date,
    usd: rates,
    longContext: fields({ fromInputTokens: tokens, usd: rates }, ['fromInputTokens', 'usd']),
    offPeak: fields(
      {
        multiplier: thousandths,
        peakWeekdays: listOf(wholeNumber('weekday', 1, 7), 1),
        peakHours: listOf(listOf(wholeNumber('hour', 0, 24), 2), 1),
      },
      ['multiplier', 'peakWeekdays', 'peakHours'],
    ),
    tiers: recordOf(/^[a-z]+$/, 'a service tier', thousandths),
    source: anyText,
    observed: date,
  },
  ['from', 'usd'],
);

const policy: Readonly<Record<string, Shape>> = {
  deadlines: fields({ firstEventMs: milliseconds, idleMs: milliseconds, totalMs: milliseconds }, []),
  maxAttempts: wholeNumber('attempts', 1, 10),
  onClientAbort: oneOf(['cancel', 'drain']),
  onStoreAway: oneOf(admissionPostures),
  background: oneOf(['auto', 'never']),
  limits: limitsShape,
  data: demandShape,
  classify: classifyShape,
  secondLook: secondLookShape,
  safeguards: actionsShape,
};

/** What a team may have otherwise. */
const served: Readonly<Record<string, Shape>> = {
  use: byType('string', anyText, listOf(anyText, 1)),
  fallback: listOf(anyText, 1),
  baseline: anyText,
  ...splitShape,
  ...besideShape,
  ...ruleShape,
  ...policy,
};

const routeName = /^[a-z][a-z0-9-]{0,39}$/;
const route: Shape = fields(
  {
    name: text(routeName, 'a name of up to 40 small letters, digits and dashes'),
    when: whenShape,
    ...served,
  },
  ['name', 'use'],
);

const team: Shape = fields({ routes: recordOf(/\S/, 'the name of a route', fields(served, [])) }, ['routes']);

const provider: Shape = fields(
  {
    baseUrl: anyText,
    env: text(/^[A-Z][A-Z0-9_]{0,39}$/, 'a prefix of capitals, digits and underscores'),
    auth: oneOf(['bearer', 'x-api-key']),
    protocols: fields(
      Object.fromEntries(protocolIds.map((id) => [id, text(/^(\/[\w.-]+)*$/, 'a path or empty')])),
      [],
    ),
    quirks: listOf(oneOf(Object.keys(quirks)), 0),
    sealForm: oneOf(Object.keys(sealForms)),
    discountPercent: numberBetween('percent', 0, 99.9),
    background: flag,
    data: practiceShape,
    project: fields({ of: anyText, programme: oneOf(Object.keys(programmes)) }, ['of', 'programme']),
  },
  [],
);

const effortOrDefault = new RegExp(`^(${efforts.join('|')}|default)$`);
const speed: Shape = fields(
  {
    firstEventMs: orNull(milliseconds),
    tokensPerSecond: orNull(numberBetween('tokens per second', 0, 100_000)),
  },
  ['firstEventMs', 'tokensPerSecond'],
);

const model: Shape = fields(
  {
    id: text(/^[\w][\w./:-]{0,99}$/, 'a name of up to 100 letters, digits and . / : - _'),
    name: anyText,
    provider: anyText,
    wireName: anyText,
    protocols: listOf(protocol, 1),
    released: orNull(date),
    shutdown: orNull(date),
    successor: orNull(anyText),
    contextTokens: orNull(tokens),
    maxInputTokens: orNull(tokens),
    maxOutputTokens: orNull(wholeNumber('tokens', 1, mostOutputTokens)),
    input: listOf(modality, 1),
    output: listOf(modality, 1),
    tools: orNull(flag),
    structuredOutputs: orNull(flag),
    reasoning: orNull(
      fields(
        {
          efforts: listOf(oneOf(efforts), 0),
          default: orNull(oneOf(efforts)),
          style: oneOf(Object.keys(styles)),
        },
        ['efforts', 'default', 'style'],
      ),
    ),
    rules: listOf(oneOf(Object.keys(rules)), 0),
    safeguards: oneOf(safeguardLevels),
    data: practiceShape,
    isSlow: flag,
    prices: listOf(price, 0),
    quality: recordOf(effortOrDefault, 'an effort or `default`', numberBetween('an index', 0, 100)),
    latency: recordOf(effortOrDefault, 'an effort or `default`', speed),
  },
  ['id', 'provider'],
);

const priced: Shape = fields({ provider: anyText, prices: listOf(price, 0) }, ['provider']);

const limits: Shape = fields(
  {
    bodyBytes: wholeNumber('bytes', 1024, 100 * mebibyte),
    depth: wholeNumber('levels', 8, 512),
    messages: wholeNumber('messages', 1, 100_000),
    responseBytes: wholeNumber('bytes', 1024, 100 * mebibyte),
    pingAfterMs: wholeNumber('milliseconds', 200, 60_000),
  },
  [],
);

const kept: Shape = fields({ days: wholeNumber('days', 1, 90) }, ['days']);
const receiptsShape: Shape = (value, path, report) => {
  if (value !== false) kept(value, path, report);
};

export const inputShape: Shape = fields(
  {
    routes: listOf(route, 1),
    pools: recordOf(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and dashes', listOf(anyText, 1)),
    teams: recordOf(/^[A-Za-z0-9_.-]{1,64}$/, 'the name of a team', team),
    aliases: recordOf(/\S/, 'a name', anyText),
    onPurpose: recordOf(/\S/, 'a model name', anyText),
    named: fields(policy, []),
    providers: recordOf(/^[a-z][a-z0-9-]{0,39}$/, 'small letters, digits and dashes', provider),
    models: listOf(model, 0),
    embeddings: recordOf(/^[\w][\w./:-]{0,99}$/, 'a model name', byType('string', anyText, priced)),
    limits,
    keepItems: flag,
    receipts: receiptsShape,
    alerts: alertsShape,
    exports: exportsShape,
    dashboard: dashboardShape,
    audit: fields({ days: wholeNumber('days', 30, 4000) }, ['days']),
    ledger: fields(
      { timeZone: anyText, allowanceUsd: numberBetween('USD', 0, 10_000), currency: currencyShape },
      [],
    ),
    safeguards: safeguardsShape,
    corsOrigins: listOf(anyText, 0),
  },
  ['routes'],
);
