/**
 * GET /admin/alerts: what would be told now, to whom and in which words, without sending anything. POST /admin/alerts/test:
 * a test to every webhook, and what became of it.
 */
import { printAlert } from '../alerts/print-alert.ts';
import { lookAtAll } from '../alerts/raise-alerts.ts';
import type { Alert } from '../core/alert.ts';
import { type AlertSettings, alertForms } from '../core/config.ts';
import { RouterError } from '../core/errors.ts';
import { type Call, type Endpoint, json } from './endpoint.ts';

/** In place of the id that it would have. */
const dryRunId = 'alert_dry_run';

/** As each webhook would get it, and in every form beside. */
function showForms(alert: Alert, { webhooks, routerUrl }: AlertSettings, nowMs: number) {
  const print = (receiver: Parameters<typeof printAlert>[1]): unknown =>
    JSON.parse(printAlert(alert, receiver, dryRunId, { nowMs, routerUrl }));
  const mail = webhooks.find(({ email }) => email !== null)?.email ?? null;
  return {
    webhooks: webhooks
      .filter(({ kinds }) => kinds.includes(alert.kind))
      .map((webhook) => ({ webhook: webhook.name, form: webhook.form })),
    forms: Object.fromEntries(alertForms.map((form) => [form, print({ form, email: mail })])),
  };
}

async function answerAlerts({ deps }: Call): Promise<Response> {
  const { config, scripts: store, usage, outboxState, alerts: desk, now } = deps;
  const { timeZone } = config.ledger;
  const ports = { settings: config.alerts, store, usage, outboxState, timeZone, now };
  const { alerts, news } = await lookAtAll(ports, desk);
  const nowMs = now();
  return json({
    object: 'alerts',
    at: new Date(nowMs).toISOString(),
    webhooks: config.alerts.webhooks.length,
    data: alerts.map((alert) => ({
      kind: alert.kind,
      key: alert.key,
      is_news: news?.includes(alert.key) ?? null,
      ...showForms(alert, config.alerts, nowMs),
    })),
  });
}

async function answerTest({ deps }: Call): Promise<Response> {
  const { alerts: desk, release } = deps;
  if (desk === null)
    throw new RouterError(
      'invalid_request',
      'Nobody is to be told: `alerts` in routes.config.ts names no webhook.',
    );
  try {
    return json({ object: 'alert_test', data: await desk.test(release) });
  } catch (error) {
    const detail = error instanceof Error ? error.message : '';
    throw new RouterError('store_unavailable', 'The Durable Object ALERTS does not answer.', { detail });
  }
}

export const alertEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/admin/alerts',
    auth: 'admin',
    errors: 'openai-chat',
    summary: 'Alerts that hold now, as each form would tell them; nothing is sent',
    answer: answerAlerts,
  },
  {
    method: 'POST',
    path: '/admin/alerts/test',
    auth: 'admin',
    errors: 'openai-chat',
    summary: 'Sends a test alert to every webhook, and says what became of it',
    answer: answerTest,
  },
];
