/** `signalbox redteam`: a corpus of risky and benign requests against a configuration, for people and for CI. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '../core/json.ts';
import type { RedteamRun } from '../core/redteam-run.ts';
import { createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { readConfigured } from './configured.ts';
import { loadJudge } from './load-judge.ts';
import { readArguments } from './read-arguments.ts';
import { callerOptions, callerUsage, readCaller } from './read-caller.ts';
import { readConfig } from './read-config.ts';
import { readLive, treatLive } from './redteam/ask-live.ts';
import type { RedteamCase } from './redteam/case.ts';
import { compareReports, type Difference, isWorse, readReport } from './redteam/difference.ts';
import { printReport } from './redteam/print-report.ts';
import { ownCorpusFiles, readCorpora } from './redteam/read-corpus.ts';
import { type RedteamReport, report } from './redteam/report.ts';
import { runCases } from './redteam/run-cases.ts';
import { treatOffline } from './redteam/treatment.ts';
import { writeAnswer, writeOutput } from './write-output.ts';

const usage = `signalbox redteam [FILE]... [--config FILE] [--live URL] [--save FILE] [--against FILE] [--record] [--json]

Asks how a configuration treats risky requests, and whether it leaves their harmless twins alone. Offline no model is
called: it says how requests would be routed, not what a model would answer.

  FILE                 JSONL of cases, of request bodies or of {"prompt": "..."}; CSV as of AILuminate or HarmBench,
                       or with a column "prompt". Without FILE: the corpus that comes with the router
  --config FILE        another routes file than routes.config.ts
  --configured NAMES   only these providers have a key: openai,anthropic
  ${callerUsage}
  --live URL           send them to a running router, which calls its models; https, or this machine
  --key KEY            an API key of that router; else SIGNALBOX_KEY
  --save FILE          write the result, without a word of any request
  --against FILE       compare with a saved result
  --record             keep the counts in the audit log of the router at --url, for its page of safeguards; needs
                       SIGNALBOX_ADMIN_TOKEN
  --url URL            that router; else SIGNALBOX_URL, else http://127.0.0.1:8787
  --max-missed N       at most so many risky cases with less care than expected; without limits: 0
  --max-false-alarms N at most so many benign cases with more
  --json               the result as --save writes it, and the difference

Exit code: 0 within the limits, 1 beyond them, or a case that could not be judged, or with --against a case that got
worse (then limits count only where they are given); 2 wrong usage.`;

const options = {
  config: { type: 'string' },
  configured: { type: 'string' },
  ...callerOptions,
  live: { type: 'string' },
  key: { type: 'string' },
  save: { type: 'string' },
  against: { type: 'string' },
  record: { type: 'boolean' },
  url: { type: 'string' },
  'max-missed': { type: 'string' },
  'max-false-alarms': { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Limits = { readonly missed: number; readonly falseAlarms: number };

function readLimit(option: string, written: string | undefined, usual: number): number {
  if (written === undefined) return usual;
  if (!/^\d{1,9}$/.test(written))
    throw new UsageError(`${option} ${written}: write a whole number of cases.`);
  return Number(written);
}

function isBeyond(found: RedteamReport, limits: Limits, difference: Difference | null): boolean {
  const isOver = found.missed > limits.missed || found.falseAlarms > limits.falseAlarms;
  const isFailed = difference === null ? found.notJudged > 0 : isWorse(difference);
  return isOver || isFailed;
}

/** Runs with the same one had the same cases. */
const digestOf = (cases: readonly RedteamCase[]) =>
  createHash('sha256').update(JSON.stringify(cases)).digest('hex').slice(0, 16);

function bodyOf({ config, corpus, tier, live, byKind }: RedteamReport): JsonObject {
  const kinds = byKind.map(({ name: kind, cases, unexpected }) => ({ kind, cases, unexpected }));
  const mode = live === null ? 'offline' : 'live';
  return { config, corpus, tier, mode, kinds } satisfies RedteamRun;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  const before = values.against === undefined ? null : readReport(values.against);
  const usual = before === null ? 0 : Number.POSITIVE_INFINITY;
  const limits = {
    missed: readLimit('--max-missed', values['max-missed'], usual),
    falseAlarms: readLimit('--max-false-alarms', values['max-false-alarms'], usual),
  };
  const live = readLive(values.live, values.key, process.env);
  if (values.url !== undefined && !values.record) throw new UsageError('--url goes with --record.');
  const ask = values.record ? createAdminClient(values.url, process.env) : null;
  const config = await readConfig(values.config);
  const identity = readCaller(values);
  const isConfigured = readConfigured(values.configured, config);
  const surroundings = { isConfigured, identity, sessionId: null, nowMs: Date.now() };
  const cases = readCorpora(files.length > 0 ? files : ownCorpusFiles());
  const results = await runCases(cases, loadJudge(), (asked) =>
    live === null ? treatOffline(asked, config, surroundings) : treatLive(live, asked, config, surroundings),
  );
  const found = report(results, {
    config: config.version,
    tier: identity.tier,
    corpus: digestOf(cases),
    live: live?.url ?? null,
  });
  const difference = before && compareReports(before, found);
  if (values.save !== undefined) writeOutput(values.save, `${JSON.stringify(found, null, 2)}\n`);
  writeAnswer({ ...found, difference }, values.json, (shown) => printReport(found, difference, shown));
  if (ask !== null) await ask('POST', '/admin/redteam-runs', bodyOf(found));
  return isBeyond(found, limits, difference) ? 1 : 0;
}

export const command: Command = { usage, run };
