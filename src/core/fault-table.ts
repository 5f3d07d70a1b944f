/**
 * What each kind of fault before the commit point leads to. One table instead of branches; the reasons are in
 * docs/routing.md.
 */
import {
  type AttemptReport,
  type ErrorCode,
  type FaultKind,
  RouterError,
  type UpstreamFault,
} from './errors.ts';

export type FaultPolicy = {
  /** Same target once more (within the retry budget). */
  readonly retry: boolean;
  /** Next target. */
  readonly fallback: boolean;
  /** Counts against the target's circuit breaker; a number opens it at once for so many milliseconds. */
  readonly breaker: 'ignore' | 'count' | number;
  /** What the client is told when no attempt is left. */
  readonly code: ErrorCode;
  readonly message: string;
};

const minute = 60_000;

export const faultTable: Readonly<Record<FaultKind, FaultPolicy>> = {
  unreachable: row(true, true, 'count', 'upstream_unreachable', 'The provider could not be reached.'),
  timeout: row(false, true, 'count', 'upstream_timeout', 'The provider did not answer in time.'),
  'first-event-timeout': row(
    false,
    true,
    'count',
    'upstream_first_event_timeout',
    'The provider began no output in time.',
  ),
  stalled: row(false, false, 'count', 'upstream_stalled', 'The provider stopped sending.'),
  deadline: row(false, false, 'count', 'upstream_deadline', 'The answer took longer than the route allows.'),
  truncated: row(true, true, 'count', 'upstream_truncated', 'The provider broke the answer off.'),
  'invalid-response': row(
    false,
    true,
    'count',
    'upstream_invalid_response',
    'The provider sent no valid answer.',
  ),
  schema: row(
    true,
    true,
    'ignore',
    'upstream_invalid_response',
    'The answer does not match the schema that the request asks for.',
  ),
  'too-large': row(
    false,
    false,
    'ignore',
    'upstream_response_too_large',
    'The answer is larger than this router passes.',
  ),
  'request-too-large': row(
    false,
    false,
    'ignore',
    'request_too_large',
    'The request is larger than the provider takes.',
  ),
  'bad-request': row(
    false,
    false,
    'ignore',
    'upstream_rejected',
    'The provider refused the request as invalid.',
  ),
  'context-length': row(
    false,
    true,
    'ignore',
    'context_length_exceeded',
    "The request is longer than the model's context window.",
  ),
  auth: row(
    false,
    true,
    5 * minute,
    'upstream_auth_failed',
    "The provider refused this router's own credentials.",
  ),
  policy: row(false, false, 'ignore', 'policy_refused', "The provider's safeguards refused this request."),
  safeguard: row(
    false,
    false,
    'ignore',
    'safeguard_refused',
    'The safeguards of this router have ended this answer.',
  ),
  'model-missing': row(
    false,
    true,
    10 * minute,
    'upstream_model_missing',
    'The provider does not know this model.',
  ),
  'rate-limit': row(
    true,
    true,
    'count',
    'rate_limited',
    'The provider limits the rate of requests at the moment.',
  ),
  quota: row(
    false,
    true,
    15 * minute,
    'upstream_quota_exhausted',
    "This router's quota at the provider is used up.",
  ),
  overloaded: row(false, true, 'count', 'upstream_overloaded', 'The provider is overloaded.'),
  conflict: row(true, true, 'ignore', 'upstream_error', 'The provider could not finish the request.'),
  server: row(true, true, 'count', 'upstream_error', 'The provider failed.'),
};

/** Where the provider may have worked before it failed. */
const workedFor: ReadonlySet<FaultKind> = new Set([
  'timeout',
  'first-event-timeout',
  'stalled',
  'deadline',
  'truncated',
  'invalid-response',
  'schema',
  'too-large',
]);

/** Whether the provider may bill a failed call: not where it refused it or said itself that it failed. */
export function mayHaveCost({ kind, status }: UpstreamFault): boolean {
  return workedFor.has(kind) || status === 504;
}

function row(
  retry: boolean,
  fallback: boolean,
  breaker: FaultPolicy['breaker'],
  code: ErrorCode,
  message: string,
): FaultPolicy {
  return { retry, fallback, breaker, code, message };
}

/** What a client is told to wait at most: SDKs wait as long as they are told, so a longer wait is no offer. */
const longestToldMs = 30_000;

/** The provider's own short word, if it is one that can be shown. */
function showable(word: string | null | undefined): string | null {
  return word && /^[A-Za-z0-9_.[\]-]{1,64}$/.test(word) ? word : null;
}

/** What the provider said, as a sentence: its code, and its words where the caller may read them. */
function quote(code: string | null, told: string | undefined): string {
  if (told === undefined) return code === null ? '' : ` It said: ${code}.`;
  const mark = code === null ? '' : ` (${code})`;
  return ` Of the translated request it said${mark}: ${told}${/[.!?…]$/.test(told) ? '' : '.'}`;
}

/** The fault as the client is told of it. */
export function errorOfFault(fault: UpstreamFault, attempts: AttemptReport[]): RouterError {
  const { code, message } = faultTable[fault.kind];
  const said = showable(fault.code);
  const tried =
    attempts.length > 1 ? ` Tried ${attempts.map((one) => `${one.target} (${one.code})`).join(', ')}.` : '';
  const param = showable(fault.param);
  const status =
    fault.kind === 'bad-request' && fault.status !== null && fault.status < 500 ? fault.status : undefined;
  return new RouterError(code, `${message}${quote(said, fault.told)}${tried}`, {
    detail: `${fault.kind} ${fault.status ?? ''} ${said ?? ''}`.trimEnd(),
    attempts,
    ...(param !== null && { param }),
    ...(status !== undefined && { status }),
    ...(fault.retryAfterMs !== undefined && { retryAfterMs: Math.min(fault.retryAfterMs, longestToldMs) }),
    ...(fault.retryAfterMs !== undefined && fault.retryAfterMs > longestToldMs && { retryable: false }),
  });
}
