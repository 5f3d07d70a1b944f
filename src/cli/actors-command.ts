/** `signalbox actors`: end users of a running router that something is held against. */
import { adminOptions, adminUsage, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { type ListedActor, printActor, printActors, type ShownActor } from './print-actors.ts';
import { oneWord, readArguments, refuseWords } from './read-arguments.ts';
import { runAction } from './run-action.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox actors list
signalbox actors show ID                     what counts against one end user, and what was done about it
signalbox actors suspend ID --reason TEXT [--hours N]
signalbox actors release ID --reason TEXT    takes back what was done, and all strikes

  ID              32 hex digits: the end user as an answer with 403 end_user_suspended names them
  --hours N       0.1 to 8760; else as safeguards.actors.suspendHours
${adminUsage(18)}

A change is known everywhere within a minute.`;

const changing = { ...adminOptions, reason: { type: 'string' }, hours: { type: 'string' } } as const;

function pathOf(words: readonly string[]): string {
  return `/admin/actors/${encodeURIComponent(oneWord(words, 'Which end user? Write one ID.', usage))}`;
}

async function list(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  refuseWords(files, usage);
  const ask = createAdminClient(values.url, process.env);
  const answer = await ask<{ readonly data: readonly ListedActor[] }>('GET', '/admin/actors');
  if (answer.data.length === 0 && !values.json)
    process.stderr.write('Nothing that amounts to anything is held against an end user.\n');
  else writeAnswer(answer, values.json, (options) => printActors(answer.data, options));
}

async function show(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  const path = pathOf(files);
  const answer = await createAdminClient(values.url, process.env)<ShownActor>('GET', path);
  writeAnswer(answer, values.json, (options) => printActor(answer, options));
}

async function change(action: 'suspend' | 'release', args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, changing, usage);
  const path = pathOf(files);
  const { reason, hours } = values;
  if (reason === undefined) throw new UsageError(`Why? Write --reason TEXT.\n\n${usage}`);
  if (hours !== undefined && !/^\d+(\.\d+)?$/.test(hours))
    throw new UsageError(`--hours ${hours}: write a number.`);
  const body = { action, reason, ...(hours !== undefined && { hours: Number(hours) }) };
  const answer = await createAdminClient(values.url, process.env)<ShownActor>('POST', path, body);
  writeAnswer(answer, values.json, (options) => printActor(answer, options));
}

const actions = {
  list,
  show,
  suspend: (args: readonly string[]) => change('suspend', args),
  release: (args: readonly string[]) => change('release', args),
};

export const command: Command = { usage, run: (args) => runAction(args, actions, usage) };
