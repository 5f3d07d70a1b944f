/** Request bodies from a file or standard input: one JSON object, or one a line (JSONL), or plain text. */
import { readFileSync } from 'node:fs';
import { isObject, type JsonObject } from '../core/json.ts';
import { bodyOfLine, requestOfText } from '../intake/read-request.ts';
import { UsageError } from './command.ts';
import { explainFile } from './explain-file.ts';
import { parseJson } from './parse-json.ts';

/** `line` counts from 1; null where the whole input is one body. */
export type NumberedBody = { readonly line: number | null; readonly body: JsonObject };

export function readInput(file: string): string {
  // Without it the command seems to hang.
  if (file === '-' && process.stdin.isTTY) process.stderr.write('Type or paste the request, then Ctrl-D.\n');
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file === '-' ? 'Standard input' : file} cannot be read: ${explainFile(error)}`);
  }
}

/** Text that begins no JSON is one plain message of a user. Errors: a usage error where nothing is in it. */
export function readBodies(file: string): NumberedBody[] {
  const text = readInput(file);
  if (text.trim() === '') throw new UsageError(`${file === '-' ? 'Standard input' : file} holds no request.`);
  const whole = parseJson(text);
  if (isObject(whole)) return [{ line: null, body: bodyOfLine(whole) }];
  if (!text.trimStart().startsWith('{')) return [{ line: null, body: requestOfText(text.trim()) }];
  return text.split('\n').flatMap((line, at): NumberedBody[] => {
    if (line.trim() === '') return [];
    const value = parseJson(line);
    if (!isObject(value)) throw new UsageError(`Line ${at + 1} is no JSON object.`);
    return [{ line: at + 1, body: bodyOfLine(value) }];
  });
}
