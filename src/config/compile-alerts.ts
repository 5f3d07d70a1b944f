/** Who is told of what, as the configuration says. Pure. */
import { alertKinds } from '../core/alert.ts';
import type { AlertSettings, Webhook } from '../core/config.ts';
import type { AlertsInput, WebhookInput } from './alerts-input.ts';
import type { Report } from './problem.ts';

const usualPercents = [50, 80, 100];
const usualNotes = 1000;
const usualMinutes = 5;
const usualAgainHours = 6;
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
  const { email = null } = written;
  if ((email !== null) !== (written.form === 'email'))
    report(`${path}.email`, 'belongs to the form email', "write `form: 'email'` and `email` together");
  const address = url ?? urlFrom ?? '';
  return {
    // A mail service has one address for whomever it writes to.
    name: email === null ? address : `${address} to ${email.to.join(', ')}`,
    url: url ?? null,
    urlFrom: urlFrom ?? null,
    kinds: written.kinds ?? alertKinds,
    form: written.form ?? 'signalbox',
    secretFrom: written.secretFrom ?? usualSecret,
    email,
    authorizationFrom: written.authorizationFrom ?? null,
  };
}

function compileFallback({ fallback = {} }: Partial<AlertsInput>, report: Report): AlertSettings['fallback'] {
  const { percent = 5, minutes = 10, requests = 20 } = fallback;
  if (minutes % 5 !== 0)
    report('alerts.fallback.minutes', 'is no multiple of 5', 'write 5, 10, 15 and so on up to 60');
  return { share: percent / 100, steps: minutes / 5, requests };
}

function compileRouterUrl(written: string | undefined, report: Report): string | null {
  if (written === undefined) return null;
  const fault = faultOfWebhookUrl(written);
  if (fault !== null) report('alerts.routerUrl', fault, 'write it as https://router.example.com');
  else if (URL.parse(written)?.search !== '')
    report('alerts.routerUrl', 'has a part behind ?', 'write it as https://router.example.com');
  return written.replace(/\/+$/, '');
}

/** Without webhooks nothing is looked for. */
export function compileAlerts(written: AlertsInput | undefined, report: Report): AlertSettings {
  const given: Partial<AlertsInput> = written ?? {};
  const { webhooks = [], budgetPercent = usualPercents, outbox = {}, anomaly = {}, ...rest } = given;
  const compiled = webhooks.map((each, at) => compileWebhook(each, `alerts.webhooks[${at}]`, report));
  compiled.forEach(({ name }, at) => {
    if (compiled.findIndex((each) => each.name === name) === at) return;
    report(`alerts.webhooks[${at}]`, 'has the address of another', 'put their `kinds` together');
  });
  return {
    webhooks: compiled,
    budgetPercents: [...new Set(budgetPercent)].sort((a, b) => a - b),
    outbox: { notes: outbox.notes ?? usualNotes, ageMs: (outbox.minutes ?? usualMinutes) * 60_000 },
    routerUrl: compileRouterUrl(rest.routerUrl, report),
    againMs: (rest.againHours ?? usualAgainHours) * 3_600_000,
    estimatedShare: (rest.estimatedPercent ?? 1) / 100,
    driftShare: (rest.driftPercent ?? 1) / 100,
    fallback: compileFallback(rest, report),
    anomaly: {
      aboveNanoUsd: Math.round((anomaly.usd ?? 10) * 1e9),
      deviations: anomaly.deviations ?? 4,
    },
  };
}
