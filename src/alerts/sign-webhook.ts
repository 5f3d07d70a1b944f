/**
 * Signatures of webhooks after the Standard Webhooks spec 1.0.0 (https://www.standardwebhooks.com): HMAC-SHA-256 over
 * `id.timestamp.body` under the bytes of a `whsec_` secret. Must show no secret in an error.
 */
import { fromBase64, toBase64 } from '../core/base64.ts';

const prefix = 'whsec_';
const algorithm = { name: 'HMAC', hash: 'SHA-256' };
const utf8 = new TextEncoder();

/** The spec's bounds, in bytes. */
const leastBytes = 24;
const mostBytes = 64;

/** Null: it is no such secret. */
export function readWebhookSecret(text: string): Uint8Array<ArrayBuffer> | null {
  if (!/^whsec_[A-Za-z0-9+/]+={0,2}$/.test(text)) return null;
  try {
    const bytes = fromBase64(text.slice(prefix.length));
    return bytes.length >= leastBytes && bytes.length <= mostBytes ? bytes : null;
  } catch {
    return null;
  }
}

/** `secrets`: several while one takes another's place; receivers take any of their signatures. */
export async function signWebhook(
  id: string,
  atMs: number,
  body: string,
  secrets: readonly Uint8Array<ArrayBuffer>[],
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(atMs / 1000));
  const text = utf8.encode(`${id}.${timestamp}.${body}`);
  const signatures = await Promise.all(
    secrets.map(async (secret) => {
      const key = await crypto.subtle.importKey('raw', secret, algorithm, false, ['sign']);
      return `v1,${toBase64(new Uint8Array(await crypto.subtle.sign('HMAC', key, text)))}`;
    }),
  );
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  };
}
