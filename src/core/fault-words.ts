/**
 * What kind of fault a provider's own words mean. One list for all providers, since they borrow each other's words;
 * the code decides before the type, both before the status. No wording for clients here (`fault-table.ts`).
 */
import type { FaultKind } from './errors.ts';

export type FaultWords = {
  readonly status: number | null;
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly message?: string | undefined;
};

/** Words that say enough by themselves. `invalid_request_error` and the like do not: the status decides there. */
const kindOfWord: ReadonlyMap<string, FaultKind> = new Map(
  Object.entries({
    'context-length': [
      'context_length_exceeded',
      'context_window_exceeded',
      'model_context_window_exceeded',
      '1261', // Z.ai
    ],
    policy: [
      'invalid_prompt',
      'content_policy_violation',
      'content_filter',
      'responsibleaipolicyviolation', // Azure
      'cyber_policy',
      'bio_policy',
      'misalignment_policy_violation',
      'safety_error',
      '1301', // Z.ai
    ],
    auth: [
      'invalid_api_key',
      'incorrect_api_key',
      'authentication_error',
      'invalid_authentication_error',
      'account_deactivated',
      'organization_on_hold',
      'permission_error',
      'permission_denied',
      'unauthenticated', // Google
      'unsupported_country_region_territory',
    ],
    'model-missing': [
      'model_not_found',
      'model_decommissioned', // Groq
      'resource_not_found_error', // Moonshot
      'not_found_error',
      '1211', // Z.ai
    ],
    quota: [
      'insufficient_quota',
      'insufficient_balance',
      'credit_balance_exhausted',
      'organization_spend_limit_exceeded',
      'project_spend_limit_exceeded',
      'organization_usage_limit_exceeded',
      'billing_hard_limit_reached',
      'billing_not_active',
      'billing_error',
      'enforced_spend_limit_reached',
      'contract_spend_limit_reached',
      'linked_organization_spend_limit_reached', // Anthropic
      'linked_organization_billing_unavailable',
      'exceeded_current_quota_error', // Moonshot
      '1113', // Z.ai
    ],
    'rate-limit': [
      'rate_limit_exceeded',
      'rate_limit_error',
      'rate_limit_reached_error', // Moonshot
      'ramp_limit_exceeded',
      'slow_down',
      'resource_exhausted', // Google
      '1302', // Z.ai
      '1303',
    ],
    overloaded: [
      'server_is_overloaded',
      'overloaded_error',
      'engine_overloaded_error', // Moonshot
      'resource_unavailable', // OpenAI flex
      'insufficient_system_resource', // DeepSeek
      'unavailable',
      '1305', // Z.ai
    ],
    'request-too-large': ['request_too_large'],
    server: ['server_error', 'api_error', 'internal_error', 'internal_server_error', 'timeout_error'],
  } satisfies Partial<Record<FaultKind, string[]>>).flatMap(([kind, words]) =>
    words.map((word) => [word, kind as FaultKind] as const),
  ),
);

const kindOfStatus: Readonly<Record<number, FaultKind>> = {
  401: 'auth',
  402: 'quota',
  403: 'auth',
  404: 'model-missing',
  408: 'conflict',
  409: 'conflict',
  413: 'request-too-large',
  429: 'rate-limit',
  503: 'overloaded',
  529: 'overloaded',
};

/** Said in prose only, by hosts without a code for it. Lower case. */
const phrases: readonly (readonly [string, FaultKind])[] = [
  ['maximum context length', 'context-length'],
  ['context window', 'context-length'],
  ['context length', 'context-length'],
  ['prompt is too long', 'context-length'],
  ['input token count', 'context-length'], // Google
  ['reduce the length of the', 'context-length'], // Groq
  ['exceed context limit', 'context-length'], // Anthropic
  ['credit balance is too low', 'quota'], // Anthropic
  ['specified api usage limits', 'quota'], // Anthropic
  ['content filtering policy', 'policy'], // Anthropic
];

/** A message may quote the prompt: only its beginning is read. */
const readChars = 300;

function kindOfProse(message: string): FaultKind | undefined {
  const start = message.slice(0, readChars).toLowerCase();
  return phrases.find(([phrase]) => start.includes(phrase))?.[1];
}

export function classifyFault({ status, code, type, message }: FaultWords): FaultKind {
  const word = kindOfWord.get(code?.toLowerCase() ?? '') ?? kindOfWord.get(type?.toLowerCase() ?? '');
  if (word !== undefined) return word;
  const byStatus = status === null ? undefined : kindOfStatus[status];
  if (byStatus !== undefined) return byStatus;
  const isCallers = status !== null && status >= 400 && status < 500;
  if (isCallers || type === 'invalid_request_error') return kindOfProse(message ?? '') ?? 'bad-request';
  return 'server';
}

/** Milliseconds that a provider asks to wait: `retry-after-ms`, or `retry-after` in seconds or as a date. */
export function readRetryAfterMs(headers: Headers): number | undefined {
  const ms = Number(headers.get('retry-after-ms')?.trim() || Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const text = headers.get('retry-after')?.trim();
  if (!text) return undefined;
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return seconds >= 0 ? seconds * 1000 : undefined;
  // A date is read against the provider's own clock, so that this stays pure.
  const wait = Date.parse(text) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(wait) ? undefined : Math.max(0, wait);
}
