/**
 * Files in the JSON of a request whose bytes are text, as all protocols hold them: `file_data` (a data URL, or bare
 * base64) and sources of the type `base64`. Read where they stand, and written again in the form they had. Pure.
 */
import { readDataUrl } from './data-url.ts';
import type { Json, JsonObject } from './json.ts';
import { type ChangeText, withMembers } from './request-guard.ts';
import { type EncodedFile, isTextType, isUnreadable, rewriteTextFile } from './text-file.ts';

/** The names under which parts hold a file. */
export const fileBytes: ReadonlySet<string> = new Set(['file_data']);

/** Null: `source` is of another type. */
function encodedSource({ type, media_type: mediaType, data }: JsonObject): EncodedFile | null {
  const isEncoded = type === 'base64' && typeof data === 'string';
  return isEncoded ? { mediaType: typeof mediaType === 'string' ? mediaType : '', data } : null;
}

/** The same string where it is no text, or nothing was changed. */
export function rewriteFileData(value: string, change: ChangeText): string {
  const url = readDataUrl(value);
  if (url === null) return rewriteTextFile({ mediaType: '', data: value }, change);
  if (!url.isBase64) return value;
  const data = rewriteTextFile(url, change);
  return data === url.data ? value : url.head + data;
}

/** The same object where it is of another type, no text, or nothing was changed. */
export function rewriteEncodedSource(source: JsonObject, change: ChangeText): JsonObject {
  const file = encodedSource(source);
  return file === null ? source : withMembers(source, { data: rewriteTextFile(file, change) });
}

function isUnreadableData(value: string): boolean {
  const url = readDataUrl(value);
  return url !== null && (url.isBase64 ? isUnreadable(url) : isTextType(url.mediaType));
}

/** Path of the first file inside `value` that says it is text and is none that can be read; null: there is none. */
export function findUnreadable(value: Json | undefined, path: string): string | null {
  if (typeof value !== 'object' || value === null) return null;
  if (!Array.isArray(value)) {
    const file = encodedSource(value);
    if (file !== null) return isUnreadable(file) ? `${path}.data` : null;
  }
  for (const [name, member] of Object.entries(value)) {
    const place = Array.isArray(value) ? `${path}[${name}]` : path === '' ? name : `${path}.${name}`;
    if (typeof member !== 'string') {
      const found = findUnreadable(member, place);
      if (found !== null) return found;
    } else if (fileBytes.has(name) && isUnreadableData(member)) return place;
  }
  return null;
}
