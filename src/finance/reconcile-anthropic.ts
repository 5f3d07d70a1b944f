/**
 * Anthropic's reports of an organisation: `GET /v1/organizations/usage_report/messages` and `/cost_report`, grouped by
 * model, description and workspace. What a report says that is not understood makes an error naming the field. Pure.
 */
import { err, type InvalidRequest, ok, type Result } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import {
  readCount,
  readDayStart,
  readNanoUsd,
  readNext,
  readObjects,
  readOptionalText,
  readText,
} from './reconcile-fields.ts';
import type { CostLine, CostMeter, ReportPage, UsageLine } from './reconcile-figures.ts';

type Place = { readonly day: string; readonly at: string; readonly check: FieldCheck };

function readPage<Line>(
  body: unknown,
  read: (result: JsonObject, place: Place) => Line,
): Result<ReportPage<Line>, InvalidRequest> {
  const check = new FieldCheck();
  const page = check.requiredObject(body, 'body');
  const next = readNext(page, check);
  const lines = readObjects(page.data, 'data', check).flatMap(({ at, object: bucket }) => {
    const day = readDayStart(bucket.starting_at, `${at}.starting_at`, check);
    return readObjects(bucket.results, `${at}.results`, check).map((result) =>
      read(result.object, { day, at: result.at, check }),
    );
  });
  return check.problem === null ? ok({ lines, next }) : err(check.problem);
}

/** Its wire leaves out of the input what was cached; here it is part of it. */
function usageLine(result: JsonObject, { day, at, check }: Place): UsageLine {
  const count = (from: JsonObject, name: string, field = name) =>
    readCount(from[name], `${at}.${field}`, check);
  const written = isObject(result.cache_creation)
    ? result.cache_creation
    : check.requiredObject(result.cache_creation, `${at}.cache_creation`);
  const cacheWrite = ['ephemeral_1h_input_tokens', 'ephemeral_5m_input_tokens'].reduce(
    (sum, name) => sum + count(written, name, `cache_creation.${name}`),
    0,
  );
  const cacheRead = count(result, 'cache_read_input_tokens');
  return {
    day,
    model: readText(result.model, `${at}.model`, check),
    project: readOptionalText(result.workspace_id, `${at}.workspace_id`, check),
    requests: null,
    tokens: {
      input: count(result, 'uncached_input_tokens') + cacheRead + cacheWrite,
      cacheRead,
      cacheWrite,
      output: count(result, 'output_tokens'),
    },
  };
}

/** Errors name the field. */
export function decodeAnthropicUsage(body: unknown): Result<ReportPage<UsageLine>, InvalidRequest> {
  return readPage(body, usageLine);
}

const tokenMeters = {
  uncached_input_tokens: 'input',
  cache_read_input_tokens: 'cacheRead',
  'cache_creation.ephemeral_5m_input_tokens': 'cacheWrite',
  'cache_creation.ephemeral_1h_input_tokens': 'cacheWrite',
  output_tokens: 'output',
} as const satisfies Record<string, CostMeter>;

const tokenTypes = Object.keys(tokenMeters) as (keyof typeof tokenMeters)[];
const costTypes = ['tokens', 'web_search', 'code_execution', 'session_usage'] as const;

function readCost(result: JsonObject, { at, check }: Place): Pick<CostLine, 'name' | 'meter'> {
  const kind = check.oneOf(
    readText(result.cost_type, `${at}.cost_type`, check),
    costTypes,
    `${at}.cost_type`,
  );
  if (kind !== 'tokens')
    return { name: kind?.replace('_', ' ') ?? '', meter: kind === 'web_search' ? 'tools' : null };
  const field = `${at}.token_type`;
  const type = check.oneOf(readText(result.token_type, field, check), tokenTypes, field);
  const name = readText(result.model, `${at}.model`, check);
  return { name, meter: type === undefined ? null : tokenMeters[type] };
}

function costLine(result: JsonObject, place: Place): CostLine {
  const { day, at, check } = place;
  if (result.currency !== 'USD') check.wrong(`${at}.currency`, '"USD"', result.currency);
  return {
    day,
    ...readCost(result, place),
    project: readOptionalText(result.workspace_id, `${at}.workspace_id`, check),
    // Cents.
    nanoUsd: readNanoUsd(result.amount, 7, `${at}.amount`, check),
  };
}

/** Errors name the field. */
export function decodeAnthropicCosts(body: unknown): Result<ReportPage<CostLine>, InvalidRequest> {
  return readPage(body, costLine);
}
