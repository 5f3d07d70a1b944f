/**
 * How sealed reasoning of one protocol travels in another's signature field, so that a conversation that stays on
 * its model keeps its reasoning although the client speaks another protocol. Packed seals carry a prefix of ours:
 * they are never sent to a provider as they are.
 */
import type { Seal } from './block.ts';
import { type ProtocolId, protocolIds, type SealForm } from './target.ts';

const prefix = 'sbx1.';

/** Text for a foreign signature field: `sbx1.<protocol>.<model>.<data>`; model percent-encoded, data as it is. */
export function packSeal(seal: Seal): string {
  // A provider's name for its model may be broken Unicode, on which encodeURIComponent throws.
  const model = encodeURIComponent((seal.model ?? '').toWellFormed()).replaceAll('.', '%2E');
  return `${prefix}${seal.protocol}.${model}.${seal.data}`;
}

/** What stands in `native`'s own signature field: a seal of that protocol, unless it is one that we packed. */
export function readSeal(text: string, native: ProtocolId): Seal {
  if (!text.startsWith(prefix)) return { protocol: native, data: text };
  const [, protocol, model, ...data] = text.split('.');
  const known = protocolIds.find((id) => id === protocol);
  if (known === undefined || model === undefined) return { protocol: native, data: text };
  const name = decodeModel(model);
  if (name === null) return { protocol: native, data: text };
  return { protocol: known, ...(name !== '' && { model: name }), data: data.join('.') };
}

function decodeModel(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}

export function isPackedSeal(text: unknown): boolean {
  return typeof text === 'string' && text.startsWith(prefix);
}

/** Whether a target can read this seal: the same protocol, and the same model where the seal names one. */
export function canOpen(seal: Seal, protocol: ProtocolId, models: readonly string[]): boolean {
  return seal.protocol === protocol && (seal.model === undefined || models.includes(seal.model));
}

/** Narrow on purpose: a seal that none of them knows may be anybody's. No text is of two forms. */
const sealForms: readonly (readonly [SealForm, RegExp])[] = [
  ['uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i],
  ['hex', /^[0-9a-f]{60,128}$/],
  // A message begins with its first or second field.
  ['protobuf', /^[CE][A-Za-z0-9+/]{60,}={0,2}$/],
];

/**
 * Whether a maker's own bytes are plainly not of this form. A passed-through answer is not rewritten, so its seal does not
 * name its model: its form alone says who cannot have made it.
 */
export function isOfOtherForm(data: string, form: SealForm | undefined): boolean {
  if (form === undefined) return false;
  const found = sealForms.find(([, pattern]) => pattern.test(data));
  return found !== undefined && found[0] !== form;
}
