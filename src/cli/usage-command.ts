/** `signalbox usage`: what a running router was used for and what it cost. */
import { AdminRefusal, adminUsage, createAdminClient, createAdminReader } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { choosePaint, widthOfStream } from './paint.ts';
import { type ListedUsage, printUsage } from './print-usage.ts';
import { readArguments } from './read-arguments.ts';

const usage = `signalbox usage [--from DATE] [--to DATE] [--by LIST] [--route R] [--model M] [--team T] [--task T]

  --from, --to DATE   2026-11-30, the whole day in the router's zone, or 2026-11-30T08:00:00Z. Else this month
  --by LIST           any of day, hour, route, model, team, task, with commas between
  --route, --model, --team, --task NAME
                      only these; each may be repeated
  --csv               every figure, money in USD with nine decimals
${adminUsage}

cached is part of in. baseline: what answers would have cost at their route's baseline. –: unknown.`;

const filters = {
  from: { type: 'string' },
  to: { type: 'string' },
  by: { type: 'string' },
  route: { type: 'string', multiple: true },
  model: { type: 'string', multiple: true },
  team: { type: 'string', multiple: true },
  task: { type: 'string', multiple: true },
} as const;

const options = {
  ...filters,
  url: { type: 'string' },
  json: { type: 'boolean' },
  csv: { type: 'boolean' },
} as const;

async function ask(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, options, usage);
  if (files.length > 0) throw new UsageError(`'${files[0]}' is one word too many.\n\n${usage}`);
  if (values.csv && values.json) throw new UsageError('Write --csv or --json, not both.');
  const query = new URLSearchParams({ format: values.csv ? 'csv' : 'json' });
  for (const name of Object.keys(filters) as (keyof typeof filters)[])
    for (const value of [values[name] ?? []].flat()) query.append(name, value);
  const path = `/admin/usage?${query}`;
  const { stdout, env } = process;
  if (values.csv) {
    stdout.write(await createAdminReader(values.url, env)(path));
    return;
  }
  const answer = await createAdminClient(values.url, env)<ListedUsage>('GET', path);
  const shown = { paint: choosePaint(stdout, env), maxWidth: widthOfStream(stdout) };
  const lines = values.json ? [JSON.stringify(answer, null, 2)] : printUsage(answer, shown);
  stdout.write(`${lines.join('\n')}\n`);
}

async function run(args: readonly string[]): Promise<number> {
  try {
    await ask(args);
    return 0;
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

export const command: Command = { usage, run };
