/** `signalbox usage`: what a running router was used for and what it cost. */
import { adminOptions, adminUsage, createAdminClient, createAdminReader } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { type ListedUsage, printUsage } from './print-usage.ts';
import { readArguments, refuseWords } from './read-arguments.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox usage [--from DATE] [--to DATE] [--time-zone ZONE] [--by LIST] [--NAME VALUE]...

  --from, --to DATE   2026-11-30, the whole day in the router's zone, or 2026-11-30T08:00:00Z. Else this month
  --time-zone ZONE    of dates and days: Europe/Berlin. Else the router's
  --by LIST           any of day, hour, route, model, team, task, provider, app, key, with commas between; the last
                      three, hours and days of another zone: of 31 days at most
  --route, --model, --team, --task, --provider, --app, --key VALUE
                      only these; each may be repeated
  --csv               every figure, money in USD with nine decimals
${adminUsage(22)}

cached is part of in. baseline: what answers would have cost at their route's baseline. –: unknown.`;

const filters = {
  from: { type: 'string' },
  to: { type: 'string' },
  'time-zone': { type: 'string' },
  by: { type: 'string' },
  route: { type: 'string', multiple: true },
  model: { type: 'string', multiple: true },
  team: { type: 'string', multiple: true },
  task: { type: 'string', multiple: true },
  provider: { type: 'string', multiple: true },
  app: { type: 'string', multiple: true },
  key: { type: 'string', multiple: true },
} as const;

const options = { ...filters, csv: { type: 'boolean' }, ...adminOptions } as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  refuseWords(files, usage);
  if (values.csv && values.json) throw new UsageError('Write --csv or --json, not both.');
  const query = new URLSearchParams({ format: values.csv ? 'csv' : 'json' });
  for (const name of Object.keys(filters) as (keyof typeof filters)[])
    for (const value of [values[name] ?? []].flat()) query.append(name.replace('-', '_'), value);
  const path = `/admin/usage?${query}`;
  if (values.csv) {
    process.stdout.write((await createAdminReader(values.url, process.env)(path)).text);
    return 0;
  }
  const answer = await createAdminClient(values.url, process.env)<ListedUsage>('GET', path);
  writeAnswer(answer, values.json, (shown) => printUsage(answer, shown));
  return 0;
}

export const command: Command = { usage, run };
