/** `signalbox explain`: how a request would be served, and why, by the same planner as the Worker's. */
import { explain } from '../routing/explain.ts';
import { type Command, UsageError } from './command.ts';
import { readConfigured } from './configured.ts';
import { decideOffline } from './decide-offline.ts';
import { explainReceipt } from './explain-receipt.ts';
import { loadJudge } from './load-judge.ts';
import { choosePaint, type Paint } from './paint.ts';
import { printExplanation } from './print-explanation.ts';
import { readArguments } from './read-arguments.ts';
import { readBodies, readInput } from './read-bodies.ts';
import { callerOptions, callerUsage, readCaller } from './read-caller.ts';
import { readConfig } from './read-config.ts';
import { readSubjects } from './read-subjects.ts';

const usage = `signalbox explain [FILE] [--model NAME] [--config FILE] [--configured NAMES] [--caller NAME] [--session NAME]
                   [--json]
signalbox explain --receipt [FILE] [--config FILE] [--json]

Says how a request would be served: what the classifier makes of it, which route takes it, and of each candidate what
is predicted and why it is not taken. No model is called; every provider counts as configured and healthy.

  FILE                a request body of one of the three protocols, JSONL of such bodies (or of {"text": "..."}), or
                      plain text; without FILE, or with -, standard input
  --model NAME        asked for in place of what the body names: auto, auto/cheap, route/NAME, gpt-5.5@low
  --config FILE       another routes file than routes.config.ts
  --configured NAMES  only these providers have a key: openai,anthropic
  ${callerUsage}
  --session NAME      the conversation, as clients say it in x-session-id; else it is how the request begins
  --json              what POST /v1/route answers with, one object a line
  --receipt           FILE is a receipt, as GET /v1/requests/ID answers: its decision is made again from what stands in
                      it, by the routes file, and compared

Exit code: 0 it would be served, 1 it would be refused (or another decision comes out), 2 wrong usage.`;

const options = {
  model: { type: 'string' },
  config: { type: 'string' },
  configured: { type: 'string' },
  ...callerOptions,
  session: { type: 'string' },
  json: { type: 'boolean' },
  receipt: { type: 'boolean' },
} as const;

type Said = { readonly lines: readonly string[]; readonly isRefused: boolean };

function say(decided: ReturnType<typeof decideOffline>, asJson: boolean, paint: Paint): Said {
  if (!decided.ok) {
    const { code, message } = decided.error;
    const line = asJson ? JSON.stringify({ error: { code, message } }) : paint('bad', `refused: ${message}`);
    return { lines: [line], isRefused: true };
  }
  const explanation = explain(decided.value);
  const lines = asJson ? [JSON.stringify(explanation)] : printExplanation(explanation, paint);
  return { lines, isRefused: false };
}

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  if (files.length > 1) throw new UsageError(`One file at a time.\n\n${usage}`);
  const config = await readConfig(values.config);
  const surroundings = {
    isConfigured: readConfigured(values.configured, config),
    identity: readCaller(values),
    sessionId: values.session ?? null,
    nowMs: Date.now(),
  };
  const asJson = values.json ?? false;
  const paint = choosePaint(process.stdout, process.env);
  if (values.receipt) {
    const { lines, isSame } = explainReceipt(readInput(files[0] ?? '-'), config, asJson, paint);
    process.stdout.write(`${lines.join('\n')}\n`);
    return isSame ? 0 : 1;
  }
  const subjects = readSubjects(readBodies(files[0] ?? '-'), loadJudge());
  let refused = 0;
  subjects.forEach(({ line, subject }, at) => {
    if (!subject.ok)
      throw new UsageError(`${line === null ? '' : `Line ${line}: `}${subject.error.message}.`);
    const said = say(decideOffline(subject.value, config, surroundings, values.model), asJson, paint);
    if (said.isRefused) refused++;
    const gap = at > 0 ? [''] : [];
    const head = line === null || asJson ? [] : [...gap, paint('title', `line ${line}`)];
    process.stdout.write(`${[...head, ...said.lines].join('\n')}\n`);
  });
  return refused > 0 ? 1 : 0;
}

export const command: Command = { usage, run };
