/** `signalbox approvals`: calls of tools that wait for a person, at a running router: shown, approved, denied. */
import { adminUsage, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { readArguments } from './read-arguments.ts';
import { runAction } from './run-action.ts';

const usage = `signalbox approvals list          calls that wait now
signalbox approvals show ID       how a held call stands
signalbox approvals approve ID    its result may come, for exactly these arguments
signalbox approvals deny ID       the model is told that it was not approved

  --arguments-hash HASH   of approve and deny: refused where the call has other arguments
${adminUsage}`;

const common = { url: { type: 'string' }, json: { type: 'boolean' } } as const;

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

function idOf([id, ...rest]: readonly string[]): string {
  if (id === undefined)
    throw new UsageError(`Which approval? Answers and refusals of the router name its id.\n\n${usage}`);
  if (rest.length > 0) throw new UsageError(`'${rest[0]}' is one word too many.\n\n${usage}`);
  return id;
}

function tellState({ state, expires_at, decided_by, decided_at }: ShownApproval): string {
  if (decided_by !== null) return `${state} by ${decided_by}, ${decided_at}`;
  return state === 'pending' ? `pending until ${expires_at}` : `${state}, ${expires_at}`;
}

function print(shown: ShownApproval, asJson: boolean | undefined): void {
  const { id, tool, call_id: call, team, arguments_hash: hash } = shown;
  const lines = [
    `${id}: ${tellState(shown)}`,
    `  ${tool}, call ${call}, team ${team}`,
    `  arguments ${hash}`,
  ];
  process.stdout.write(`${asJson ? JSON.stringify(shown, null, 2) : lines.join('\n')}\n`);
}

async function show(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, common, usage);
  const path = `/admin/approvals/${encodeURIComponent(idOf(files))}`;
  print(await createAdminClient(values.url, process.env)<ShownApproval>('GET', path), values.json);
}

async function list(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, common, usage);
  if (files.length > 0) throw new UsageError(`'${files[0]}' is one word too many.\n\n${usage}`);
  const ask = createAdminClient(values.url, process.env);
  const answer = await ask<{ readonly data: readonly ShownApproval[] }>('GET', '/admin/approvals');
  if (values.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  else if (answer.data.length === 0) process.stderr.write('No call waits.\n');
  else for (const one of answer.data) print(one, false);
}

const decideAs = (decision: string) => async (args: readonly string[]) => {
  const options = { ...common, 'arguments-hash': { type: 'string' } } as const;
  const { values, files } = readArguments(args, options, usage);
  const path = `/admin/approvals/${encodeURIComponent(idOf(files))}`;
  const hash = values['arguments-hash'];
  const body = { decision, ...(hash !== undefined && { arguments_hash: hash }) };
  print(await createAdminClient(values.url, process.env)<ShownApproval>('POST', path, body), values.json);
};

const actions = { list, show, approve: decideAs('approve'), deny: decideAs('deny') };

export const command: Command = { usage, run: (args) => runAction(args, actions, usage) };
