// Error answers by HTTP status and code, in the words of the two families of providers.
// Must not decide when an error happens.

import type { Fault } from './faults.ts';
import type { WireName } from './models.ts';
import type { WireError } from './wire.ts';

interface Problem {
  status: number;
  type: string;
  code: string | null;
  message: string;
}

const QUOTA_MESSAGE =
  'You exceeded your current quota, please check your plan and billing details. For more information on this error, read the docs: https://platform.openai.com/docs/guides/error-codes/api-errors.';
const SERVER_MESSAGE =
  'The server had an error while processing your request. Sorry about that! You can retry your request, or contact us through our help center at help.openai.com if the error persists.';
const POLICY_MESSAGE = 'This request was flagged as potentially violating our usage policy.';

const invalid = 'invalid_request_error';

/** The first row of a status is that status's usual error. */
const openaiProblems: readonly Problem[] = [
  { status: 400, type: invalid, code: null, message: 'We could not process your request.' },
  {
    status: 400,
    type: invalid,
    code: 'context_length_exceeded',
    message: 'Your input exceeds the context window of this model. Please adjust your input and try again.',
  },
  {
    status: 400,
    type: invalid,
    code: 'invalid_prompt',
    message:
      'Invalid prompt: your prompt was flagged as potentially violating our usage policy. Please try again with a different prompt.',
  },
  { status: 400, type: invalid, code: 'cyber_policy', message: POLICY_MESSAGE },
  { status: 400, type: invalid, code: 'bio_policy', message: POLICY_MESSAGE },
  { status: 400, type: invalid, code: 'misalignment_policy_violation', message: POLICY_MESSAGE },
  {
    status: 401,
    type: invalid,
    code: 'invalid_api_key',
    message:
      'Incorrect API key provided. You can find your API key at https://platform.openai.com/account/api-keys.',
  },
  {
    status: 403,
    type: invalid,
    code: 'unsupported_country_region_territory',
    message: 'Country, region, or territory not supported',
  },
  {
    status: 404,
    type: invalid,
    code: 'model_not_found',
    message: 'The model does not exist or you do not have access to it.',
  },
  { status: 408, type: 'server_error', code: 'timeout', message: 'Request timed out.' },
  { status: 409, type: invalid, code: 'conflict', message: 'The resource was changed by another request.' },
  { status: 413, type: invalid, code: 'request_too_large', message: 'Request body too large.' },
  {
    status: 422,
    type: invalid,
    code: null,
    message: 'The request was well formed but could not be processed.',
  },
  {
    status: 429,
    type: 'tokens',
    code: 'rate_limit_exceeded',
    message:
      'Rate limit reached on tokens per min (TPM). Please try again in 1.2s. Visit https://platform.openai.com/account/rate-limits to learn more.',
  },
  {
    status: 429,
    type: 'rate_limit_error',
    code: 'slow_down',
    message: 'Your traffic is growing too fast. Please slow down.',
  },
  { status: 429, type: 'insufficient_quota', code: 'insufficient_quota', message: QUOTA_MESSAGE },
  { status: 429, type: 'insufficient_quota', code: 'credit_balance_exhausted', message: QUOTA_MESSAGE },
  {
    status: 429,
    type: 'insufficient_quota',
    code: 'organization_spend_limit_exceeded',
    message: QUOTA_MESSAGE,
  },
  { status: 429, type: 'insufficient_quota', code: 'project_spend_limit_exceeded', message: QUOTA_MESSAGE },
  {
    status: 429,
    type: 'insufficient_quota',
    code: 'organization_usage_limit_exceeded',
    message: QUOTA_MESSAGE,
  },
  {
    status: 429,
    type: 'requests',
    code: 'resource_unavailable',
    message: 'Resources are not available at this service tier.',
  },
  { status: 500, type: 'server_error', code: 'server_error', message: SERVER_MESSAGE },
  {
    status: 503,
    type: 'service_unavailable_error',
    code: 'server_is_overloaded',
    message: 'The engine is currently overloaded, please try again later',
  },
];

const anthropicProblems: readonly Problem[] = [
  { status: 400, type: invalid, code: null, message: 'Your request could not be processed.' },
  { status: 401, type: 'authentication_error', code: null, message: 'invalid x-api-key' },
  {
    status: 402,
    type: 'billing_error',
    code: null,
    message:
      'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.',
  },
  {
    status: 403,
    type: 'permission_error',
    code: null,
    message: 'Your API key does not have permission to use the specified resource.',
  },
  { status: 404, type: 'not_found_error', code: null, message: 'Not Found' },
  { status: 408, type: 'timeout_error', code: null, message: 'Request timed out' },
  { status: 409, type: 'conflict_error', code: null, message: 'Conflict' },
  { status: 413, type: 'request_too_large', code: null, message: 'Request exceeds the maximum size' },
  {
    status: 429,
    type: 'rate_limit_error',
    code: null,
    message:
      'This request would exceed your organization’s rate limit. Please reduce the prompt length or the maximum tokens requested, or try again later.',
  },
  {
    status: 429,
    type: 'rate_limit_error',
    code: 'enforced_spend_limit_reached',
    message: 'You have reached your spend limit.',
  },
  {
    status: 429,
    type: 'rate_limit_error',
    code: 'contract_spend_limit_reached',
    message: 'You have reached your contract spend limit.',
  },
  {
    status: 429,
    type: 'rate_limit_error',
    code: 'ramp_limit_exceeded',
    message: 'Your traffic is growing too fast.',
  },
  { status: 500, type: 'api_error', code: null, message: 'Internal server error' },
  { status: 503, type: 'api_error', code: null, message: 'Service unavailable' },
  { status: 504, type: 'timeout_error', code: null, message: 'Gateway timeout' },
  { status: 529, type: 'overloaded_error', code: null, message: 'Overloaded' },
];

/** The error a fault asks for: by its code, else by its status, else the protocol's plain server error. */
export function problemOf(wire: WireName, fault: Fault): WireError {
  const problems = wire === 'messages' ? anthropicProblems : openaiProblems;
  const code = fault.code;
  const coded = problems.find((row) => code !== undefined && (row.code === code || row.type === code));
  const byStatus = problems.find((row) => row.status === fault.status);
  const usual = problems.find(
    (row) => row.status === (wire === 'messages' && code === undefined ? 529 : 500),
  );
  const row = coded ?? byStatus ?? usual;
  const status = fault.status ?? row?.status ?? 500;
  return {
    status,
    type: row?.type ?? 'server_error',
    message: fault.message ?? row?.message ?? SERVER_MESSAGE,
    param: null,
    code: wire === 'messages' ? (row?.code ?? null) : (code ?? row?.code ?? null),
    headers: retryHeaders(fault, status, row?.type === 'insufficient_quota'),
  };
}

function retryHeaders(fault: Fault, status: number, isQuota: boolean): Record<string, string> {
  const headers: Record<string, string> = {};
  if (fault['retry-after'] !== undefined) headers['retry-after'] = fault['retry-after'];
  if (fault['retry-after-ms'] !== undefined) headers['retry-after-ms'] = String(fault['retry-after-ms']);
  if (fault['should-retry'] !== undefined) headers['x-should-retry'] = fault['should-retry'];
  else if (isQuota) headers['x-should-retry'] = 'false';
  if (status >= 300 && status < 400) headers.location = 'https://example.com/elsewhere';
  return headers;
}
