/**
 * The last look at a body whose texts are masked: a value that was found in them stands nowhere else either, whatever
 * the field, also in one that we do not know. What stays is in the tables here, and in docs/safeguards.md. Pure.
 */
import { isObject, type Json, type JsonObject } from '../core/json.ts';
import type { Edits } from '../core/json-text.ts';
import { fileBytes, rewriteEncodedSource, rewriteFileData } from '../core/request-files.ts';
import { type ChangeText, editsOf, mapItems, withMembers } from '../core/request-guard.ts';

/** Tools as they are declared and chosen, keys of their servers among them. */
const toolFields: ReadonlySet<string> = new Set(['tools', 'functions', 'mcp_servers', 'tool_choice']);

/** Bytes that are no text, addresses of files, what only its maker reads, and people, who go out under another name. */
const keptFields: ReadonlySet<string> = new Set([
  'data',
  'image_url',
  'file_url',
  'url',
  'signature',
  'thought_signature',
  'encrypted_content',
  'encrypted_index',
  'encrypted_stdout',
  'user',
  'user_id',
  'safety_identifier',
]);

/** Pages that a provider has fetched and sealed. */
const sealedBlocks: ReadonlySet<unknown> = new Set(['web_search_tool_result', 'web_fetch_tool_result']);

/** What a protocol says with one word. */
const word = /^[a-z_]{1,64}$/i;
/** Names and ids, as long as they look like it. */
const nameFields = /^(?:type|role|name|model|media_type|(?:.*_)?ids?)$/;
const plainName = /^[\w.:/-]{1,256}$/;

function maskString(text: string, field: string, mask: ChangeText): string {
  if (fileBytes.has(field)) return rewriteFileData(text, mask);
  const isKept = keptFields.has(field) || word.test(text) || (nameFields.test(field) && plainName.test(text));
  return isKept ? text : mask(text);
}

function maskMembers(value: JsonObject, mask: ChangeText): JsonObject {
  const entries = Object.entries(value).map(([name, member]) => {
    const named = word.test(name) ? name : mask(name);
    return [named, member === undefined ? member : maskValue(member, name, mask)] as const;
  });
  const masked: JsonObject = Object.fromEntries(entries);
  const isRenamed = entries.some(([name]) => !Object.hasOwn(value, name));
  return rewriteEncodedSource(isRenamed ? masked : withMembers(value, masked), mask);
}

function maskValue(value: Json, field: string, mask: ChangeText): Json {
  if (toolFields.has(field)) return value;
  if (typeof value === 'string') return maskString(value, field, mask);
  if (Array.isArray(value)) return mapItems(value, (item) => maskValue(item, field, mask)) ?? value;
  return isObject(value) && !sealedBlocks.has(value.type) ? maskMembers(value, mask) : value;
}

/** `mask` puts placeholders in place of what is known. Names of the body's own fields stay. */
export function maskRest(raw: JsonObject, mask: ChangeText): Edits {
  const masked: JsonObject = {};
  for (const [name, value] of Object.entries(raw))
    if (value !== undefined) masked[name] = maskValue(value, name, mask);
  return editsOf(raw, masked);
}
