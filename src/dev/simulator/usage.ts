// What an exchange is billed for, and the faults of reported usage.
// Must not know the field names of a protocol.

import type { Ask } from './ask.ts';
import type { Fault } from './faults.ts';
import { PromptCache, type PromptTokens, type Segment } from './prompt-cache.ts';
import { billedTokens } from './tokens.ts';
import type { BilledUsage, Call, Exchange } from './wire.ts';

/** Looks the prompt up in the provider's cache and counts it in the family's tokens. */
export function countPrompt(call: Call, segments: readonly Segment[]): PromptTokens {
  const style = call.family.owner === 'anthropic' ? 'explicit' : 'automatic';
  const key = `${call.provider}/${call.model}`;
  return scale(call.promptCache.look(key, segments, style, call.nowMs), call.family.tokenFactor);
}

/** Counts a prompt without touching the provider's cache. */
export function countSegments(call: Call, segments: readonly Segment[]): number {
  const counted = new PromptCache().look('count', segments, 'explicit', call.nowMs);
  return billedTokens(counted.total, call.family.tokenFactor);
}

function scale(tokens: PromptTokens, factor: number): PromptTokens {
  return {
    total: billedTokens(tokens.total, factor),
    read: billedTokens(tokens.read, factor),
    write5m: billedTokens(tokens.write5m, factor),
    write1h: billedTokens(tokens.write1h, factor),
  };
}

export function billedUsage(exchange: Exchange): BilledUsage {
  const factor = exchange.family.tokenFactor;
  const output = exchange.answers.reduce((sum, answer) => sum + answer.outputTokens, 0);
  const reasoning = exchange.answers.reduce((sum, answer) => sum + answer.reasoningTokens, 0);
  const writes = exchange.family.cacheWrites;
  return {
    input: exchange.prompt.total,
    read: exchange.prompt.read,
    write5m: writes ? exchange.prompt.write5m : 0,
    write1h: writes ? exchange.prompt.write1h : 0,
    output: billedTokens(output, factor),
    reasoning: billedTokens(reasoning, factor),
  };
}

const distortions: Readonly<Record<string, (value: number) => unknown>> = {
  negative: (value) => -value - 1,
  text: (value) => String(value),
  zero: () => 0,
  huge: () => Number.MAX_SAFE_INTEGER,
};

/** Applies the odd-usage fault to every number of a rendered usage object. */
export function distortUsage<Usage>(usage: Usage, fault: Fault): Usage {
  const distort = distortions[fault['odd-usage'] ?? ''];
  if (distort === undefined) return usage;
  const replaced = JSON.stringify(usage, (_key, value) =>
    typeof value === 'number' ? distort(value) : value,
  );
  return JSON.parse(replaced) as Usage;
}

/** The room left for output: the asked cap, never above the model's own. */
export function outputCap(asked: number | undefined, call: Call): Ask['maxOutputTokens'] {
  const cap = Math.min(asked ?? call.family.maxOutputTokens, call.family.maxOutputTokens);
  return Math.floor(cap / call.family.tokenFactor);
}
