/** Which files are sent by themselves, and where: the shape of `exports` and what is made of it. Pure. */
import {
  type ExportDestination,
  exportKinds,
  exportSpans,
  focusVersions,
  type ScheduledExport,
} from '../core/export.ts';
import { hashText } from '../core/hash-text.ts';
import { faultOfWebhookUrl } from './compile-alerts.ts';
import type { ExportInput } from './exports-input.ts';
import type { Report } from './problem.ts';
import { fields, listOf, oneOf, type Shape, text } from './shape.ts';

const envName = text(/^[A-Z][A-Z0-9_]{0,99}$/, 'a name of capitals, digits and underscores');

export const exportsShape: Shape = listOf(
  fields(
    {
      kind: oneOf(exportKinds),
      version: oneOf(focusVersions),
      every: oneOf(exportSpans),
      to: fields(
        {
          webhook: text(/\S/, 'an address'),
          secret: envName,
          r2: envName,
          prefix: text(/^(?!\/)[\w!.*'()/-]{0,200}$/, 'a path without a slash at its beginning'),
        },
        [],
      ),
    },
    ['kind', 'every', 'to'],
  ),
  0,
);

const usualSecret = 'SIGNALBOX_WEBHOOK_SECRET';

/** Settings of one way beside those of the other are somebody's mistake. */
function compileDestination(written: ExportInput['to'], path: string, report: Report): ExportDestination {
  const { webhook, secret, r2, prefix } = written as Partial<Record<string, string>>;
  if ((webhook === undefined) === (r2 === undefined))
    report(path, 'needs one place to go', 'write either `webhook` or `r2`');
  if (webhook === undefined && secret !== undefined)
    report(`${path}.secret`, 'signs what goes to a webhook', 'take it out');
  if (r2 === undefined && prefix !== undefined)
    report(`${path}.prefix`, 'is of names in a bucket', 'take it out');
  if (r2 !== undefined) return { kind: 'r2', binding: r2, prefix: prefix ?? '' };
  const fault = webhook === undefined ? null : faultOfWebhookUrl(webhook);
  if (fault !== null) report(`${path}.webhook`, fault, 'write it as https://finance.example.com/signalbox');
  return { kind: 'webhook', url: webhook ?? '', secretFrom: secret ?? usualSecret };
}

export function compileExports(written: readonly ExportInput[], report: Report): ScheduledExport[] {
  const compiled = written.map(({ kind, version, every, to }, at) => {
    if (kind !== 'focus' && version !== undefined)
      report(`exports[${at}].version`, `is of FOCUS, and this is ${kind}`, 'take it out');
    const rest = {
      kind,
      version: version ?? focusVersions[0],
      every,
      to: compileDestination(to, `exports[${at}].to`, report),
    };
    return { name: hashText(JSON.stringify(rest)), ...rest };
  });
  compiled.forEach(({ name }, at) => {
    if (compiled.findIndex((each) => each.name === name) < at)
      report(`exports[${at}]`, 'is the same as another', 'take it out');
  });
  return compiled;
}
