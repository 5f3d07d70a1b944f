/** `signalbox status`: how a running router stands, at a glance. */
import { adminOptions, adminUsage, createAdminClient } from './admin-client.ts';
import type { Command } from './command.ts';
import { type ListedStatus, printStatus } from './print-status.ts';
import { readArguments, refuseWords } from './read-arguments.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox status

How the router stands: the store and what it has not taken yet, what routes do while it is away, budgets, alerts.
${adminUsage(16)}

used: spent of the limit, without what is held. –: unknown.`;

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, adminOptions, usage);
  refuseWords(files, usage);
  const answer = await createAdminClient(values.url, process.env)<ListedStatus>('GET', '/admin/status');
  writeAnswer(answer, values.json, (options) => printStatus(answer, options));
  return 0;
}

export const command: Command = { usage, run };
