/** `signalbox keys`: API keys of a running router. A new key goes to stdout alone, once; everything else beside it. */
import { readNewKey } from '../access/read-new-key.ts';
import { adminOptions, adminUsage, checkForm, createAdminClient } from './admin-client.ts';
import { type Command, UsageError } from './command.ts';
import { type ListedKey, printKeys } from './print-keys.ts';
import { oneWord, readArguments, refuseWords } from './read-arguments.ts';
import { readPairs } from './read-caller.ts';
import { runAction } from './run-action.ts';
import { writeAnswer } from './write-output.ts';

const usage = `signalbox keys list                       all keys, what they may and how long they live
signalbox keys create --name NAME [...]   a new key: it is printed once, and nobody can see it again
signalbox keys rotate ID                  a new key with the same rights; the old one works on for a day
signalbox keys revoke ID                  dead everywhere within a minute

  --name NAME             what people know it by
  --team NAME, --app NAME who its costs are booked to
  --tier TIER             how far it is trusted: anonymous, user, verified, trusted
  --max-tier TIER         the highest that a signed end-user token may give; the tier
  --end-user-token RULE   off, optional or required: whether requests bring such a token; off
  --end-user-header NAME  names the end user where the body names none
  --programme NAME=LEVEL  approved for it: cyber=standard, cyber=daybreak_blue, bio=standard; several
  --may-approve           it may approve held calls of its team (signalbox approvals)
  --tag NAME=VALUE        stands in each of its rows; several
  --client-tag NAME       a tag that its requests may set themselves; several
  --route NAME, --model ID
                          the only routes and models (of embeddings, too) that it is good for, each several times;
                          with one of the two, none of the other; without both, all
  --address RANGE         the only addresses that it may come from; several
  --expires DATE          2027-01-31 or 2027-01-31T12:00:00Z
  --overlap-seconds N     of rotate: how long the old key works on; 86400
${adminUsage(26)}`;

const several = { type: 'string', multiple: true } as const;

const createOptions = {
  ...adminOptions,
  name: { type: 'string' },
  team: { type: 'string' },
  app: { type: 'string' },
  tier: { type: 'string' },
  'max-tier': { type: 'string' },
  'end-user-token': { type: 'string' },
  'end-user-header': { type: 'string' },
  programme: several,
  'may-approve': { type: 'boolean' },
  tag: several,
  'client-tag': several,
  route: several,
  model: several,
  address: several,
  expires: { type: 'string' },
} as const;

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

function idOf(words: readonly string[]): string {
  return oneWord(words, 'Which key? `signalbox keys list` has the ids.', usage);
}

type MadeKey = ListedKey & { readonly key: string };

/** The key alone on stdout, so that a shell can take it up. */
function handOver(made: MadeKey, asJson: boolean | undefined): void {
  const { id, name, team, app } = made;
  writeAnswer(made, asJson, () => [made.key]);
  say(`${id} "${name}", team ${team}${app === null ? '' : `, app ${app}`}. The key is shown this once.`);
}

async function list(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  refuseWords(files, usage);
  const ask = createAdminClient(values.url, process.env);
  const answer = await ask<{ readonly data: readonly ListedKey[] }>('GET', '/admin/keys');
  if (answer.data.length === 0 && !values.json)
    say('There are no keys yet: signalbox keys create --name NAME.');
  else writeAnswer(answer, values.json, (options) => printKeys(answer.data, options));
}

/** Which routes and models there are is the router's to say. */
const knownToRouter = { isRoute: () => true, isModel: () => true, takesTokens: true };

async function create(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, createOptions, usage);
  refuseWords(files, usage);
  if (values.name === undefined) throw new UsageError(`--name is missing.\n\n${usage}`);
  const body = {
    name: values.name,
    team: values.team,
    app: values.app,
    tier: values.tier,
    max_tier: values['max-tier'],
    end_user_token: values['end-user-token'],
    end_user_header: values['end-user-header'],
    programmes: readPairs('--programme', values.programme),
    may_approve: values['may-approve'],
    tags: readPairs('--tag', values.tag),
    client_tags: values['client-tag'],
    routes: values.route,
    models: values.model,
    addresses: values.address,
    expires_at: values.expires,
  };
  checkForm(readNewKey(body, knownToRouter, Date.now()));
  const ask = createAdminClient(values.url, process.env);
  handOver(await ask<MadeKey>('POST', '/admin/keys', body), values.json);
}

/** As the router has it; told to it, so that what is said here is what holds. */
const usualOverlapSeconds = 86_400;

async function rotate(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(
    args,
    { ...adminOptions, 'overlap-seconds': { type: 'string' } },
    usage,
  );
  const id = idOf(files);
  const seconds = Number(values['overlap-seconds'] ?? usualOverlapSeconds);
  if (!Number.isSafeInteger(seconds) || seconds < 0)
    throw new UsageError(
      `--overlap-seconds ${values['overlap-seconds']}: write a whole number of seconds, 0 or more.`,
    );
  const ask = createAdminClient(values.url, process.env);
  const path = `/admin/keys/${encodeURIComponent(id)}/rotate`;
  handOver(await ask<MadeKey>('POST', path, { overlap_seconds: seconds }), values.json);
  say(`${id} works on for ${seconds} s.`);
}

async function revoke(args: readonly string[]): Promise<void> {
  const { values, files } = readArguments(args, adminOptions, usage);
  const id = idOf(files);
  const ask = createAdminClient(values.url, process.env);
  const revoked = await ask<ListedKey>('DELETE', `/admin/keys/${encodeURIComponent(id)}`);
  writeAnswer(revoked, values.json, () => [
    `${id} "${revoked.name}" is revoked; dead everywhere within a minute.`,
  ]);
}

const actions = { list, create, rotate, revoke };

export const command: Command = { usage, run: (args) => runAction(args, actions, usage) };
