/** `signalbox diff`: what a change of the routes file would do to requests, before it is live. */
import { type Command, UsageError } from './command.ts';
import { compareConfigs, hasChanges } from './comparison.ts';
import { readConfigured } from './configured.ts';
import { loadJudge } from './load-judge.ts';
import { printComparison } from './print-comparison.ts';
import { readArguments } from './read-arguments.ts';
import { readBodies } from './read-bodies.ts';
import { callerOptions, callerUsage, readCaller } from './read-caller.ts';
import { readConfig } from './read-config.ts';
import { readSubjects } from './read-subjects.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox diff BEFORE AFTER [FILE] [--configured NAMES] [--caller NAME] [--json]

Plans the same requests by two routes files, without calling a model, and says which go elsewhere, what changes in
money, quality and time, and whose floor of safeguards changes.

  BEFORE, AFTER       routes files: git show main:routes.config.ts > before.config.ts
  FILE                JSONL of request bodies (or of {"text": "..."}); without FILE, or with -, standard input
  --configured NAMES  only these providers have a key: openai,anthropic
  ${callerUsage}
  --json              costs in nano-USD, times in milliseconds, null where unknown

Exit code: 0 nothing changes, 1 something does, 2 wrong usage.`;

const options = {
  configured: { type: 'string' },
  ...callerOptions,
  json: { type: 'boolean' },
} as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  const [beforeFile, afterFile, file = '-'] = files;
  if (beforeFile === undefined || afterFile === undefined || files.length > 3)
    throw new UsageError(`Two routes files, and at most one file of requests.\n\n${usage}`);
  const nowMs = Date.now();
  const sideOf = async (name: string) => {
    const config = await readConfig(name);
    const isConfigured = readConfigured(values.configured, config);
    return { config, surroundings: { isConfigured, identity: readCaller(values), sessionId: null, nowMs } };
  };
  const [before, after] = [await sideOf(beforeFile), await sideOf(afterFile)];
  const subjects = readSubjects(readBodies(file), loadJudge());
  const comparison = compareConfigs(subjects, before, after);
  writeAnswer(comparison, values.json, ({ paint }) => printComparison(comparison, paint));
  return hasChanges(comparison) ? 1 : 0;
}

export const command: Command = { usage, run };
