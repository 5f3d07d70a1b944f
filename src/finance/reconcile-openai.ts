/**
 * OpenAI's reports of an organisation: `GET /organization/usage/completions`, `/usage/embeddings` and `/costs`, grouped
 * by model, line item and project. What a report says that is not understood makes an error naming the field. Pure.
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
  readOptionalCount,
  readOptionalText,
  readText,
} from './reconcile-fields.ts';
import type { CostLine, CostMeter, ReportPage, UsageLine } from './reconcile-figures.ts';

type Place = { readonly day: string; readonly at: string; readonly check: FieldCheck };

function readPage<Line>(
  body: unknown,
  object: string,
  read: (result: JsonObject, place: Place) => Line,
): Result<ReportPage<Line>, InvalidRequest> {
  const check = new FieldCheck();
  const page = check.requiredObject(body, 'body');
  const next = readNext(page, check);
  const lines = readObjects(page.data, 'data', check).flatMap(({ at, object: bucket }) => {
    const day = readDayStart(bucket.start_time, `${at}.start_time`, check);
    return readObjects(bucket.results, `${at}.results`, check).map((result) => {
      if (result.object.object !== object)
        check.wrong(`${result.at}.object`, `"${object}"`, result.object.object);
      return read(result.object, { day, at: result.at, check });
    });
  });
  return check.problem === null ? ok({ lines, next }) : err(check.problem);
}

function usageLine(result: JsonObject, { day, at, check }: Place): UsageLine {
  const optional = (name: string) => readOptionalCount(result[name], `${at}.${name}`, check);
  return {
    day,
    model: readText(result.model, `${at}.model`, check),
    project: readOptionalText(result.project_id, `${at}.project_id`, check),
    requests: readCount(result.num_model_requests, `${at}.num_model_requests`, check),
    tokens: {
      input: readCount(result.input_tokens, `${at}.input_tokens`, check),
      cacheRead: optional('input_cached_tokens'),
      cacheWrite: optional('input_cache_write_tokens'),
      // Embeddings have none.
      output: optional('output_tokens'),
    },
  };
}

/** Errors name the field. */
export function decodeOpenaiUsage(body: unknown): Result<ReportPage<UsageLine>, InvalidRequest> {
  return readPage(body, 'organization.usage.completions.result', usageLine);
}

/** Errors name the field. */
export function decodeOpenaiEmbeddings(body: unknown): Result<ReportPage<UsageLine>, InvalidRequest> {
  return readPage(body, 'organization.usage.embeddings.result', usageLine);
}

/** What stands behind the last comma of a line item: `gpt-5.5-2026-04-23, cached input`, `gpt-6-astra, input_tokens`. */
const meterWords: readonly (readonly [words: RegExp, meter: CostMeter])[] = [
  [/cache.*writ|writ.*cache/, 'cacheWrite'],
  [/cache/, 'cacheRead'],
  [/input/, 'input'],
  [/output/, 'output'],
];

/** Line items are an open list; one that names no meter keeps its whole name. */
function readLineItem(item: string): Pick<CostLine, 'name' | 'meter'> {
  if (/\b(web|file) search\b.*\bcalls?\b/i.test(item)) return { name: item, meter: 'tools' };
  const comma = item.lastIndexOf(',');
  const words = item.slice(comma + 1).toLowerCase();
  const meter = comma === -1 ? undefined : meterWords.find(([pattern]) => pattern.test(words))?.[1];
  return meter === undefined ? { name: item, meter: null } : { name: item.slice(0, comma).trim(), meter };
}

function costLine(result: JsonObject, { day, at, check }: Place): CostLine {
  const amount = isObject(result.amount)
    ? result.amount
    : check.requiredObject(result.amount, `${at}.amount`);
  const { currency, value } = amount;
  if (typeof currency !== 'string' || currency.toLowerCase() !== 'usd')
    check.wrong(`${at}.amount.currency`, '"usd"', currency);
  return {
    day,
    ...readLineItem(readText(result.line_item, `${at}.line_item`, check)),
    project: readOptionalText(result.project_id, `${at}.project_id`, check),
    nanoUsd: readNanoUsd(value, 9, `${at}.amount.value`, check),
  };
}

/** Errors name the field. */
export function decodeOpenaiCosts(body: unknown): Result<ReportPage<CostLine>, InvalidRequest> {
  return readPage(body, 'organization.costs.result', costLine);
}
