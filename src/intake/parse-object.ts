/**
 * Text -> JSON object with its member spans: valid JSON, an object, not too deep, no name twice in one object, no member
 * that copying would make a prototype. Throws RouterError.
 */
import { RouterError } from '../core/errors.ts';
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import { type JsonScan, scanObject } from '../core/json-text.ts';
import { countMembers, findTwin } from './find-twin.ts';

export type ParsedBody = { readonly text: string; readonly raw: JsonObject; readonly scan: JsonScan };

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8 says where and quotes a few characters of the body, which go back to their own sender only.
    const reason = error instanceof SyntaxError ? error.message : 'it cannot be parsed';
    throw new RouterError('invalid_json', `The body is not valid JSON: ${reason.slice(0, 200)}.`);
  }
}

const prototypeName = '__proto__';

/** Where a member of that name stands, as a path, or null. `value` is not deep. */
function findPrototype(value: Json | undefined, path: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  for (const [name, member] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (name === prototypeName) return place;
    const found = findPrototype(member, place);
    if (found !== null) return found;
  }
  return null;
}

/** Most bodies hold neither the name nor an escape that could spell it, and are not walked. */
function refusePrototype(raw: JsonObject, text: string): void {
  if (!text.includes(prototypeName) && !text.includes('\\u00')) return;
  const place = findPrototype(raw, '')?.slice(-200);
  if (place === undefined) return;
  throw new RouterError('invalid_json', `No member may be called ${prototypeName}.`, { param: place });
}

/** Most bodies hold none: then nothing is searched for where it stands. */
function refuseTwin(raw: JsonObject, text: string, { memberCount }: JsonScan): void {
  if (countMembers(raw) === memberCount) return;
  const place = findTwin(text)?.slice(-80) ?? '';
  const message = `A member stands twice in the same object of the body: '${place}'.`;
  throw new RouterError('invalid_json', message, { param: place });
}

/** Depth first: ten million open brackets must not become ten million arrays. Errors: `invalid_json`. */
export function parseObjectText(text: string, depthLimit: number): ParsedBody {
  const scan = scanObject(text);
  if (scan.depth > depthLimit) {
    throw new RouterError(
      'invalid_json',
      `The body is nested ${scan.depth} deep; the limit is ${depthLimit}.`,
    );
  }
  const raw = parse(text);
  if (!isObject(raw)) throw new RouterError('invalid_json', 'The body must be a JSON object.');
  refuseTwin(raw, text, scan);
  refusePrototype(raw, text);
  return { text, raw, scan };
}
