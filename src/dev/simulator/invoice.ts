// What a provider tells an administrator of its bill: who may ask, and which report answers.
// Must not hold a report's shape.

import { keyOf } from './access.ts';
import { answerAnthropicReport } from './invoice-anthropic.ts';
import { readBooks } from './invoice-bill.ts';
import { answerOpenaiReport } from './invoice-openai.ts';
import { notFound } from './messages/errors.ts';
import { invalid } from './openai-checks.ts';
import type { Records } from './records.ts';
import type { Endpoint } from './routes.ts';
import type { WireError } from './wire.ts';

export type ReportEndpoint = Extract<Endpoint, { kind: 'openai-report' | 'anthropic-report' }>;

interface Asked {
  provider: string;
  headers: Readonly<Record<string, string>>;
  url: URL;
  nowMs: number;
}

/** Keys that call models read no bills. */
const refusals: Readonly<Record<ReportEndpoint['kind'], { prefix: string; error: WireError }>> = {
  'openai-report': {
    prefix: 'sk-admin-',
    error: {
      ...invalid('You have insufficient permissions for this operation. Missing scopes: api.usage.read.'),
      status: 403,
    },
  },
  'anthropic-report': {
    prefix: 'sk-ant-admin',
    error: {
      status: 401,
      type: 'authentication_error',
      message: 'invalid x-api-key',
      param: null,
      code: null,
    },
  },
};

export function answerReport(
  endpoint: ReportEndpoint,
  { provider, headers, url, nowMs }: Asked,
  records: Records,
): { body: unknown } | { error: WireError } {
  if (`${provider}-report` !== endpoint.kind) {
    const unknown = { ...invalid(`Invalid URL (GET ${url.pathname})`), status: 404 };
    return { error: provider === 'anthropic' ? notFound('Not Found') : unknown };
  }
  const { prefix, error } = refusals[endpoint.kind];
  if (!keyOf(headers).startsWith(prefix)) return { error };
  const calls = readBooks(records, provider);
  return endpoint.kind === 'openai-report'
    ? answerOpenaiReport(endpoint.report, url.searchParams, calls, nowMs)
    : answerAnthropicReport(endpoint.report, url.searchParams, calls, nowMs);
}
