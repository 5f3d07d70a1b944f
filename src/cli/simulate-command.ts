/** `signalbox simulate`: many requests through the classifier and the planner, offline, and what they would cost. */

import { catalogue } from '../catalogue/catalogue.ts';
import type { Config } from '../core/config.ts';
import { splitTargetName } from '../core/target-name.ts';
import { type Command, UsageError } from './command.ts';
import { readConfigured } from './configured.ts';
import { loadJudge } from './load-judge.ts';
import { printSimulation } from './print-simulation.ts';
import { readArguments } from './read-arguments.ts';
import { readBodies } from './read-bodies.ts';
import { callerOptions, callerUsage, readCaller } from './read-caller.ts';
import { readConfig } from './read-config.ts';
import { readSubjects } from './read-subjects.ts';
import { simulate } from './simulation.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox simulate [FILE] [--baseline TARGET]... [--config FILE] [--configured NAMES] [--caller NAME] [--json]

Runs many requests through the classifier and the planner, without calling a model, and says where they would go and
what that would cost, by route, task and target, and against one fixed target for all of them.

  FILE                JSONL of request bodies (or of {"text": "..."}); without FILE, or with -, standard input
  --baseline TARGET   compare with this target for all requests: gpt-5.5@medium; may stand more than once.
                      Without it: those that routes name as their baseline
  --config FILE       another routes file than routes.config.ts
  --configured NAMES  only these providers have a key: openai,anthropic
  ${callerUsage}
  --json              costs in nano-USD, times in milliseconds, null where unknown

Cost is a sum, quality a mean, first (event) and whole (answer) are medians; all are predictions of the first attempt,
without prompt caches and sessions. "(8 of 10)": known for so many only.

Exit code: 0 all would be served, 1 some would be refused, 2 wrong usage.`;

const options = {
  baseline: { type: 'string', multiple: true },
  config: { type: 'string' },
  configured: { type: 'string' },
  ...callerOptions,
  json: { type: 'boolean' },
} as const;

function baselinesOf(written: readonly string[] | undefined, config: Config): readonly string[] {
  const named = [...config.routes.values()].flatMap(({ baseline }) =>
    baseline === null ? [] : [baseline.name],
  );
  const baselines = [...new Set(written ?? named)];
  for (const name of baselines) {
    const { model, effort } = splitTargetName(name);
    const found = config.models.get(model) ?? catalogue.findModel(model);
    if (found === undefined) {
      const near = catalogue.nearMatches(model, 3);
      const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
      throw new UsageError(`--baseline: there is no model '${model}'.${hint}`);
    }
    const taken = found.reasoning?.efforts ?? [];
    if (effort === null || taken.some((one) => one === effort)) continue;
    throw new UsageError(
      `--baseline: ${model} does not take the effort '${effort}'; it takes ${taken.join(', ') || 'none'}.`,
    );
  }
  return baselines;
}

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  if (files.length > 1) throw new UsageError(`One file at a time.\n\n${usage}`);
  const config = await readConfig(values.config);
  const surroundings = {
    isConfigured: readConfigured(values.configured, config),
    identity: readCaller(values),
    sessionId: null,
    nowMs: Date.now(),
  };
  const baselines = baselinesOf(values.baseline, config);
  const subjects = readSubjects(readBodies(files[0] ?? '-'), loadJudge());
  const simulation = simulate(subjects, config, surroundings, baselines);
  writeAnswer(simulation, values.json, ({ paint }) => printSimulation(simulation, paint));
  return simulation.refused.length > 0 ? 1 : 0;
}

export const command: Command = { usage, run };
