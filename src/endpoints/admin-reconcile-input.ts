/** What the endpoints of reconciliation take, read and bounded. Errors name the field. Pure. */
import { err, type InvalidRequest, ok, type Result } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { totalOf } from '../core/row.ts';
import { utcDayStart } from '../core/utc-day.ts';
import { type BookedCorrection, bookedAtMs } from '../finance/reconcile-row.ts';
import { dayTtlSeconds } from '../ledger/keys.ts';
import {
  type ReconciledFigures,
  type ReconciledProvider,
  reconciledProviders,
} from '../ledger/reconciliations.ts';

/** Of one call. */
const mostCorrections = 100;
const mostDays = 100;
/** Of one day and model. */
const mostSequence = 999;
const dayMs = 86_400_000;

/** Start of a UTC day; null: there is no such day. */
const dayStartMs = (text: unknown) => (typeof text === 'string' ? utcDayStart(text) : null);

function readDay(value: unknown, field: string, nowMs: number, check: FieldCheck): string {
  const startMs = dayStartMs(value);
  if (startMs === null) check.wrong(field, 'a UTC day (2026-10-05)', value);
  else if (startMs > nowMs) check.fail(field, 'must have begun');
  else if (startMs < nowMs - dayTtlSeconds * 1000 + dayMs)
    check.fail(field, `must be of the last ${dayTtlSeconds / 86_400 - 1} days: older ones are not kept`);
  return String(value);
}

const wholeNumber = { whole: true } as const;

function readNano(object: JsonObject, name: string, field: string, check: FieldCheck): number {
  return check.number(object[name], `${field}.${name}`, wholeNumber) ?? 0;
}

function readProvider(raw: JsonObject, check: FieldCheck): ReconciledProvider {
  const provider = check.oneOf(raw.provider, reconciledProviders, 'provider');
  if (provider === undefined) check.wrong('provider', `one of ${reconciledProviders.join(', ')}`, undefined);
  return provider ?? reconciledProviders[0];
}

/** Each element of the list with its place. */
function readList(
  raw: JsonObject,
  name: string,
  most: number,
  check: FieldCheck,
): { readonly at: string; readonly one: JsonObject }[] {
  const list = check.filledArray(raw[name], name);
  if (list.length > most) check.fail(name, `must hold ${most} elements at most`);
  return list.slice(0, most).map((one, index) => {
    const at = `${name}[${index}]`;
    return { at, one: isObject(one) ? one : check.requiredObject(one, at) };
  });
}

export type Surroundings = {
  readonly nowMs: number;
  readonly timeZone: string;
  /** Whether something can be booked under that name. */
  readonly isModel: (name: string) => boolean;
};

function readCorrection(
  one: JsonObject,
  at: string,
  provider: ReconciledProvider,
  { nowMs, timeZone, isModel }: Surroundings,
  check: FieldCheck,
): BookedCorrection {
  const day = readDay(one.day, `${at}.day`, nowMs, check);
  if (check.problem === null && bookedAtMs(day, timeZone) > nowMs)
    check.fail(`${at}.day`, `must have begun in ${timeZone} too`);
  const model = check.name(one.model, `${at}.model`, 200);
  if (!isModel(model) && !model.startsWith(`${provider}:`))
    check.fail(`${at}.model`, `must be a model, or begin with "${provider}:"`);
  const range = { min: 1, max: mostSequence, whole: true };
  const sequence = check.number(one.sequence, `${at}.sequence`, range);
  if (sequence === undefined) check.wrong(`${at}.sequence`, 'a whole number', one.sequence);
  const field = `${at}.cost_nano_usd`;
  const nano = check.requiredObject(one.cost_nano_usd, field);
  const read = (name: string) => readNano(nano, name, field, check);
  const cost = {
    input: read('input'),
    cacheRead: read('cache_read'),
    cacheWrite: read('cache_write'),
    output: read('output'),
    tools: read('tools'),
  };
  if (totalOf(cost) === 0) check.fail(field, 'must not add up to nothing');
  return { provider, day, model, sequence: sequence ?? 1, cost };
}

/** `{provider, corrections: [{day, model, sequence, cost_nano_usd: {input, cache_read, cache_write, output, tools}}]}`. */
export function readCorrections(
  raw: JsonObject,
  surroundings: Surroundings,
): Result<readonly BookedCorrection[], InvalidRequest> {
  const check = new FieldCheck();
  const provider = readProvider(raw, check);
  const corrections = readList(raw, 'corrections', mostCorrections, check).map(({ at, one }) =>
    readCorrection(one, at, provider, surroundings, check),
  );
  return check.problem === null ? ok(corrections) : err(check.problem);
}

/** `{provider, days: [{day, ledger_nano_usd, billed_nano_usd, estimated_nano_usd, corrected_nano_usd, is_exact}]}`. */
export function readReconciled(
  raw: JsonObject,
  { nowMs }: Pick<Surroundings, 'nowMs'>,
): Result<readonly ReconciledFigures[], InvalidRequest> {
  const check = new FieldCheck();
  const provider = readProvider(raw, check);
  const days = readList(raw, 'days', mostDays, check).map(({ at, one }): ReconciledFigures => {
    const required = (name: string) => {
      const value = check.number(one[name], `${at}.${name}`, wholeNumber);
      if (value === undefined) check.wrong(`${at}.${name}`, 'a whole number', one[name]);
      return value ?? 0;
    };
    return {
      provider,
      day: readDay(one.day, `${at}.day`, nowMs, check),
      ledgerNanoUsd: required('ledger_nano_usd'),
      billedNanoUsd: required('billed_nano_usd'),
      estimatedNanoUsd: required('estimated_nano_usd'),
      correctedNanoUsd: required('corrected_nano_usd'),
      isExact: check.boolean(one.is_exact, `${at}.is_exact`) ?? false,
    };
  });
  return check.problem === null ? ok(days) : err(check.problem);
}

export type DaySpan = { readonly fromMs: number; readonly toMs: number };

/** `from` and `to`: UTC days, both inclusive; by default this month so far. */
export function readDaySpan(params: URLSearchParams, nowMs: number): Result<DaySpan, InvalidRequest> {
  const check = new FieldCheck();
  const today = Math.floor(nowMs / dayMs) * dayMs;
  const month = Date.parse(`${new Date(nowMs).toISOString().slice(0, 7)}-01T00:00:00Z`);
  for (const name of params.keys())
    if (!['from', 'to'].includes(name)) check.fail(name, 'is no parameter; there are from, to');
  const read = (name: string, usual: number) => {
    const text = params.get(name);
    if (text === null) return usual;
    const atMs = dayStartMs(text);
    if (atMs === null) check.wrong(name, 'a UTC day (2026-10-05)', text);
    return atMs ?? usual;
  };
  const fromMs = read('from', month);
  const toMs = read('to', today) + dayMs;
  if (fromMs >= toMs) check.fail('from', 'must not be after `to`');
  if (toMs - fromMs > dayTtlSeconds * 1000)
    check.fail('from', `must be ${dayTtlSeconds / 86_400} days before \`to\` at most`);
  return check.problem === null ? ok({ fromMs, toMs }) : err(check.problem);
}
