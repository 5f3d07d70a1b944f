/** `signalbox classify`: what the Worker's classifier says of requests, offline, with the same weights. */
import { applySettings, noSettings } from '../classify/apply-settings.ts';
import { readSignals } from '../classify/signals/read-signals.ts';
import type { ClassifySettings } from '../core/classify-settings.ts';
import type { DifficultyJudgement } from '../core/difficulty.ts';
import type { Judged } from '../core/judged.ts';
import type { RiskJudgement, RiskOrigin } from '../core/risk.ts';
import { type Signals, type ToolEffect, type ToolUse, toolEffects } from '../core/signals.ts';
import { readRequest } from '../intake/read-request.ts';
import { type Command, UsageError } from './command.ts';
import { loadJudge } from './load-judge.ts';
import { printFacts, printFound } from './print-signals.ts';
import { readArguments } from './read-arguments.ts';
import { readBodies } from './read-bodies.ts';
import { readConfig } from './read-config.ts';

const usage = `signalbox classify [FILE] [--json] [--route NAME [--config FILE]]

Says what the classifier makes of a request: its task, how sure that is and why, how likely a small
model fails where a strong one succeeds, and its risk. No model is called.

  FILE      a request body of one of the three protocols, JSONL of such bodies (or of {"text": "..."}),
            or plain text; without FILE, or with -, standard input
  --json    one JSON object a line
  --route   what this route makes of it: its hints, overrides and thresholds; never its second look
  --config  another routes file than routes.config.ts`;

function percent(share: number): string {
  return `${(share * 100).toFixed(0)} %`;
}

/** At most three other tasks that are worth a look. */
function others({ task }: Judged): string {
  const worth = Object.entries(task.probabilities)
    .filter(([name, share]) => name !== task.task && share >= 0.05)
    .sort(([, a], [, b]) => b - a)
    .slice(0, 3);
  return worth.map(([name, share]) => `${name} ${percent(share)}`).join(', ');
}

/** Whose words `foundIn` names. */
const writers: Readonly<Record<RiskOrigin, string>> = {
  caller: 'the words of the caller',
  system: 'the system text',
  document: 'a document',
  'tool-result': 'a tool result',
  answer: 'an earlier answer',
};

/**
 * Level, domain, whether it looks meant or only talked about, where the riskiest words stand, and the rules that set it;
 * a level of none needs no place: `high  cyber, looks like intent, in the words of the caller`.
 */
function printRisk({ level, domain, looksLike, foundIn, disguises, evidence }: RiskJudgement): string {
  const rules = evidence.filter(({ weight }) => weight === 0).map(({ what }) => what);
  const because = rules.length > 0 ? `; ${rules.join('; ')}` : '';
  if (level === 'none') return `${level}${because}`;
  const disguised = disguises.length > 0 ? `, disguised as ${disguises.join(' and ')}` : '';
  const hint = looksLike === undefined ? '' : `, looks like ${looksLike}`;
  return `${level}  ${domain ?? 'any harm'}${hint}, in ${writers[foundIn]}${disguised}${because}`;
}

/** The chance, and the two strongest reasons for hard or for easy, whichever the signs point to. */
function printDifficulty({ score, rank, evidence }: DifficultyJudgement): string {
  const reasons = evidence
    .slice(0, 2)
    .map(({ what, weight }) => `${weight < 0 ? 'easier' : 'harder'}: ${what}`);
  return [`${percent(score)}, harder than ${percent(rank)}`, ...reasons].join('  ');
}

/** The tools, gravest first: `delete_user destructive, search read`. */
function printTools({ declared, called }: ToolUse): string {
  const gravity = (effect: ToolEffect) => toolEffects.indexOf(effect);
  const all = [...declared, ...called.filter(({ name }) => !declared.some((one) => one.name === name))];
  const sorted = all.sort((a, b) => gravity(b.effect) - gravity(a.effect));
  const shown = sorted.slice(0, 6).map(({ name, effect }) => `${name} ${effect}`);
  return [...shown, ...(sorted.length > 6 ? [`and ${sorted.length - 6} more`] : [])].join(', ');
}

/** Six lines for a person, and one each for tools and for findings where there are any. */
export function printForPeople(said: Judged & { signals: Signals }): string {
  const sure = said.task.isSure ? '' : ', not sure';
  const why = said.evidence.map(({ what }) => what).slice(0, 4);
  const found = printFound(said.signals);
  return [
    `task  ${said.task.task}  ${percent(said.task.probability)}${sure}`,
    `else  ${others(said) || '-'}`,
    `why   ${why.join('; ') || '-'}`,
    `hard  ${printDifficulty(said.difficulty)}`,
    `risk  ${printRisk(said.risk)}`,
    ...(said.tools.highest === null ? [] : [`tools ${printTools(said.tools)}`]),
    `facts ${printFacts(said.signals)}`,
    ...(found === '' ? [] : [`found ${found}`]),
  ].join('\n');
}

type Asked = { file: string; json: boolean; route: string | undefined; config: string | undefined };

function parse(args: readonly string[]): Asked {
  const options = {
    json: { type: 'boolean' },
    route: { type: 'string' },
    config: { type: 'string' },
  } as const;
  const { values, files } = readArguments(args, options, usage);
  if (files.length > 1) throw new UsageError(`One file at a time.\n\n${usage}`);
  if (values.config !== undefined && values.route === undefined) {
    throw new UsageError(`--config needs --route: settings belong to a route.\n\n${usage}`);
  }
  return { file: files[0] ?? '-', json: values.json ?? false, route: values.route, config: values.config };
}

/** What the named route sets; without a name, nothing. */
async function settingsOf({ route, config }: Asked): Promise<ClassifySettings> {
  if (route === undefined) return noSettings;
  const { routes } = await readConfig(config);
  const found = routes.get(route);
  if (found !== undefined) return found.classify ?? noSettings;
  throw new UsageError(`There is no route '${route}'. Routes: ${[...routes.keys()].join(', ')}.`);
}

async function run(args: readonly string[]): Promise<number> {
  const asked = parse(args);
  const { file, json } = asked;
  const settings = await settingsOf(asked);
  const judge = loadJudge();
  const bodies = readBodies(file);
  bodies.forEach(({ line, body }, at) => {
    const request = readRequest(body);
    const where = line === null ? '' : `Line ${line}: `;
    if (!request.ok) throw new UsageError(`${where}${request.error.field} ${request.error.message}.`);
    const { judged } = applySettings(judge(request.value), request.value, settings);
    const said = { ...judged, signals: readSignals(request.value) };
    const gap = at > 0 && !json ? '\n' : '';
    const head = line === null || json ? '' : `line ${line}\n`;
    process.stdout.write(`${gap}${head}${json ? JSON.stringify(said) : printForPeople(said)}\n`);
  });
  return 0;
}

export const command: Command = { usage, run };
