/**
 * Text -> JSON object with its member spans: valid JSON, an object, not too deep, no top-level name twice (two
 * parsers could read two different requests). Throws RouterError.
 */
import { RouterError } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { type JsonScan, scanObject } from '../core/json-text.ts';

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
  if (scan.duplicate !== null) {
    const message = `The member '${scan.duplicate.slice(0, 80)}' stands twice in the body.`;
    throw new RouterError('invalid_json', message, { param: scan.duplicate.slice(0, 80) });
  }
  return { text, raw, scan };
}
