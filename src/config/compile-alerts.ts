/** Who is told of what, as the configuration says. Pure. */
import { alertKinds } from '../core/alert.ts';
import type { AlertSettings, Webhook } from '../core/config.ts';
import type { AlertsInput, WebhookInput } from './alerts-input.ts';
import type { Report } from './problem.ts';

const usualPercents = [50, 80, 100];
const usualNotes = 1000;
const usualMinutes = 5;
const usualSecret = 'SIGNALBOX_WEBHOOK_SECRET';

/** Why an address cannot be used; null: it can. */
export function faultOfWebhookUrl(text: string): string | null {
  const url = URL.parse(text);
  if (url === null) return 'is no address';
  if (url.username !== '' || url.password !== '') return 'holds a name or a password';
  if (url.hash !== '') return 'has a part behind #, which is never sent';
  const isLocal = url.protocol === 'http:' && url.hostname === '127.0.0.1';
  return url.protocol === 'https:' || isLocal ? null : 'is no https address';
}

function compileWebhook(written: WebhookInput, path: string, report: Report): Webhook {
  const url = 'url' in written ? written.url : undefined;
  const urlFrom = 'urlFrom' in written ? written.urlFrom : undefined;
  if ((url === undefined) === (urlFrom === undefined))
    report(path, 'needs one address', 'write either `url` or, where that is a secret itself, `urlFrom`');
  const fault = url === undefined ? null : faultOfWebhookUrl(url);
  if (fault !== null) report(`${path}.url`, fault, 'write it as https://alerts.example.com/signalbox');
  return {
    name: url ?? urlFrom ?? '',
    url: url ?? null,
    urlFrom: urlFrom ?? null,
    kinds: written.kinds ?? alertKinds,
    form: written.form ?? 'signalbox',
    secretFrom: written.secretFrom ?? usualSecret,
  };
}

/** Without webhooks nothing is looked for. */
export function compileAlerts(written: AlertsInput | undefined, report: Report): AlertSettings {
  const { webhooks = [], budgetPercent = usualPercents, outbox = {} } = written ?? {};
  const compiled = webhooks.map((each, at) => compileWebhook(each, `alerts.webhooks[${at}]`, report));
  compiled.forEach(({ name }, at) => {
    if (compiled.findIndex((each) => each.name === name) === at) return;
    report(`alerts.webhooks[${at}]`, 'has the address of another', 'put their `kinds` together');
  });
  return {
    webhooks: compiled,
    budgetPercents: [...new Set(budgetPercent)].sort((a, b) => a - b),
    outbox: { notes: outbox.notes ?? usualNotes, ageMs: (outbox.minutes ?? usualMinutes) * 60_000 },
  };
}
