/** An alert as receivers get it: JSON after the Standard Webhooks spec, a message for Slack, or a mail. Pure. */

import type { Alert, AlertKind } from '../core/alert.ts';
import { cliCommand } from '../core/cli-command.ts';
import type { AlertForm, Webhook } from '../core/config.ts';
import { alertWords } from './alert-kinds.ts';
import { printEmail } from './email-form.ts';
import type { Severity } from './words.ts';

export type ShownAlert = {
  readonly type: AlertKind;
  readonly data: {
    readonly severity: Severity;
    readonly subject: Readonly<Record<string, string | null>>;
    readonly figures: Readonly<Record<string, number | string | boolean | null>>;
    readonly message: string;
    readonly driver: string | null;
    /** A path, where nobody has said where the router is. */
    readonly link: string;
    readonly command: string;
  };
};

/** When, and where the router is (null: nobody has said). */
export type ShowContext = { readonly nowMs: number; readonly routerUrl: string | null };

export function showAlert<Kind extends AlertKind>(
  { kind, data }: Alert<Kind>,
  { nowMs, routerUrl }: ShowContext,
): ShownAlert {
  const words = alertWords[kind];
  return {
    type: kind,
    data: {
      severity: words.severity(data),
      subject: words.subject(data),
      figures: words.figures(data),
      message: words.message(data, nowMs),
      driver: words.driver(data),
      link: `${routerUrl ?? ''}${words.page(data, nowMs)}`,
      command: cliCommand(words.command(data)),
    },
  };
}

/** Slack reads these three as marks of its own. */
const slackText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

function printSlack({ data: { message, driver, link, command } }: ShownAlert) {
  const driven = driver === null ? [] : [`Driver: ${slackText(driver)}.`];
  const where = link.startsWith('http') ? `<${slackText(link)}|Dashboard>` : slackText(link);
  return { text: [slackText(message), ...driven, where, `\`${slackText(command)}\``].join('\n') };
}

export type Receiver = Pick<Webhook, 'form' | 'email'>;

type Print = (shown: ShownAlert, id: string, nowMs: number, email: NonNullable<Webhook['email']>) => unknown;

const forms: Readonly<Record<AlertForm, Print>> = {
  signalbox: (shown, id, nowMs) => ({ id, timestamp: new Date(nowMs).toISOString(), ...shown }),
  slack: printSlack,
  email: (shown, _id, _nowMs, email) => printEmail(shown, email),
};

/** The body, to be sent and signed as it is. */
export function printAlert(
  alert: Alert,
  { form, email }: Receiver,
  id: string,
  context: ShowContext,
): string {
  const shown = showAlert(alert, context);
  return JSON.stringify(forms[form](shown, id, context.nowMs, email ?? { from: '', to: [] }));
}
