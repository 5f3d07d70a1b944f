/**
 * An alert as a mail: `{from, to, subject, text, html}`, as Resend's `POST /emails` takes it, and relays that take the
 * same. Pure. Whatever a name holds, the mail shows it and does nothing else with it.
 */
import type { Webhook } from '../core/config.ts';
import type { ShownAlert } from './print-alert.ts';

const marks: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (mark) => marks[mark] ?? '');

/** A subject is one line. */
const mostSubject = 150;

function subjectOf({ data }: ShownAlert): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what a name may not bring into a header
  const line = `[signalbox] ${data.severity}: ${data.message}`.replace(/[\u0000-\u001f\u007f]+/g, ' ');
  return line.length <= mostSubject ? line : `${line.slice(0, mostSubject - 1).trimEnd()}…`;
}

export function printEmail(shown: ShownAlert, email: NonNullable<Webhook['email']>) {
  const { message, driver, link, command } = shown.data;
  const driven = driver === null ? [] : [`Driver: ${driver}.`];
  const isWhole = link.startsWith('http');
  const where = isWhole ? `<a href="${escapeHtml(link)}">${escapeHtml(link)}</a>` : escapeHtml(link);
  return {
    from: email.from,
    to: email.to,
    subject: subjectOf(shown),
    text: [message, ...driven, '', `Dashboard: ${link}`, `Command: ${command}`, ''].join('\n'),
    html: [
      ...[message, ...driven].map((line) => `<p>${escapeHtml(line)}</p>`),
      `<p>Dashboard: ${where}</p>`,
      `<p>Command: <code>${escapeHtml(command)}</code></p>`,
    ].join('\n'),
  };
}
