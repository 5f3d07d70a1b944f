/**
 * Reads Redis commands out of Upstash's REST forms: JSON bodies and paths.
 * Pure; a malformed request is a value. It does not know which commands exist.
 */
import { type Bytes, type Command, toBytes } from './engine.ts';

export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: string };

const fail = (error: string): { readonly ok: false; readonly error: string } => ({ ok: false, error });

/** POST `/`: a JSON array such as `["SET","k","v","EX",60]`. */
export function parseCommandBody(body: Buffer): Parsed<Command> {
  const json = parseJson(body);
  return json.ok ? toCommand(json.value) : json;
}

/** POST `/pipeline` and `/multi-exec`: a JSON array of command arrays, at least one. */
export function parseCommandsBody(body: Buffer): Parsed<readonly Command[]> {
  const json = parseJson(body);
  if (!json.ok) return json;
  if (!Array.isArray(json.value) || json.value.length === 0) {
    return fail('ERR the body has to be a JSON array of commands, with at least one command');
  }
  const commands: Command[] = [];
  for (const item of json.value) {
    const command = toCommand(item);
    if (!command.ok) return command;
    commands.push(command.value);
  }
  return { ok: true, value: commands };
}

/**
 * Path style: `/set/foo/bar?EX=100` is SET foo bar EX 100. A body, if there is one, is the last
 * argument of the path part, before those of the query. `_token` is not an argument.
 */
export function parsePathCommand(url: string, body: Buffer): Parsed<Command> {
  const mark = url.indexOf('?');
  const path = mark < 0 ? url : url.slice(0, mark);
  const words = path.slice(1).split('/').map(percentDecode);
  if (!words[0]) return fail('ERR the request names no command');
  if (body.length > 0) words.push(body.toString('latin1'));
  for (const [name, value] of mark < 0 ? [] : parseQuery(url.slice(mark + 1))) {
    if (name === '_token') continue;
    words.push(name);
    if (value !== '') words.push(value);
  }
  return { ok: true, value: words };
}

/** The `_token` of a query, if there is one. */
export function readQueryToken(url: string): string | null {
  const mark = url.indexOf('?');
  if (mark < 0) return null;
  return parseQuery(url.slice(mark + 1)).find(([name]) => name === '_token')?.[1] ?? null;
}

function parseJson(body: Buffer): Parsed<unknown> {
  try {
    return { ok: true, value: JSON.parse(body.toString('utf8')) };
  } catch {
    return fail('ERR failed to parse the request body: it is not JSON');
  }
}

function toCommand(json: unknown): Parsed<Command> {
  if (!Array.isArray(json) || json.length === 0) {
    return fail('ERR a command has to be a JSON array with at least a name');
  }
  const words: Bytes[] = [];
  for (const item of json) {
    if (typeof item === 'string') words.push(toBytes(item));
    else if (typeof item === 'number' || typeof item === 'boolean') words.push(String(item));
    else return fail('ERR the parts of a command have to be strings, numbers or booleans');
  }
  return { ok: true, value: words };
}

function parseQuery(query: string): [Bytes, Bytes][] {
  return query
    .split('&')
    .filter((part) => part !== '')
    .map((part) => {
      const equals = part.indexOf('=');
      const [name, value] = equals < 0 ? [part, ''] : [part.slice(0, equals), part.slice(equals + 1)];
      return [decodeQueryPart(name), decodeQueryPart(value)];
    });
}

const decodeQueryPart = (text: string): Bytes => percentDecode(text.replaceAll('+', ' '));

/** A request target is ASCII, so every %XX is exactly one byte of a binary-safe argument. */
function percentDecode(text: string): Bytes {
  return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
