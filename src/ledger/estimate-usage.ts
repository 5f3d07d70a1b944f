/**
 * The usage of an attempt, and how far it can be trusted: the provider's own final counts, or else an estimate from what
 * was sent and seen. Pure.
 */
import type { UsageSource } from '../core/row.ts';
import type { ProtocolId } from '../core/target.ts';
import { believedUsage, type TokenLimits, type Usage } from '../core/usage.ts';

/**
 * Bytes of a stream for one visible token: medians of recorded provider streams (chat 295, Responses 158 without its
 * closing events and 200 and more at most hosts, Messages 42). A stream of one token an event costs most.
 */
const streamBytesPerToken: Readonly<Record<ProtocolId, number>> = {
  'openai-chat': 290,
  'openai-responses': 200,
  'anthropic-messages': 42,
};

/** JSON around the text of an answer that came whole, and characters of it for a token. */
const envelopeChars = 500;
const charsPerToken = 4;

export type Seen = {
  readonly protocol: ProtocolId;
  /** Of the model that was called. */
  readonly limits: TokenLimits;
  /** As far as the provider reported it. */
  readonly usage: Usage;
  /** Whether these counts are final. */
  readonly isFinal: boolean;
  readonly streamedBytes: number;
  /** Characters of an answer that came whole; 0 for a stream. */
  readonly answerChars: number;
  /** Output that is expected of an answer which its provider goes on with by itself; 0: it does not. */
  readonly expectedOutput: number;
  /** Called only where the provider did not say. */
  readonly estimateInput: () => number;
};

export type CountedUsage = { readonly usage: Usage; readonly source: Exclude<UsageSource, 'void'> };

function estimateOutput({ protocol, streamedBytes, answerChars }: Seen): number {
  if (answerChars > 0) return Math.ceil(Math.max(0, answerChars - envelopeChars) / charsPerToken);
  return Math.ceil(streamedBytes / streamBytesPerToken[protocol]);
}

/** Never less than what the provider has said itself, as far as it can be true. */
export function countUsage(seen: Seen): CountedUsage {
  const { isFinal } = seen;
  const usage = believedUsage(seen.usage, seen.limits);
  const { inputTokens, outputTokens } = usage;
  if (isFinal && inputTokens !== undefined && outputTokens !== undefined)
    return { usage, source: 'measured' };
  return {
    source: 'estimated',
    usage: {
      ...usage,
      inputTokens: inputTokens ?? seen.estimateInput(),
      outputTokens: Math.max(outputTokens ?? 0, estimateOutput(seen), seen.expectedOutput),
    },
  };
}
