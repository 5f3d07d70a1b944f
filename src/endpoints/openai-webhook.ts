/**
 * POST /webhooks/openai: OpenAI tells of a warning to one end user, or that one has lost access. The case says whom: the
 * hash that providers get. Signed, and taken as done only when it is, so that what fails is sent again.
 */
import { verifyWebhook } from '../access/verify-webhook.ts';
import type { ImposedLevel } from '../core/actor.ts';
import { RouterError } from '../core/errors.ts';
import { asString, isObject, type JsonObject } from '../core/json.ts';
import type { Deps } from '../deps.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import { keys, webhookTtlSeconds } from '../ledger/keys.ts';
import { readBounded } from '../upstream/read-body.ts';
import { orUnavailable } from './admin-call.ts';
import { type Call, json } from './endpoint.ts';

const bodyBytes = 64 * 1024;
const bodyDepth = 16;
const caseTimeoutMs = 10_000;

/** Other events are of no business here. */
const levels: Readonly<Record<string, ImposedLevel>> = {
  'safety.warning_issued': 'stepped-down',
  'safety.deactivation_issued': 'suspended',
};

const answered = (isTaken: boolean) => json({ object: 'webhook', taken: isTaken });

/** Errors: `upstream_error`. Reads with OPENAI_SAFETY_API_KEY, a key that may read cases and nothing else. */
async function readCase(id: string, { config, outbound }: Deps): Promise<JsonObject> {
  const openai = config.providers.get('openai');
  if (openai === undefined || !/^[\w-]{1,100}$/.test(id))
    throw new RouterError('upstream_error', 'The case that the webhook names cannot be read.');
  const provider = { ...openai, env: 'OPENAI_SAFETY' };
  const signal = AbortSignal.timeout(caseTimeoutMs);
  const init = { method: 'GET', headers: {}, signal } as const;
  try {
    const response = await outbound.call(provider, 'openai-responses', `/safety/cases/${id}`, init);
    const text = response.ok ? await readBounded(response, bodyBytes) : null;
    if (text === null) throw new Error(response.ok ? 'too long' : `status ${response.status}`);
    return parseObjectText(text, bodyDepth).raw;
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : '';
    throw new RouterError('upstream_error', 'The case that the webhook names cannot be read.', {
      cause,
      detail,
    });
  }
}

/** Whether it has changed an end user's standing. */
async function act(level: ImposedLevel, caseId: string, { deps }: Call): Promise<boolean> {
  const { actors, audit } = deps;
  const { entity_identifier: id, reason: said } = await readCase(caseId, deps);
  // The whole organisation, or somebody who was not named by this router.
  if (actors === null || typeof id !== 'string' || !/^[0-9a-f]{32}$/.test(id)) return false;
  const reason = (asString(said) ?? 'unknown').slice(0, 128);
  const untilMs = deps.now() + actors.settings.suspendMs;
  const isNews = await orUnavailable(actors.impose({ id, level, untilMs, reason, by: 'provider' }));
  const details = { after: level, reason, until: new Date(untilMs).toISOString() };
  if (isNews) audit?.append({ action: 'actor.standing', actor: 'openai', object: id, details });
  return isNews;
}

/** Errors: `auth_unavailable`, `invalid_api_key` (the signature), `invalid_json`, `store_unavailable`, `upstream_error`. */
export async function answerOpenAiWebhook(call: Call): Promise<Response> {
  const { deps, http } = call;
  const { openAiWebhookSecret: secret, store } = deps;
  if (secret === null || store === null) {
    const message = 'Webhooks of OpenAI are off: they need OPENAI_WEBHOOK_SECRET and a store.';
    throw new RouterError('auth_unavailable', message, { retryable: false });
  }
  const text = await readText(http, bodyBytes);
  const id = await verifyWebhook(http.headers, text, secret, deps.now());
  if (id === null)
    throw new RouterError('invalid_api_key', 'This webhook is not signed by its sender, or is old.');
  const { type, data } = parseObjectText(text, bodyDepth).raw;
  const level = typeof type === 'string' && Object.hasOwn(levels, type) ? levels[type] : undefined;
  if (level === undefined) return answered(false);
  const key = keys.webhook(id);
  if ((await orUnavailable(store.get(key))) !== null) return answered(false);
  const isNews = await act(level, asString(isObject(data) ? data.id : undefined) ?? '', call);
  // Behind the act: a sender that leaves meanwhile ends this request, and what it sends again must find nothing.
  await orUnavailable(store.setFor(key, '1', webhookTtlSeconds));
  return answered(isNews);
}
