/**
 * Literals of the Messages wire that several files of this folder need. Wire JSON itself is read as `JsonObject`:
 * providers send more than any type file knows.
 */
import type { Seal } from '../../core/block.ts';
import type { ProtocolId } from '../../core/target.ts';

export const protocolId = 'anthropic-messages' satisfies ProtocolId;

/**
 * Version of the bodies that we encode ourselves. From 2026-10-21 on the API refuses sampling parameters on every
 * model; under this one the older models still take them, and nothing that we send needs the later one. On the
 * passthrough lane the caller's own version header stands.
 */
export const apiVersion = '2023-06-01';

/** Marks a seal that stood in `redacted_thinking`: other protocols carry one sealed text only, not its kind. */
const redactedMark = 'redacted:';

export function markRedacted(seal: Seal): Seal {
  return seal.protocol === protocolId ? { ...seal, data: redactedMark + seal.data } : seal;
}

/** The provider's own bytes of a seal, and whether they belong into `redacted_thinking`. */
export function unmarkSeal(seal: Seal): { data: string; isRedacted: boolean } {
  const isRedacted = seal.protocol === protocolId && seal.data.startsWith(redactedMark);
  return { data: isRedacted ? seal.data.slice(redactedMark.length) : seal.data, isRedacted };
}

/** Several reasoning parts are one thinking block here. */
export const partSeparator = '\n\n';

/** Parameter of the function that stands for a free-text tool. */
export const customInput = 'input';

/** The API takes letters, digits, `_` and `-` in a call id; some models of other makers write more. */
export function wireCallId(id: string): string {
  return isWireCallId(id) ? id : id.replaceAll(/[^a-zA-Z0-9_-]/g, '_');
}

export function isWireCallId(id: string): boolean {
  return !/[^a-zA-Z0-9_-]/.test(id);
}
