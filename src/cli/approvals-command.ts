/** `signalbox approvals`: calls of tools that wait for a person, at a running router: shown, approved, denied. */
import { adminOptions, adminUsage, createAdminClient } from './admin-client.ts';
import type { Command } from './command.ts';
import { oneWord, readArguments, refuseWords } from './read-arguments.ts';
import { runAction } from './run-action.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox approvals list          calls that wait now
signalbox approvals show ID       how a held call stands
signalbox approvals approve ID    its result may come, for exactly these arguments
signalbox approvals deny ID       the model is told that it was not approved

  --arguments-hash HASH   of approve and deny: refused where the call has other arguments
${adminUsage(26)}`;

/** As `GET /admin/approvals/ID` has it. */
type ShownApproval = {
  readonly id: string;
  readonly call_id: string;
  readonly tool: string;
  readonly arguments_hash: string;
  readonly state: string;
  readonly team: string;
  readonly expires_at: string;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
};

function pathOf(words: readonly string[]): string {
  const question = 'Which approval? Answers and refusals of the router name its id.';
  return `/admin/approvals/${encodeURIComponent(oneWord(words, question, usage))}`;
}

function tellState({ state, expires_at, decided_by, decided_at }: ShownApproval): string {
  if (decided_by !== null) return `${state} by ${decided_by}, ${decided_at}`;
  return state === 'pending' ? `pending until ${expires_at}` : `${state}, ${expires_at}`;
}

function printApproval(shown: ShownApproval): string[] {
  const { id, tool, call_id: call, team, arguments_hash: hash } = shown;
  return [`${id}: ${tellState(shown)}`, `  ${tool}, call ${call}, team ${team}`, `  arguments ${hash}`];
}

async function show(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  const path = pathOf(files);
  const answer = await createAdminClient(values.url, process.env)<ShownApproval>('GET', path);
  writeAnswer(answer, values.json, () => printApproval(answer));
}

async function list(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  refuseWords(files, usage);
  const ask = createAdminClient(values.url, process.env);
  const answer = await ask<{ readonly data: readonly ShownApproval[] }>('GET', '/admin/approvals');
  if (answer.data.length === 0 && !values.json) process.stderr.write('No call waits.\n');
  else writeAnswer(answer, values.json, () => answer.data.flatMap(printApproval));
}

const decideAs = (decision: string) => async (args: readonly string[]) => {
  const options = { ...adminOptions, 'arguments-hash': { type: 'string' } } as const;
  const { values, files } = readArguments(args, options, usage);
  const path = pathOf(files);
  const hash = values['arguments-hash'];
  const body = { decision, ...(hash !== undefined && { arguments_hash: hash }) };
  const answer = await createAdminClient(values.url, process.env)<ShownApproval>('POST', path, body);
  writeAnswer(answer, values.json, () => printApproval(answer));
};

const actions = { list, show, approve: decideAs('approve'), deny: decideAs('deny') };

export const command: Command = { usage, run: (args) => runAction(args, actions, usage) };
