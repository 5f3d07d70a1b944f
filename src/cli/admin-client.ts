/**
 * Asks the administration of a running router. The token comes from the environment alone: an option would stand in the
 * shell's history and in the list of processes.
 */
import type { InvalidRequest, Result } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { RouterRefusal, UsageError } from './command.ts';
import { askRouter, type Router, type RouterAnswer, readRouterUrl } from './router-client.ts';

/** Options that every such command takes. */
export const adminOptions = { url: { type: 'string' }, json: { type: 'boolean' } } as const;

/** What is said of them, their meaning from `column` on. */
export function adminUsage(column: number): string {
  return `${'  --url URL'.padEnd(column)}the router; else SIGNALBOX_URL, else http://127.0.0.1:8787
${'  --json'.padEnd(column)}the router's answer as it is

SIGNALBOX_ADMIN_TOKEN holds the router's admin token.
Exit code: 0 done, 1 the router refuses or is not there, 2 wrong usage.`;
}

/** `Answer`: the form of what this path answers with, by its code beside us. */
export type AskAdmin = <Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: JsonObject,
) => Promise<Answer>;

/** `read`: what the router's own reader makes of a body, before anybody is asked. Throws `UsageError` where it is wrong. */
export function checkForm(read: Result<unknown, InvalidRequest>): void {
  if (!read.ok) throw new UsageError(`${read.error.field}: ${read.error.message}`);
}

const usualUrl = 'http://127.0.0.1:8787';

function readToken(env: NodeJS.ProcessEnv): string {
  const token = env.SIGNALBOX_ADMIN_TOKEN ?? '';
  if (token === '')
    throw new UsageError('SIGNALBOX_ADMIN_TOKEN is not set: it holds the admin token of the router.');
  if (/[^\x21-\x7e]/.test(token))
    throw new UsageError(
      'SIGNALBOX_ADMIN_TOKEN holds what no header can carry: a space, a line break or the like.',
    );
  return token;
}

function readRouter(written: string | undefined, env: NodeJS.ProcessEnv): Router {
  const name = written === undefined ? 'SIGNALBOX_URL' : '--url';
  const url = readRouterUrl(name, written ?? (env.SIGNALBOX_URL || usualUrl), 'the admin token');
  return { url, secret: readToken(env), option: '--url' };
}

/** What the router's error says to a person: the field, where one is wrong. */
function explain({ status, body }: RouterAnswer, url: string): string {
  const { message, param } = isObject(body?.error) ? body.error : {};
  if (typeof message !== 'string') return `${url} answers with ${status}; that is no Signalbox.`;
  if (status === 401) return `${url} does not take this SIGNALBOX_ADMIN_TOKEN.`;
  return typeof param === 'string' && !message.startsWith(param) ? `${param}: ${message}` : message;
}

/** `isWanted`: whether an answer without an error is one of Signalbox. */
async function ask(
  router: Router,
  method: string,
  path: string,
  isWanted: (answer: RouterAnswer) => boolean,
  body?: JsonObject,
): Promise<RouterAnswer> {
  const answer = await askRouter(router, method, path, body);
  const isFine = answer.status >= 200 && answer.status < 300;
  if (!isFine || !isWanted(answer)) throw new RouterRefusal(explain(answer, router.url));
  return answer;
}

/** For answers that are no JSON: CSV as it is, with its headers. Errors as `createAdminClient`. */
export function createAdminReader(
  written: string | undefined,
  env: NodeJS.ProcessEnv,
): (path: string) => Promise<Pick<RouterAnswer, 'text' | 'headers'>> {
  const router = readRouter(written, env);
  const isCsv = ({ headers }: RouterAnswer) => headers.get('content-type')?.startsWith('text/csv') ?? false;
  return (path) => ask(router, 'GET', path, isCsv);
}

/** Errors: `UsageError` where address or token are missing or off; what it returns throws `RouterRefusal`. */
export function createAdminClient(written: string | undefined, env: NodeJS.ProcessEnv): AskAdmin {
  const router = readRouter(written, env);
  const isOurs = ({ body }: RouterAnswer) => typeof body?.object === 'string';
  return async <Answer>(method: string, path: string, body?: JsonObject) =>
    (await ask(router, method, path, isOurs, body)).body as Answer;
}
