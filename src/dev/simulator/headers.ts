// Response headers as the providers send them: request ids, rate limits, versions.
// Must not limit anything: the numbers count down, but only faults refuse a request.

import type { WireName } from './models.ts';
import { mintId } from './seed.ts';

const WINDOW_MS = 60_000;
const REQUEST_LIMIT = 10_000;
const TOKEN_LIMIT = 2_000_000;

interface Window {
  startMs: number;
  requests: number;
  tokens: number;
}

export interface RateState {
  remainingRequests: number;
  remainingTokens: number;
  resetMs: number;
}

/** Requests and tokens of the running minute, per provider and key. */
export class RateMeter {
  private readonly windows = new Map<string, Window>();

  count(key: string, tokens: number, nowMs: number): RateState {
    const known = this.windows.get(key);
    const isFresh = known !== undefined && nowMs - known.startMs < WINDOW_MS;
    const window = isFresh ? known : { startMs: nowMs, requests: 0, tokens: 0 };
    window.requests += 1;
    window.tokens += tokens;
    this.windows.set(key, window);
    return {
      remainingRequests: Math.max(0, REQUEST_LIMIT - window.requests),
      remainingTokens: Math.max(0, TOKEN_LIMIT - window.tokens),
      resetMs: window.startMs + WINDOW_MS - nowMs,
    };
  }
}

export function mintRequestId(wire: WireName | null, seed: string): string {
  return mintId(wire === 'messages' ? 'anthropicRequest' : 'openaiRequest', seed);
}

/** A duration as OpenAI writes it: 6m0s, 1s, 250ms. */
function openaiDuration(ms: number): string {
  if (ms < 1000) return `${Math.ceil(ms)}ms`;
  const seconds = Math.ceil(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

export function answerHeaders(
  wire: WireName | null,
  requestId: string,
  rate: RateState,
  nowMs: number,
): Record<string, string> {
  if (wire === 'messages') {
    const reset = new Date(nowMs + rate.resetMs).toISOString();
    return {
      'request-id': requestId,
      ...anthropicLimits(rate, reset),
      'anthropic-organization-id': 'org-simulator',
    };
  }
  return {
    'x-request-id': requestId,
    'openai-version': '2020-10-01',
    'openai-organization': 'org-simulator',
    'openai-processing-ms': '12',
    'x-ratelimit-limit-requests': String(REQUEST_LIMIT),
    'x-ratelimit-limit-tokens': String(TOKEN_LIMIT),
    'x-ratelimit-remaining-requests': String(rate.remainingRequests),
    'x-ratelimit-remaining-tokens': String(rate.remainingTokens),
    'x-ratelimit-reset-requests': openaiDuration(rate.resetMs),
    'x-ratelimit-reset-tokens': openaiDuration(rate.resetMs),
  };
}

function anthropicLimits(rate: RateState, reset: string): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of ['requests', 'tokens', 'input-tokens', 'output-tokens']) {
    const isRequests = name === 'requests';
    headers[`anthropic-ratelimit-${name}-limit`] = String(isRequests ? REQUEST_LIMIT : TOKEN_LIMIT);
    headers[`anthropic-ratelimit-${name}-remaining`] = String(
      isRequests ? rate.remainingRequests : rate.remainingTokens,
    );
    headers[`anthropic-ratelimit-${name}-reset`] = reset;
  }
  return headers;
}
