/**
 * Faults of providers before their first output, each with what it must lead to: the tests run this table, and the
 * routes that they run it over are made from it. Data only.
 */
import type { ErrorCode } from '../../../src/core/errors.ts';
import type { ProtocolId } from '../../../src/core/target.ts';

type Mode = 'stream' | 'unary';

type FaultRow = {
  /** In the simulator's words; of OpenAI's protocols and of Anthropic's where they differ. */
  readonly fault: string | { readonly openai: string; readonly anthropic: string };
  /** What the client is told when no target is left. */
  readonly told: Told | { readonly openai: Told; readonly anthropic: Told };
  /** Default: both. */
  readonly modes?: readonly Mode[];
  /** Whether the same target may be tried again. */
  readonly isRetried?: boolean;
};

export type Told = {
  readonly status: number;
  readonly code: ErrorCode;
  readonly isRetryable: boolean;
  /** Seconds; of the first to the last of them where it is left to chance. */
  readonly retryAfter?: number | readonly [first: number, last: number];
};

const failed: Told = { status: 502, code: 'upstream_error', isRetryable: true };
const unreachable: Told = { status: 502, code: 'upstream_unreachable', isRetryable: true };
const truncated: Told = { status: 502, code: 'upstream_truncated', isRetryable: true };
const invalid: Told = { status: 502, code: 'upstream_invalid_response', isRetryable: true };
const silent: Told = { status: 504, code: 'upstream_first_event_timeout', isRetryable: true };
const overloaded: Told = { status: 503, code: 'upstream_overloaded', isRetryable: true, retryAfter: [5, 10] };
const limited: Told = { status: 429, code: 'rate_limited', isRetryable: true, retryAfter: [1, 5] };
const quota: Told = { status: 503, code: 'upstream_quota_exhausted', isRetryable: false };
const auth: Told = { status: 502, code: 'upstream_auth_failed', isRetryable: false };
const missing: Told = { status: 502, code: 'upstream_model_missing', isRetryable: false };

const rows: readonly FaultRow[] = [
  { fault: 'reset', told: unreachable, isRetried: true },
  { fault: 'stall-headers', told: silent, modes: ['stream'] },
  { fault: 'stall-before', told: silent, modes: ['stream'] },
  { fault: 'cut-after=0', told: truncated, isRetried: true },
  {
    fault: 'end-after=0',
    told: truncated,
    modes: ['stream'],
    isRetried: true,
  },
  { fault: 'end-after=0', told: invalid, modes: ['unary'] },
  { fault: 'bad-json', told: invalid, modes: ['unary'] },
  { fault: 'empty', told: invalid },
  { fault: 'html', told: invalid },
  { fault: 'html&status=502', told: failed, isRetried: true },
  { fault: 'error-after-start', told: { openai: failed, anthropic: overloaded }, isRetried: true },
  { fault: 'error-after=0', told: { openai: failed, anthropic: overloaded }, isRetried: true },
  { fault: 'status=307', told: invalid },
  { fault: 'status=401', told: auth },
  { fault: 'status=403', told: auth },
  { fault: 'status=404', told: missing },
  { fault: 'status=408', told: failed, isRetried: true },
  { fault: 'status=409', told: failed, isRetried: true },
  { fault: 'status=429', told: limited },
  { fault: 'status=429&retry-after=20', told: { ...limited, retryAfter: 20 } },
  {
    fault: 'status=429&retry-after=3600',
    told: { ...limited, retryAfter: 30, isRetryable: false },
  },
  { fault: { openai: 'code=slow_down', anthropic: 'code=ramp_limit_exceeded' }, told: limited },
  { fault: { openai: 'code=insufficient_quota', anthropic: 'status=402' }, told: quota },
  {
    fault: { openai: 'code=credit_balance_exhausted', anthropic: 'code=enforced_spend_limit_reached' },
    told: quota,
  },
  { fault: 'status=500', told: failed, isRetried: true },
  { fault: 'status=503', told: { openai: overloaded, anthropic: failed }, isRetried: true },
  { fault: 'status=504', told: failed, isRetried: true },
  { fault: 'status=529', told: { openai: failed, anthropic: overloaded }, isRetried: true },
];

const pairs: readonly (readonly [caller: ProtocolId, target: ProtocolId])[] = [
  ['openai-chat', 'openai-chat'],
  ['openai-responses', 'openai-responses'],
  ['anthropic-messages', 'anthropic-messages'],
  ['openai-chat', 'anthropic-messages'],
  ['anthropic-messages', 'openai-responses'],
];

/** Short, since a route's name is at most 40 characters long. */
export const letterOf: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': 'c',
  'openai-responses': 'r',
  'anthropic-messages': 'm',
};

export type FaultCase = {
  /** Part of the names of its models and routes. */
  readonly id: string;
  readonly fault: string;
  readonly caller: ProtocolId;
  readonly target: ProtocolId;
  readonly mode: Mode;
  readonly told: Told;
  readonly isRetried: boolean;
};

export const faultCases: readonly FaultCase[] = rows.flatMap((row, at) =>
  pairs.flatMap(([caller, target]) =>
    (row.modes ?? (['stream', 'unary'] as const)).map((mode) => {
      const family = target === 'anthropic-messages' ? 'anthropic' : 'openai';
      return {
        id: `${at}-${letterOf[caller]}-${letterOf[target]}-${mode}`,
        fault: typeof row.fault === 'string' ? row.fault : row.fault[family],
        told: 'status' in row.told ? row.told : row.told[family],
        ...{ caller, target, mode, isRetried: row.isRetried ?? false },
      };
    }),
  ),
);
