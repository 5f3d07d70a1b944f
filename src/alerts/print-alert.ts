/** An alert as receivers get it: JSON after the Standard Webhooks spec, or a message for Slack. Pure. */
import type { Alert, AlertKind } from '../core/alert.ts';
import type { AlertForm } from '../core/config.ts';
import { alertWords } from './alert-kinds.ts';

export type ShownAlert = {
  readonly type: AlertKind;
  readonly data: {
    readonly subject: Readonly<Record<string, string | null>>;
    readonly figures: Readonly<Record<string, number | string | boolean | null>>;
    readonly message: string;
    readonly command: string;
  };
};

export function showAlert<Kind extends AlertKind>({ kind, data }: Alert<Kind>, nowMs: number): ShownAlert {
  const words = alertWords[kind];
  return {
    type: kind,
    data: {
      subject: words.subject(data),
      figures: words.figures(data),
      message: words.message(data, nowMs),
      command: words.command(data),
    },
  };
}

/** Slack reads these three as marks of its own. */
const slackText = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const forms: Readonly<Record<AlertForm, (shown: ShownAlert, id: string, nowMs: number) => unknown>> = {
  signalbox: (shown, id, nowMs) => ({ id, timestamp: new Date(nowMs).toISOString(), ...shown }),
  slack: ({ data }) => ({ text: `${slackText(data.message)}\n\`${slackText(data.command)}\`` }),
};

/** The body, to be sent and signed as it is. */
export function printAlert(alert: Alert, form: AlertForm, id: string, nowMs: number): string {
  return JSON.stringify(forms[form](showAlert(alert, nowMs), id, nowMs));
}
