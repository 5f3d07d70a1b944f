/** /admin/audit: the audit log page by page, and its head, signed as it stands now. Read only. */
import type { AuditLog } from '../core/audit.ts';
import { RouterError } from '../core/errors.ts';
import type { Deps } from '../deps.ts';
import { type Call, json } from './endpoint.ts';

const mostEntries = 1000;

function logOf({ audit }: Deps): AuditLog {
  if (audit !== null) return audit;
  const message = 'The audit log needs the Durable Object AUDIT of wrangler.toml.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

async function orUnavailable<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new RouterError('store_unavailable', 'The audit log does not answer.', { detail });
  }
}

function readWhole(query: URLSearchParams, name: string, usual: number, most: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  const value = Number(text);
  if (/^\d{1,15}$/.test(text) && value >= 1 && value <= most) return value;
  throw new RouterError('invalid_request', `must be a whole number from 1 to ${most}`, { param: name });
}

/** Errors: `invalid_request`, naming the parameter; `store_unavailable`. */
export async function answerAudit({ http, deps }: Call): Promise<Response> {
  const query = new URL(http.url).searchParams;
  const from = readWhole(query, 'from', 1, 999_999_999_999_999);
  const limit = readWhole(query, 'limit', mostEntries, mostEntries);
  const { entries, heads, firstSeq, head } = await orUnavailable(logOf(deps).read(from, limit));
  return json({ object: 'audit', first_seq: firstSeq, data: entries, heads, head });
}

/** Errors: `store_unavailable`. */
export async function answerAuditHead({ deps }: Call): Promise<Response> {
  return json(await orUnavailable(logOf(deps).head()));
}
