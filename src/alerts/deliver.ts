/** One try to deliver an alert. Says in a word what became of it; never rejects, and shows no address and no secret. */
import { faultOfWebhookUrl } from '../config/compile-alerts.ts';
import type { Webhook } from '../core/config.ts';
import { readWebhookSecret, signWebhook } from './sign-webhook.ts';

const timeoutMs = 15_000;

export type DeliverPorts = {
  /** A secret of the Worker by its name; null: it is not set. */
  readonly secret: (name: string) => string | null;
  readonly send: (url: string, init: RequestInit) => Promise<Response>;
  readonly now: () => number;
};

/** `gone`: the receiver wants no more. */
export type Delivered = 'taken' | 'gone' | 'no_address' | 'no_secret' | 'no_answer' | `status_${number}`;

/** Null: there is none, or it is none. Several stand with spaces between. */
function secretsOf({ secretFrom }: Webhook, ports: DeliverPorts): Uint8Array<ArrayBuffer>[] | null {
  const read = (ports.secret(secretFrom) ?? '')
    .split(/\s+/)
    .filter((text) => text !== '')
    .map(readWebhookSecret);
  const secrets = read.filter((each) => each !== null);
  return secrets.length === read.length && secrets.length > 0 ? secrets : null;
}

/** Null: it is named and not set. The second header keeps a mail service from sending one alert twice. */
function authorizationOf(
  { authorizationFrom, form }: Webhook,
  id: string,
  ports: DeliverPorts,
): Record<string, string> | null {
  const once: Record<string, string> = form === 'email' ? { 'idempotency-key': id } : {};
  if (authorizationFrom === null) return once;
  const secret = ports.secret(authorizationFrom)?.trim() ?? '';
  return /^[\x21-\x7e]+$/.test(secret) ? { ...once, authorization: `Bearer ${secret}` } : null;
}

export async function deliver(
  { id, body }: { readonly id: string; readonly body: string },
  webhook: Webhook,
  ports: DeliverPorts,
): Promise<Delivered> {
  const url = webhook.url ?? ports.secret(webhook.urlFrom ?? '');
  if (url === null || faultOfWebhookUrl(url) !== null) return 'no_address';
  const secrets = secretsOf(webhook, ports);
  const authorization = authorizationOf(webhook, id, ports);
  if (authorization === null) return 'no_secret';
  // The address of a Slack webhook is its secret, and a mail service has its own; signatures say nothing to them.
  const isKnown =
    webhook.form === 'slack' || (webhook.form === 'email' && webhook.authorizationFrom !== null);
  if (secrets === null && !isKnown) return 'no_secret';
  const signed = secrets === null ? {} : await signWebhook(id, ports.now(), body, secrets);
  try {
    const response = await ports.send(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'user-agent': 'signalbox', ...authorization, ...signed },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    // What it says is of no use; unread it would keep the connection.
    await response.body?.cancel();
    if (response.ok) return 'taken';
    return response.status === 410 ? 'gone' : `status_${response.status}`;
  } catch {
    return 'no_answer';
  }
}
