/** `signalbox export`: usage and cost of a running router as a file for other tools, checked before it is written. */
import { createHash } from 'node:crypto';
import { type ExportKind, focusVersions } from '../core/export.ts';
import { type ExportHead, type ExportManifest, exportHeader } from '../finance/export.ts';
import { manifestOf } from '../finance/whole-export.ts';
import { adminOptions, adminUsage, createAdminReader } from './admin-client.ts';
import { type CheckedExport, checkExport } from './check-export.ts';
import { type Command, RouterRefusal, UsageError } from './command.ts';
import { parseJson } from './parse-json.ts';
import { printExport } from './print-export.ts';
import { oneOfWords, readArguments, refuseWords } from './read-arguments.ts';
import { runAction } from './run-action.ts';
import { writeOutput } from './write-output.ts';

const usage = `signalbox export focus [--version V] [--period MONTH] [--out FILE]   a FOCUS file: a row for each meter
signalbox export usage-daily [--period MONTH] [--out FILE]           a line for each day, team, route, task, model

  --version V          of FOCUS, 1.2 (else) or 1.4
  --period MONTH       2026-10. Else this month
  --from, --to DATE    2026-11-30, a whole day in the router's zone, in place of --period
  --team, --route, --model NAME
                       only these; each may be repeated
  --out FILE           - prints the file. Else its own name, in this folder. FILE.manifest.json says what it is
  --allow-unpriced     that usage without a price is left out is no finding
${adminUsage(23)
  .replace("the router's answer as it is", 'the manifest, in place of a line')
  .replace(
    'Exit code: 0 done, 1 the router refuses or is not there, 2 wrong usage.',
    `Exit code: 0 done, 1 usage without a price is left out of the file, or the file is wrong and not written,
2 wrong usage, 3 the router refuses or is not there.`,
  )}`;

const filters = {
  team: { type: 'string', multiple: true },
  route: { type: 'string', multiple: true },
  model: { type: 'string', multiple: true },
} as const;

const options = {
  ...filters,
  ...adminOptions,
  version: { type: 'string' },
  period: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  out: { type: 'string' },
  'allow-unpriced': { type: 'boolean' },
} as const;

type Values = ReturnType<typeof readArguments<typeof options>>['values'];

/** First and last day of a month, as the router reads dates. */
function daysOf({ period, from, to }: Values): [name: string, day: string][] {
  const given = Object.entries({ from, to }).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  if (period === undefined) return given;
  if (given.length > 0) throw new UsageError('Write --period, or --from and --to.');
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(period) ?? [];
  if (year === undefined) throw new UsageError(`--period ${period}: write a month such as 2026-10.`);
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return [
    ['from', `${period}-01`],
    ['to', `${period}-${last}`],
  ];
}

function queryOf(kind: ExportKind, values: Values): URLSearchParams {
  const version = oneOfWords('--version', values.version, focusVersions);
  if (version !== undefined && kind !== 'focus') throw new UsageError('--version goes with focus.');
  const query = new URLSearchParams([['kind', kind], ...daysOf(values)]);
  if (version !== undefined) query.set('version', version);
  for (const name of Object.keys(filters) as (keyof typeof filters)[])
    for (const value of values[name] ?? []) query.append(name, value);
  return query;
}

type Fetched = { readonly text: string; readonly manifest: ExportManifest; readonly checked: CheckedExport };

async function fetchExport(kind: ExportKind, values: Values): Promise<Fetched> {
  const read = createAdminReader(values.url, process.env);
  const { text, headers } = await read(`/admin/export?${queryOf(kind, values)}`);
  const told = parseJson(headers.get(exportHeader) ?? '') as ({ file: string } & ExportHead) | null;
  if (told === null)
    throw new RouterRefusal('The router does not say what the file is: its release is an older one.');
  const { file: fileName, ...head } = told;
  const checked = checkExport(text, head);
  const sha256 = createHash('sha256').update(text).digest('hex');
  const measured = { rows: checked.rows, bytes: Buffer.byteLength(text), sha256 };
  return { text, checked, manifest: manifestOf({ head, fileName }, measured) };
}

/** Returns where it is. */
function writeExport({ text, manifest }: Fetched, out: string | undefined): string {
  if (out === '-') {
    process.stdout.write(text);
    return '-';
  }
  const file = out ?? manifest.file;
  writeOutput(file, text);
  writeOutput(`${file}.manifest.json`, `${JSON.stringify({ ...manifest, file }, null, 2)}\n`);
  return file;
}

async function exportAs(kind: ExportKind, args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  refuseWords(files, usage);
  if (values.out === '-' && values.json)
    throw new UsageError('--json and --out - both take standard output.');
  const fetched = await fetchExport(kind, values);
  const { manifest, checked } = fetched;
  if (checked.faults.length > 0) {
    const list = checked.faults.slice(0, 20).join('\n');
    process.stderr.write(`The file is wrong and is not written:\n${list}\n`);
    return 1;
  }
  const file = writeExport(fetched, values.out);
  const shown = values.json
    ? JSON.stringify(manifest, null, 2)
    : printExport(manifest, checked, file).join('\n');
  (file === '-' ? process.stderr : process.stdout).write(`${shown}\n`);
  if (manifest.unpriced_attempts === 0) return 0;
  const attempts = manifest.unpriced_attempts.toLocaleString('en');
  process.stderr.write(
    `NOT IN THE FILE: ${attempts} attempts whose price nobody knows. Their cost is unknown, not 0: signalbox usage --by model shows them.\n`,
  );
  return values['allow-unpriced'] ? 0 : 1;
}

/** A script has to tell a router that is away from a file with findings. */
async function orRemote(work: Promise<number>): Promise<number> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof RouterRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 3;
  }
}

const actions = {
  focus: (args: readonly string[]) => orRemote(exportAs('focus', args)),
  'usage-daily': (args: readonly string[]) => orRemote(exportAs('usage-daily', args)),
};

export const command: Command = { usage, run: (args) => runAction(args, actions, usage) };
