/**
 * `signalbox dashboard token`: a sign-in token for one person, and the entry of SIGNALBOX_DASHBOARD_TOKENS that knows it
 * again. Made on this machine; no router is asked. The token goes to stdout alone, once; everything else beside it.
 */
import { randomBytes } from 'node:crypto';
import { digestToken, faultOfEntry, makeDashboardToken, writeEntry } from '../access/sign-in-tokens.ts';
import { type Role, roles } from '../core/person.ts';
import { type Command, UsageError } from './command.ts';
import { oneOfWords, readArguments, refuseWords } from './read-arguments.ts';
import { runAction } from './run-action.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox dashboard token --name NAME --role ROLE [--team NAME ...]
                          a token that signs one person in to the dashboard: it is printed once

  --name NAME             what the dashboard and the audit log call them
  --role ROLE             viewer, finance, operator or owner
  --team NAME             of a viewer: whose usage they see; several
  --json                  token and entry as JSON, on stdout`;

const options = {
  name: { type: 'string' },
  role: { type: 'string' },
  team: { type: 'string', multiple: true },
  json: { type: 'boolean' },
} as const;

function missing(option: string): never {
  throw new UsageError(`${option} is missing.\n\n${usage}`);
}

async function token(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, options, usage);
  refuseWords(files, usage);
  const name = values.name ?? missing('--name');
  const role: Role = oneOfWords('--role', values.role, roles) ?? missing('--role');
  const made = makeDashboardToken((count) => randomBytes(count));
  const entry = writeEntry({ name, role, teams: values.team ?? 'all' }, await digestToken(made));
  const fault = faultOfEntry(entry);
  if (fault !== null) throw new UsageError(`This entry ${fault}.\n\n${usage}`);
  writeAnswer({ token: made, entry }, values.json, () => [made]);
  process.stderr.write(
    `The token of ${name} is shown this once. Add this line to the secret SIGNALBOX_DASHBOARD_TOKENS:\n${entry}\n`,
  );
}

export const command: Command = { usage, run: (args) => runAction(args, { token }, usage) };
