/** `signalbox status`: how a running router stands, at a glance. */
import { AdminRefusal, adminUsage, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { choosePaint, widthOfStream } from './paint.ts';
import { type ListedStatus, printStatus } from './print-status.ts';
import { readArguments } from './read-arguments.ts';

const usage = `signalbox status

How the router stands: the store and what it has not taken yet, what routes do while it is away, budgets, alerts.
${adminUsage}

used: spent of the limit, without what is held. –: unknown.`;

const options = { url: { type: 'string' }, json: { type: 'boolean' } } as const;

async function run(args: readonly string[]): Promise<number> {
  const { values, files } = readArguments(args, options, usage);
  if (files.length > 0) throw new UsageError(`'${files[0]}' is one word too many.\n\n${usage}`);
  const { stdout, stderr, env } = process;
  try {
    const answer = await createAdminClient(values.url, env)<ListedStatus>('GET', '/admin/status');
    const shown = { paint: choosePaint(stdout, env), maxWidth: widthOfStream(stdout) };
    const lines = values.json ? [JSON.stringify(answer, null, 2)] : printStatus(answer, shown);
    stdout.write(`${lines.join('\n')}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    stderr.write(`${error.message}\n`);
    return 1;
  }
}

export const command: Command = { usage, run };
