/** Limits as an administrator writes them, checked: the body of POST /admin/limits. Pure. */
import {
  type Budget,
  budgetWindows,
  limitActions,
  type ScopeKind,
  type ScopeLimits,
  scopeKinds,
} from '../core/budget.ts';
import { isTimeZone } from '../core/budget-window.ts';
import { err, type InvalidRequest, ok, type Result } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import { isObject, type JsonObject } from '../core/json.ts';

/** `user`: of each end user of the team that `id` names. */
export type WrittenLimits = {
  readonly scope: ScopeKind;
  readonly id: string;
  readonly limits: ScopeLimits;
};

const fields = ['scope', 'id', 'requests_per_minute', 'tokens_per_minute', 'concurrent', 'budgets'];
const budgetFields = ['window', 'time_zone', 'limit_usd', 'limit_tokens', 'on_limit'];

const nanoUsd = 1e9;
const mostBudgets = 8;

function refuseUnknown(check: FieldCheck, raw: JsonObject, known: readonly string[], path: string): void {
  for (const field of Object.keys(raw))
    if (!known.includes(field))
      check.fail(`${path}${field.slice(0, 40)}`, `is not one of ${known.join(', ')}`);
}

function readBudget(check: FieldCheck, raw: unknown, path: string): Budget {
  const written = check.requiredObject(raw, path);
  refuseUnknown(check, written, budgetFields, `${path}.`);
  const timeZone = check.string(written.time_zone, `${path}.time_zone`) ?? 'UTC';
  if (!isTimeZone(timeZone))
    check.wrong(`${path}.time_zone`, 'an IANA time zone such as Europe/Berlin', timeZone);
  const usd = check.number(written.limit_usd, `${path}.limit_usd`, { min: 0, max: 1_000_000 });
  const tokens = check.number(written.limit_tokens, `${path}.limit_tokens`, {
    min: 0,
    max: 1e12,
    whole: true,
  });
  if (usd === undefined && tokens === undefined)
    check.fail(path, 'limits nothing: write limit_usd or limit_tokens');
  const window = check.oneOf(written.window, budgetWindows, `${path}.window`);
  if (window === undefined)
    check.wrong(`${path}.window`, `one of ${budgetWindows.join(', ')}`, written.window);
  return {
    window: window ?? 'month',
    timeZone,
    limitNanoUsd: usd === undefined ? null : Math.round(usd * nanoUsd),
    limitTokens: tokens ?? null,
    onLimit: check.oneOf(written.on_limit, limitActions, `${path}.on_limit`) ?? 'refuse',
  };
}

export function readLimits(raw: JsonObject): Result<WrittenLimits, InvalidRequest> {
  const check = new FieldCheck();
  refuseUnknown(check, raw, fields, '');
  const scope = check.oneOf(raw.scope, scopeKinds, 'scope');
  if (scope === undefined) check.wrong('scope', `one of ${scopeKinds.join(', ')}`, raw.scope);
  const perMinute = (field: string) =>
    check.number(raw[field], field, { min: 0, max: 1_000_000_000, whole: true }) ?? null;
  const budgets = check.array(raw.budgets, 'budgets') ?? [];
  if (budgets.length > mostBudgets) check.fail('budgets', `must have ${mostBudgets} entries or less`);
  const limits = {
    requestsPerMinute: perMinute('requests_per_minute'),
    tokensPerMinute: perMinute('tokens_per_minute'),
    concurrent: perMinute('concurrent'),
    budgets: budgets.slice(0, mostBudgets).map((each, at) => readBudget(check, each, `budgets[${at}]`)),
  };
  const id = check.name(raw.id, 'id', 100);
  return check.problem === null ? ok({ scope: scope ?? 'key', id, limits }) : err(check.problem);
}

/** The same in the words it is written in. */
export function printLimits({ scope, id, limits }: WrittenLimits): Record<string, unknown> {
  return {
    object: 'limits',
    scope,
    id,
    requests_per_minute: limits.requestsPerMinute,
    tokens_per_minute: limits.tokensPerMinute,
    concurrent: limits.concurrent,
    budgets: limits.budgets.map((budget) => ({
      window: budget.window,
      time_zone: budget.timeZone,
      limit_usd: budget.limitNanoUsd === null ? null : budget.limitNanoUsd / nanoUsd,
      limit_tokens: budget.limitTokens,
      on_limit: budget.onLimit,
    })),
  };
}

export function hasLimits({ requestsPerMinute, tokensPerMinute, concurrent, budgets }: ScopeLimits): boolean {
  return [requestsPerMinute, tokensPerMinute, concurrent].some((most) => most !== null) || budgets.length > 0;
}

/** What `printLimits` has put into the store. Null: it is none of ours. */
export function parseLimits(text: string): WrittenLimits | null {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) return null;
  const { object: _object, ...rest } = value;
  const read = readLimits(rest);
  return read.ok ? read.value : null;
}
