/**
 * How items of an answer lie in the store: under a name and a key that both come from the answer's id, which is in
 * no row, key or log. Only the client that got the answer holds that id, so the store alone can neither read the
 * items nor tell whose they are.
 */

import { fromBase64, toBase64 } from '../core/base64.ts';
import { toHex } from '../core/hex.ts';

/** Whose answer. Another caller with the same id finds nothing. */
export type AnswerOwner = {
  /** Has no colon. */
  readonly callerId: string;
  /** `AnswerContext.id`: 24 random characters. */
  readonly answerId: string;
};

const utf8 = new TextEncoder();
const ivBytes = 12;
const keyBytes = 16;

async function digest(purpose: string, { callerId, answerId }: AnswerOwner): Promise<Uint8Array> {
  const bytes = utf8.encode(`${purpose}:${callerId}:${answerId}`);
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** 64 hex digits. */
export async function itemsName(owner: AnswerOwner): Promise<string> {
  const hash = await digest('sbx-items', owner);
  return toHex(hash);
}

async function itemsKey(owner: AnswerOwner, use: 'encrypt' | 'decrypt'): Promise<CryptoKey> {
  const hash = await digest('sbx-items-key', owner);
  return crypto.subtle.importKey('raw', hash.slice(0, keyBytes), 'AES-GCM', false, [use]);
}

/** base64 of a random IV (12 bytes), the AES-128-GCM ciphertext and its tag (16 bytes). */
export async function sealItems(items: Uint8Array, owner: AnswerOwner): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(ivBytes));
  const key = await itemsKey(owner, 'encrypt');
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, key, items));
  const whole = new Uint8Array(ivBytes + sealed.length);
  whole.set(iv);
  whole.set(sealed, ivBytes);
  return toBase64(whole);
}

/** The items as they were sealed; null where this owner's key does not open them or a bit has changed. */
export async function openItems(sealed: string, owner: AnswerOwner): Promise<string | null> {
  try {
    const whole = fromBase64(sealed);
    const key = await itemsKey(owner, 'decrypt');
    const iv = whole.subarray(0, ivBytes);
    const items = await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, key, whole.subarray(ivBytes));
    return new TextDecoder().decode(items);
  } catch {
    return null;
  }
}
