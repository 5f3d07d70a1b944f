/** `signalbox alerts`: what a running router would tell now, in each form, and a test of its webhooks. */
import { isObject } from '../core/json.ts';
import { adminOptions, adminUsage, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import type { Paint } from './paint.ts';
import { readArguments } from './read-arguments.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox alerts --dry-run
signalbox alerts test

--dry-run looks at everything that alerts are made of and prints what would be sent, in each form; nothing is sent.
test sends a test alert to every webhook and prints what became of it.
  --dry-run       print, and send nothing
${adminUsage(18)}
Exit code 1 also where a webhook does not take the test.`;

/** As `GET /admin/alerts` has it. */
type ListedAlert = {
  readonly kind: string;
  readonly key: string;
  /** Null: nobody can say. */
  readonly is_news: boolean | null;
  readonly webhooks: readonly { readonly webhook: string; readonly form: string }[];
  readonly forms: Readonly<Record<string, unknown>>;
};

type Listed = { readonly data: readonly ListedAlert[] };

type Tested = { readonly data: readonly { readonly webhook: string; readonly outcome: string }[] };

/** JSON, but texts of several lines as they are read. */
function printForm(body: unknown): string[] {
  if (!isObject(body)) return [JSON.stringify(body)];
  return Object.entries(body).flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value);
    const [first = '', ...rest] = text.trimEnd().split('\n');
    return [`${name}: ${first}`, ...rest.map((line) => `  ${line}`)];
  });
}

function standing({ is_news: isNews, webhooks }: ListedAlert): string {
  const to = webhooks.map(({ webhook, form }) => `${webhook} (${form})`).join(', ');
  const whom = to === '' ? 'nobody' : to;
  if (isNews === null) return `would be told to ${whom}`;
  return isNews ? `would be told now to ${whom}` : `has been told to ${whom}`;
}

export function printAlerts({ data }: Listed, paint: Paint): string[] {
  if (data.length === 0) return ['Nothing to tell.'];
  return data.flatMap((alert, at) => [
    ...(at === 0 ? [] : ['']),
    `${paint('title', alert.kind)}  ${paint('faint', alert.key)}`,
    standing(alert),
    ...Object.entries(alert.forms).flatMap(([form, body]) => [
      paint('warn', `  ${form}`),
      ...printForm(body).map((line) => `    ${line}`),
    ]),
  ]);
}

async function run(args: readonly string[]): Promise<number> {
  const options = { ...adminOptions, 'dry-run': { type: 'boolean' } } as const;
  const { values, files } = readArguments(args, options, usage);
  const isDry = values['dry-run'] ?? false;
  const isTest = files.length === 1 && files[0] === 'test';
  if (isDry === isTest || (isDry && files.length > 0)) throw new UsageError(usage);
  const ask = createAdminClient(values.url, process.env);
  if (isDry) {
    const answer = await ask<Listed>('GET', '/admin/alerts');
    writeAnswer(answer, values.json, ({ paint }) => printAlerts(answer, paint));
    return 0;
  }
  const answer = await ask<Tested>('POST', '/admin/alerts/test');
  writeAnswer(answer, values.json, ({ paint }) =>
    answer.data.map(
      ({ webhook, outcome }) => `${webhook}  ${paint(outcome === 'taken' ? 'good' : 'bad', outcome)}`,
    ),
  );
  return answer.data.every(({ outcome }) => outcome === 'taken') ? 0 : 1;
}

export const command: Command = { usage, run };
