/** Asks a running router over HTTP with a secret that goes nowhere else: to other machines over https, by no redirect. */
import { isObject, type JsonObject } from '../core/json.ts';
import { RouterRefusal, UsageError } from './command.ts';
import { parseJson } from './parse-json.ts';

/** `option` names its address: in errors. */
export type Router = { readonly url: string; readonly secret: string; readonly option: string };

/** `body`: null where the text is no JSON object. */
export type RouterAnswer = {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: JsonObject | null;
};

const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** `written` as it stands behind `name`; `secret` is what goes there. Without a slash at its end. Throws `UsageError`. */
export function readRouterUrl(name: string, written: string, secret: string): string {
  const url = URL.parse(written);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new UsageError(`${name} ${written}: write an address such as https://router.example.com.`);
  if (url.protocol === 'http:' && !loopback.includes(url.hostname))
    throw new UsageError(`${name} ${written}: ${secret} goes to another machine over https only.`);
  return url.origin + url.pathname.replace(/\/+$/, '');
}

/** Throws `RouterRefusal` where nothing answers, or not to the end. */
export async function askRouter(
  { url, secret, option }: Router,
  method: string,
  path: string,
  body?: JsonObject,
): Promise<RouterAnswer> {
  const authorization = `Bearer ${secret}`;
  const sent =
    body === undefined
      ? { headers: { authorization } }
      : { headers: { authorization, 'content-type': 'application/json' }, body: JSON.stringify(body) };
  try {
    const response = await fetch(url + path, { method, redirect: 'manual', ...sent });
    const text = await response.text();
    const value = parseJson(text);
    return { status: response.status, headers: response.headers, text, body: isObject(value) ? value : null };
  } catch (error) {
    const cause = error instanceof Error ? (error.cause ?? error) : error;
    const why = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw new RouterRefusal(
      `Nothing answers at ${url}${why}. Is the router running? ${option} names another.`,
    );
  }
}
