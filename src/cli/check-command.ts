/** `signalbox check`: what is wrong with a routes file, or will be, without asking any provider. */
import { catalogue, listModels, priceAt } from '../catalogue/catalogue.ts';
import { checkConfig, type Findings } from '../config/check-config.ts';
import type { Outlook } from '../config/check-input.ts';
import type { Problem } from '../config/problem.ts';
import { predictQuality } from '../routing/predict-quality.ts';
import { type Command, UsageError } from './command.ts';
import { type Paint, plainPaint } from './paint.ts';
import { readArguments } from './read-arguments.ts';
import { loadRoutes, printProblem, routesFileOf } from './read-config.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox check [FILE] [--json]

Reads a routes file (routes.config.ts) and says, with the place and what to do, what is wrong with it: unknown or
retired models, routes that nothing comes to, targets that can never serve, bars that nobody meets, models that end
soon, unknown prices, and targets for which the catalogue has a better and cheaper one.

  FILE    another routes file
  --json  {"file", "problems": [{"path", "what", "fix"}], "warnings": [...]}

Exit code: 0 nothing found, 1 something, 2 the file cannot be read.`;

export function outlookAt(nowMs: number): Outlook {
  return {
    catalogue,
    models: listModels(),
    priceAt,
    qualityOf: ({ model, effort }, difficulty) => predictQuality(model, effort, null, difficulty),
    nowMs,
  };
}

function printGroup(
  title: string,
  problems: readonly Problem[],
  paint: Paint,
  style: 'bad' | 'warn',
): string[] {
  if (problems.length === 0) return [];
  const lines = problems.map((problem) => {
    const line = printProblem(problem);
    const end = line.indexOf(':');
    return `  ${paint(style, line.slice(0, end))}${line.slice(end)}`;
  });
  return ['', paint('title', title), ...lines];
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}

export function printFindings(file: string, { problems, warnings }: Findings, paint = plainPaint): string[] {
  const counts = [
    ...(problems.length > 0 ? [count(problems.length, 'problem')] : []),
    ...(warnings.length > 0 ? [count(warnings.length, 'warning')] : []),
  ];
  if (counts.length === 0) return [`${file}: ${paint('good', 'nothing to find fault with')}`];
  return [
    `${file}: ${counts.join(', ')}`,
    ...printGroup('problems: the router does not start with this', problems, paint, 'bad'),
    ...printGroup('warnings: it starts, and someone should look', warnings, paint, 'warn'),
  ];
}

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, { json: { type: 'boolean' } }, usage);
  if (files.length > 1) throw new UsageError(`One file at a time.\n\n${usage}`);
  const file = routesFileOf(files[0]);
  const findings = checkConfig(await loadRoutes(file), outlookAt(Date.now()));
  writeAnswer({ file, ...findings }, values.json, ({ paint }) => printFindings(file, findings, paint));
  return findings.problems.length + findings.warnings.length > 0 ? 1 : 0;
}

export const command: Command = { usage, run };
