/**
 * Asks the administration of a running router over HTTP. The token comes from the environment alone: an option would
 * stand in the shell's history and in the list of processes.
 */
import { isObject, type JsonObject } from '../core/json.ts';
import { UsageError } from './command.ts';

export const adminUsage = `  --url URL     the router; else SIGNALBOX_URL, else http://127.0.0.1:8787
  --json        the router's answer as it is

SIGNALBOX_ADMIN_TOKEN holds the router's admin token.
Exit code: 0 done, 1 the router refuses or is not there, 2 wrong usage.`;

/** The router was asked and it did not come to pass; the message says why. */
export class AdminRefusal extends Error {}

/** `Answer`: the form of what this path answers with, by its code beside us. */
export type AskAdmin = <Answer>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: JsonObject,
) => Promise<Answer>;

const usualUrl = 'http://127.0.0.1:8787';
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

function readUrl(written: string | undefined, env: NodeJS.ProcessEnv): string {
  const text = written ?? (env.SIGNALBOX_URL || usualUrl);
  const name = written === undefined ? 'SIGNALBOX_URL' : '--url';
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${name} ${text}: write an address such as https://router.example.com.`);
  if (url.protocol === 'http:' && !loopback.includes(url.hostname))
    throw new UsageError(`${name} ${text}: the admin token goes to another machine over https only.`);
  return url.origin + url.pathname.replace(/\/+$/, '');
}

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

function parse(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

/** What the router's error says to a person: the field, where one is wrong. */
function explain(status: number, body: JsonObject | null, url: string): string {
  const { message, param } = isObject(body?.error) ? body.error : {};
  if (typeof message !== 'string') return `${url} answers with ${status}; that is no Signalbox.`;
  if (status === 401) return `${url} does not take this SIGNALBOX_ADMIN_TOKEN.`;
  return typeof param === 'string' ? `${param}: ${message}` : message;
}

function connect(written: string | undefined, env: NodeJS.ProcessEnv) {
  const url = readUrl(written, env);
  const authorization = `Bearer ${readToken(env)}`;
  const send = (method: string, path: string, body?: JsonObject) =>
    fetch(url + path, {
      method,
      headers: { authorization, ...(body !== undefined && { 'content-type': 'application/json' }) },
      redirect: 'manual',
      ...(body !== undefined && { body: JSON.stringify(body) }),
    }).catch((error: unknown) => {
      const cause = error instanceof Error ? (error.cause ?? error) : error;
      const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
      throw new AdminRefusal(`Nothing answers at ${url}${why}. Is the router running? --url names another.`);
    });
  return { url, send };
}

/** For answers that are no JSON: CSV as it is. Errors as `createAdminClient`. */
export function createAdminReader(
  written: string | undefined,
  env: NodeJS.ProcessEnv,
): (path: string) => Promise<string> {
  const { url, send } = connect(written, env);
  return async (path) => {
    const response = await send('GET', path);
    const text = await response.text();
    if (!response.ok || !response.headers.get('content-type')?.startsWith('text/csv'))
      throw new AdminRefusal(explain(response.status, parse(text), url));
    return text;
  };
}

/** Errors: `UsageError` where address or token are missing or off; what it returns throws `AdminRefusal`. */
export function createAdminClient(written: string | undefined, env: NodeJS.ProcessEnv): AskAdmin {
  const { url, send } = connect(written, env);
  return async <Answer>(method: string, path: string, body?: JsonObject) => {
    const response = await send(method, path, body);
    const answer = parse(await response.text());
    if (!response.ok || typeof answer?.object !== 'string')
      throw new AdminRefusal(explain(response.status, answer, url));
    return answer as Answer;
  };
}
