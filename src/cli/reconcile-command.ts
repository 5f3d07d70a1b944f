/** `signalbox reconcile`: the ledger of a running router against what a provider bills, and corrections of it. */
import { listModels } from '../catalogue/catalogue.ts';
import { embeddingModels } from '../catalogue/models/embeddings.ts';
import type { Config } from '../core/config.ts';
import { utcDayStart } from '../core/utc-day.ts';
import { reconcile } from '../finance/reconcile.ts';
import { createModelDirectory, type ModelDirectory } from '../finance/reconcile-models.ts';
import { countedDays, driftShareAfter } from '../finance/reconcile-sums.ts';
import { type ReconciledProvider, reconciledProviders } from '../ledger/reconciliations.ts';
import { adminOptions, createAdminClient } from './admin-client.ts';
import { type Command, RouterRefusal, UsageError } from './command.ts';
import { oneOfWords, readArguments, refuseWords } from './read-arguments.ts';
import { readConfig } from './read-config.ts';
import { bookCorrections, keepResult } from './reconcile-apply.ts';
import { createBillReader } from './reconcile-fetch.ts';
import { readLedgerDays } from './reconcile-ledger.ts';
import { printReconciled, type Reconciled, reconciledJson } from './reconcile-print.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox reconcile --provider openai|anthropic --period 2026-10 [--apply]

Compares the ledger of a running router with what a provider reports of usage and cost, by UTC day and by model, and says
what would correct it. Nothing is booked without --apply; what a comparison came to is kept by the router either way.

  --period MONTH        2026-10, days of UTC; or
  --from, --to DATE     2026-10-05, UTC days, both part of it
  --project ID          only this project (OpenAI) or workspace (Anthropic); may be repeated
  --tolerance PERCENT   drift of the whole that is fine; 1
  --apply               books the corrections: new rows, each once; nothing that was booked is changed
  --open-days           takes days that are not over as if they were: their bills may still grow
  --config FILE         the router's routes file: whose its models are; else routes.config.ts
  --url URL             the router; else SIGNALBOX_URL, else http://127.0.0.1:8787
  --json                the comparison for machines

OPENAI_ADMIN_KEY or ANTHROPIC_ADMIN_KEY holds an admin key of the organisation; OPENAI_BASE_URL, ANTHROPIC_BASE_URL name
another address. SIGNALBOX_ADMIN_TOKEN holds the router's admin token.
Exit code: 0 within the tolerance, 1 beyond it or no day is over, 2 wrong usage, 3 provider or router refuse or are not there.`;

const options = {
  ...adminOptions,
  provider: { type: 'string' },
  period: { type: 'string' },
  from: { type: 'string' },
  to: { type: 'string' },
  project: { type: 'string', multiple: true },
  tolerance: { type: 'string' },
  apply: { type: 'boolean' },
  'open-days': { type: 'boolean' },
  config: { type: 'string' },
} as const;

const dayMs = 86_400_000;
const mostDays = 100;

function dayStartOf(option: string, text: string): number {
  const atMs = utcDayStart(text);
  if (atMs === null) throw new UsageError(`${option} ${text}: write a date such as 2026-10-05.`);
  return atMs;
}

type Written = { readonly period?: string; readonly from?: string; readonly to?: string };
type Span = { readonly fromMs: number; readonly toMs: number };

function monthOf(period: string): Span {
  const [, year, month] = /^(\d{4})-(\d\d)$/.exec(period) ?? [];
  const at = Number(month);
  if (year === undefined || at < 1 || at > 12)
    throw new UsageError(`--period ${period}: write a month such as 2026-10.`);
  return { fromMs: Date.UTC(Number(year), at - 1, 1), toMs: Date.UTC(Number(year), at, 1) };
}

function readSpan({ period, from, to }: Written, nowMs: number): Span {
  if (period !== undefined && (from !== undefined || to !== undefined))
    throw new UsageError('Write --period or --from and --to, not both.');
  if (period === undefined && from === undefined)
    throw new UsageError(`Which days? --period 2026-10, or --from 2026-10-01.\n\n${usage}`);
  const fromMs = dayStartOf('--from', from ?? '1970-01-01');
  const toMs = to === undefined ? nowMs : dayStartOf('--to', to) + dayMs;
  const span = period === undefined ? { fromMs, toMs } : monthOf(period);
  // What has not begun is on no bill.
  const endMs = Math.min(span.toMs, Math.ceil(nowMs / dayMs) * dayMs);
  if (span.fromMs >= endMs) throw new UsageError('There is no day in this period that has begun.');
  if (endMs - span.fromMs > mostDays * dayMs) throw new UsageError(`Up to ${mostDays} days at a time.`);
  return { fromMs: span.fromMs, toMs: Math.ceil(endMs / dayMs) * dayMs };
}

function readTolerance(text: string | undefined): number {
  const percent = Number(text ?? 1);
  if (text?.trim() === '' || !(percent >= 0 && percent <= 100))
    throw new UsageError(`--tolerance ${text}: write percent, from 0 to 100.`);
  return percent;
}

function directoryOf(provider: ReconciledProvider, config: Config): ModelDirectory {
  const own = [...config.embeddings.values()].map(({ model }) => model);
  const models = [...config.models.values(), ...own, ...listModels(), ...embeddingModels];
  return createModelDirectory(provider, { models, providers: config.providers });
}

type Values = ReturnType<typeof readArguments<typeof options>>['values'];

async function compare(provider: ReconciledProvider, values: Values): Promise<Reconciled> {
  const nowMs = Date.now();
  const span = readSpan(values, nowMs);
  const tolerancePercent = readTolerance(values.tolerance);
  const config = await readConfig(values.config);
  const usualUrl = config.providers.get(provider)?.baseUrl ?? '';
  const readBill = createBillReader(provider, usualUrl, process.env);
  const ask = createAdminClient(values.url, process.env);
  const ledger = await readLedgerDays(span, nowMs, ask);
  const bill = await readBill({ ...span, projects: values.project ?? [] });
  const reconciliation = reconcile({
    ...bill,
    provider,
    ledger: ledger.days,
    directory: directoryOf(provider, config),
    withOpenDays: values['open-days'] ?? false,
  });
  const toBook = values.apply ? reconciliation.corrections : [];
  const booked = values.apply ? await bookCorrections(provider, toBook, ask) : null;
  await keepResult(provider, reconciliation, toBook, nowMs, ask);
  const share = driftShareAfter(reconciliation, toBook);
  const isCompared = countedDays(reconciliation).length > 0;
  const [from = '', to = ''] = [span.fromMs, span.toMs - dayMs].map((atMs) =>
    new Date(atMs).toISOString().slice(0, 10),
  );
  return {
    provider,
    from,
    to,
    timeZone: ledger.timeZone,
    reconciliation,
    costs: bill.costs,
    tolerancePercent,
    driftShareAfter: share,
    isWithin: isCompared && share !== null && Math.abs(share) <= tolerancePercent / 100,
    booked,
  };
}

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  refuseWords(files, usage);
  const provider = oneOfWords('--provider', values.provider, reconciledProviders);
  if (provider === undefined)
    throw new UsageError(`Whose bill? --provider ${reconciledProviders.join(' or ')}.\n\n${usage}`);
  try {
    const reconciled = await compare(provider, values);
    const answer = values.json ? reconciledJson(reconciled) : null;
    writeAnswer(answer, values.json, (shown) => printReconciled(reconciled, shown));
    return reconciled.isWithin ? 0 : 1;
  } catch (error) {
    if (!(error instanceof RouterRefusal)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 3;
  }
}

export const command: Command = { usage, run };
