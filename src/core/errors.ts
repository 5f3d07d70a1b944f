/**
 * Every error this router can answer with, as one table; and the fault classes of upstreams. Public messages are this
 * router's own words. A provider's may quote the request: they go to the caller alone, and only where the request
 * itself is refused.
 */

export type ErrorType =
  | 'invalid_request_error'
  | 'authentication_error'
  | 'permission_error'
  | 'not_found_error'
  | 'rate_limit_error'
  | 'insufficient_quota'
  | 'request_too_large'
  | 'server_error'
  | 'overloaded_error';

type ErrorRow = { readonly status: number; readonly type: ErrorType; readonly retryable: boolean };

/** code -> HTTP status, OpenAI's word for the type, and whether the same request may succeed later. */
export const errorTable = {
  invalid_json: { status: 400, type: 'invalid_request_error', retryable: false },
  invalid_request: { status: 400, type: 'invalid_request_error', retryable: false },
  unsupported_feature: { status: 400, type: 'invalid_request_error', retryable: false },
  route_limit_exceeded: { status: 400, type: 'invalid_request_error', retryable: false },
  context_length_exceeded: { status: 400, type: 'invalid_request_error', retryable: false },
  upstream_rejected: { status: 400, type: 'invalid_request_error', retryable: false },
  invalid_api_key: { status: 401, type: 'authentication_error', retryable: false },
  invalid_end_user_token: { status: 401, type: 'authentication_error', retryable: false },
  not_signed_in: { status: 401, type: 'authentication_error', retryable: false },
  end_user_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  role_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  programme_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  address_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  person_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  wrong_origin: { status: 403, type: 'permission_error', retryable: false },
  route_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  model_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  approval_required: { status: 403, type: 'permission_error', retryable: false },
  approval_not_allowed: { status: 403, type: 'permission_error', retryable: false },
  end_user_suspended: { status: 403, type: 'permission_error', retryable: false },
  safeguard_refused: { status: 403, type: 'permission_error', retryable: false },
  policy_refused: { status: 403, type: 'permission_error', retryable: false },
  not_found: { status: 404, type: 'not_found_error', retryable: false },
  model_not_found: { status: 404, type: 'not_found_error', retryable: false },
  route_not_found: { status: 404, type: 'not_found_error', retryable: false },
  response_not_found: { status: 404, type: 'not_found_error', retryable: false },
  approval_not_found: { status: 404, type: 'not_found_error', retryable: false },
  receipt_not_found: { status: 404, type: 'not_found_error', retryable: false },
  method_not_allowed: { status: 405, type: 'invalid_request_error', retryable: false },
  idempotency_in_progress: { status: 409, type: 'invalid_request_error', retryable: true },
  idempotency_completed: { status: 409, type: 'invalid_request_error', retryable: false },
  idempotency_mismatch: { status: 409, type: 'invalid_request_error', retryable: false },
  approval_closed: { status: 409, type: 'invalid_request_error', retryable: false },
  request_too_large: { status: 413, type: 'request_too_large', retryable: false },
  unsupported_media_type: { status: 415, type: 'invalid_request_error', retryable: false },
  budget_exceeded: { status: 429, type: 'insufficient_quota', retryable: false },
  rate_limited: { status: 429, type: 'rate_limit_error', retryable: true },
  internal_error: { status: 500, type: 'server_error', retryable: true },
  upstream_error: { status: 502, type: 'server_error', retryable: true },
  upstream_unreachable: { status: 502, type: 'server_error', retryable: true },
  upstream_auth_failed: { status: 502, type: 'server_error', retryable: false },
  upstream_model_missing: { status: 502, type: 'server_error', retryable: false },
  upstream_invalid_response: { status: 502, type: 'server_error', retryable: true },
  upstream_response_too_large: { status: 502, type: 'server_error', retryable: false },
  upstream_truncated: { status: 502, type: 'server_error', retryable: true },
  upstream_quota_exhausted: { status: 503, type: 'server_error', retryable: false },
  upstream_overloaded: { status: 503, type: 'overloaded_error', retryable: true },
  auth_unavailable: { status: 503, type: 'server_error', retryable: true },
  budget_unavailable: { status: 503, type: 'server_error', retryable: true },
  store_unavailable: { status: 503, type: 'server_error', retryable: true },
  no_target_available: { status: 503, type: 'server_error', retryable: true },
  upstream_timeout: { status: 504, type: 'server_error', retryable: true },
  upstream_first_event_timeout: { status: 504, type: 'server_error', retryable: true },
  upstream_stalled: { status: 504, type: 'server_error', retryable: true },
  upstream_deadline: { status: 504, type: 'server_error', retryable: true },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;

export type AttemptReport = { target: string; code: string; status: number | null };

export type RouterErrorOptions = {
  /** The field of the caller's body that is wrong: `messages[3].content`. */
  param?: string;
  /** For logs only; no word of a request or of a provider. */
  detail?: string;
  retryAfterMs?: number;
  /** Overrides the table's, where the upstream's own status is the caller's business (400, 413, 422). */
  status?: number;
  /** Overrides the table's, where trying again would not help after all. */
  retryable?: boolean;
  attempts?: AttemptReport[];
  /** Sent with it: what is left of the caller's limits. */
  headers?: Readonly<Record<string, string>>;
  cause?: unknown;
};

/** An error on its way to the client. `message` is public. */
export class RouterError extends Error {
  readonly code: ErrorCode;
  readonly type: ErrorType;
  readonly status: number;
  readonly retryable: boolean;
  readonly param: string | null;
  readonly detail: string | null;
  readonly retryAfterMs: number | null;
  readonly attempts: readonly AttemptReport[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(code: ErrorCode, message: string, options: RouterErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'RouterError';
    this.code = code;
    const row: ErrorRow = errorTable[code];
    this.type = row.type;
    this.status = options.status ?? row.status;
    this.retryable = options.retryable ?? row.retryable;
    this.param = options.param ?? null;
    this.detail = options.detail ?? null;
    this.retryAfterMs = options.retryAfterMs ?? null;
    this.attempts = options.attempts ?? [];
    this.headers = options.headers ?? {};
  }
}

/**
 * What went wrong at a provider, whatever its words were. Decides retry, fallback and circuit breaker
 * (`upstream/fault-table.ts`).
 */
export type FaultKind =
  | 'unreachable' // connection refused, reset, DNS, TLS
  | 'timeout' // no headers in time
  | 'first-event-timeout' // headers, but no output in time
  | 'stalled' // silence after output
  | 'deadline' // total deadline
  | 'truncated' // ended without its end marker
  | 'invalid-response' // wrong content type, not JSON, empty
  | 'schema' // an answer that does not match the JSON schema that the request asks for
  | 'too-large' // the answer
  | 'request-too-large'
  | 'bad-request' // the caller's mistake
  | 'context-length'
  | 'auth' // our key
  | 'policy' // refused by the provider's safeguards: terminal
  | 'safeguard' // an answer that our own safeguards have ended
  | 'model-missing'
  | 'rate-limit'
  | 'quota'
  | 'overloaded'
  | 'conflict' // 408, 409
  | 'server';

export type UpstreamFault = {
  readonly kind: FaultKind;
  /** HTTP status, or null where there was none (in-band, network). */
  readonly status: number | null;
  /** The provider's own code or type, for the record. */
  readonly code: string | null;
  /** The provider's own words; public on the passthrough lane only. */
  readonly message: string;
  /** The field the provider names. */
  readonly param?: string;
  /** What of `message` the caller may read although the request was translated. */
  readonly told?: string;
  readonly retryAfterMs?: number;
};

/** Pure code returns this for expected failures of input. `field` is a path in the caller's body. */
export type InvalidRequest = { readonly field: string; readonly message: string };

export type Result<T, E> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): { readonly ok: true; readonly value: T } {
  return { ok: true, value };
}

export function err<E>(error: E): { readonly ok: false; readonly error: E } {
  return { ok: false, error };
}

/** The message for wires whose SDKs show nothing else: led by the field, where it does not name it itself. */
export function withField({ message, param }: Pick<RouterError, 'message' | 'param'>): string {
  if (param === null) return message;
  const words = message.split(/[\s'"`,;:]+/);
  return words.includes(param) || message.startsWith(param) ? message : `${param}: ${message}`;
}
