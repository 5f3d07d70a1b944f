/** `signalbox limits`: what keys, teams, routes and end users of a running router may use. */
import { readLimits } from '../ledger/read-limits.ts';
import { adminOptions, adminUsage, checkForm, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { type ListedLimits, printLimits } from './print-limits.ts';
import { readArguments, refuseWords } from './read-arguments.ts';
import { runAction } from './run-action.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox limits list
signalbox limits set SCOPE ID [...]   all limits of one scope at once; what is left out is not limited

  SCOPE ID                key and its id, team, route, or user and a team: each end user of that team
  --requests-per-minute N, --tokens-per-minute N
  --concurrent N          requests under way at once
  --budget WINDOW:AMOUNT[:ACTION[:ZONE]]
                          up to 8. WINDOW: minute, hour, day, week, month, total. AMOUNT: 25usd or 2000000tokens.
                          ACTION: refuse (the default), alert, downgrade. ZONE: Europe/Berlin; else UTC
  --none                  takes all limits away
${adminUsage(26)}

What has been spent stays spent. A change is known everywhere within a minute.`;

const setOptions = {
  ...adminOptions,
  'requests-per-minute': { type: 'string' },
  'tokens-per-minute': { type: 'string' },
  concurrent: { type: 'string' },
  budget: { type: 'string', multiple: true },
  none: { type: 'boolean' },
} as const;

function readNumber(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text)) throw new UsageError(`--${option} ${text}: write a whole number, 0 or more.`);
  return Number(text);
}

/** Words and ranges are judged with the whole. */
function readBudget(written: string) {
  const [, window, amount, unit, action, zone] =
    /^([a-z]+):(\d+(?:\.\d+)?)(usd|tokens)(?::([a-z]+)(?::([\w+/-]+))?)?$/.exec(written) ?? [];
  if (window === undefined)
    throw new UsageError(
      `--budget ${written}: write it as month:25usd, day:2000000tokens:alert:Europe/Berlin.`,
    );
  return {
    window,
    [unit === 'usd' ? 'limit_usd' : 'limit_tokens']: Number(amount),
    ...(action !== undefined && { on_limit: action }),
    ...(zone !== undefined && { time_zone: zone }),
  };
}

async function list(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  refuseWords(files, usage);
  const ask = createAdminClient(values.url, process.env);
  const answer = await ask<{ readonly data: readonly ListedLimits[] }>('GET', '/admin/limits');
  if (answer.data.length === 0 && !values.json) process.stderr.write('No limits are set.\n');
  else writeAnswer(answer, values.json, (options) => printLimits(answer.data, options));
}

async function set(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, setOptions, usage);
  const [scope, id, ...rest] = files;
  if (scope === undefined || id === undefined || rest.length > 0)
    throw new UsageError(`Whose limits? Write SCOPE and ID.\n\n${usage}`);
  const written = {
    requests_per_minute: readNumber('requests-per-minute', values['requests-per-minute']),
    tokens_per_minute: readNumber('tokens-per-minute', values['tokens-per-minute']),
    concurrent: readNumber('concurrent', values.concurrent),
    budgets: values.budget?.map(readBudget),
  };
  const isEmpty = Object.values(written).every((value) => value === undefined);
  // Nothing written would take every limit away: too much for a word forgotten.
  if (isEmpty !== (values.none === true))
    throw new UsageError(`Write limits, or --none to take them all away.\n\n${usage}`);
  const body = { scope, id, ...written };
  checkForm(readLimits(body));
  const ask = createAdminClient(values.url, process.env);
  const answer = await ask<ListedLimits>('POST', '/admin/limits', body);
  writeAnswer(answer, values.json, (options) => printLimits([answer], options));
}

const actions = { list, set };

export const command: Command = { usage, run: (args) => runAction(args, actions, usage) };
