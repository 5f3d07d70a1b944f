/** Whether a webhook is its sender's: signed after Standard Webhooks 1.0.0, and sent now. Must show no secret. */
import { readWebhookSecret, signWebhook } from '../alerts/sign-webhook.ts';
import { isSameText } from './constant-time.ts';

const mostApartMs = 5 * 60_000;

/** The webhook's id; null: it is not to be believed. `secret`: `whsec_...`. */
export async function verifyWebhook(
  headers: Headers,
  body: string,
  secret: string,
  nowMs: number,
): Promise<string | null> {
  const key = readWebhookSecret(secret);
  const id = headers.get('webhook-id') ?? '';
  const timestamp = headers.get('webhook-timestamp') ?? '';
  if (key === null || !/^[\w.-]{1,128}$/.test(id) || !/^\d{1,12}$/.test(timestamp)) return null;
  const atMs = Number(timestamp) * 1000;
  if (Math.abs(nowMs - atMs) > mostApartMs) return null;
  const { 'webhook-signature': own = '' } = await signWebhook(id, atMs, body, [key]);
  const sent = (headers.get('webhook-signature') ?? '').split(' ').slice(0, 10);
  return sent.some((signature) => isSameText(signature, own)) ? id : null;
}
