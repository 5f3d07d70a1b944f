/**
 * What safeguards may change in a request body, protocol by protocol: top-level edits of the caller's own JSON, so that
 * both lanes send the same. Shapes, and what the three protocols share.
 */
import type { FixedWords } from './fixed-words.ts';
import { isObject, type Json, type JsonObject } from './json.ts';
import type { Edits } from './json-text.ts';
import type { RiskOrigin } from './risk.ts';

/** The same text where nothing is to be changed. */
export type RewriteText = (text: string, origin: RiskOrigin) => string;

export type CalledTool = { readonly callId: string; readonly tool: string };

export type RequestGuard = {
  /** Whether the protocol's decoder knows a top-level field of this name. */
  isKnown(field: string): boolean;
  /** Adds an instruction for the model behind what the app says itself. */
  instruct(raw: JsonObject, text: string): Edits;
  /** Takes tools out, by the names that the decoder gives them. */
  dropTools(raw: JsonObject, names: ReadonlySet<string>): Edits;
  /** Puts a text in place of the results of these calls. */
  replaceResults(raw: JsonObject, calls: readonly CalledTool[], text: string): Edits;
  /**
   * Every text that people and models have written: the conversation, also inside files and arguments and results of
   * tools, and what stands beside it in words. Names of schemas stay, and tools but for their examples.
   */
  rewriteTexts(raw: JsonObject, rewrite: RewriteText): Edits;
  /** What is left of that since a change would break it: names inside schemas, and what tools say of themselves. */
  fixedWords(raw: JsonObject): readonly FixedWords[];
};

/** `list` with each item changed; the same list where none was. */
export function mapItems(value: Json | undefined, change: (item: Json) => Json): Json | undefined {
  if (!Array.isArray(value)) return value;
  let isChanged = false;
  const items = value.map((item) => {
    const changed = change(item);
    isChanged ||= changed !== item;
    return changed;
  });
  return isChanged ? items : value;
}

/** `object` with these members; the same object where they are what they were. */
export function withMembers(object: JsonObject, members: JsonObject): JsonObject {
  const isSame = Object.entries(members).every(([name, value]) => object[name] === value);
  return isSame ? object : { ...object, ...members };
}

export type ChangeText = (text: string) => string;

function everyMember(value: JsonObject, change: (member: Json, name: string) => Json): JsonObject {
  const members: JsonObject = {};
  for (const [name, member] of Object.entries(value))
    if (member !== undefined) members[name] = change(member, name);
  return withMembers(value, members);
}

/** Every string inside a value, whatever its form; names of members stay. */
export function rewriteStrings(value: Json, change: ChangeText): Json {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return mapItems(value, (item) => rewriteStrings(item, change)) ?? value;
  return isObject(value) ? everyMember(value, (member) => rewriteStrings(member, change)) : value;
}

/** The names of its members; the same value where none is changed. */
function rewriteNames(value: Json, change: ChangeText): Json {
  if (!isObject(value)) return value;
  let isChanged = false;
  const entries = Object.entries(value).map(([name, member]) => {
    const changed = change(name);
    isChanged ||= changed !== name;
    return [changed, member] as const;
  });
  return isChanged ? Object.fromEntries(entries) : value;
}

/** The strings inside a value that stand under one of these names, and no other: ids and types stay. */
export function rewriteNamed(value: Json, names: ReadonlySet<string>, change: ChangeText): Json {
  if (Array.isArray(value)) return mapItems(value, (item) => rewriteNamed(item, names, change)) ?? value;
  if (!isObject(value)) return value;
  return everyMember(value, (member, name) =>
    names.has(name) ? rewriteStrings(member, change) : rewriteNamed(member, names, change),
  );
}

/** Every string of these members of a body, and what theirs are called. */
export function rewriteFields(raw: JsonObject, names: readonly string[], change: ChangeText): JsonObject {
  const members: JsonObject = {};
  for (const name of names) {
    const value = raw[name];
    if (value !== undefined) members[name] = rewriteNames(rewriteStrings(value, change), change);
  }
  return members;
}

/** Under which a schema says something in words. */
export const schemaWords: ReadonlySet<string> = new Set([
  '$comment',
  'description',
  'title',
  'enum',
  'const',
  'default',
  'examples',
]);

/** The words of these members of a body that hold the schema of an answer. */
export function rewriteSchemas(raw: JsonObject, names: readonly string[], change: ChangeText): JsonObject {
  const members: JsonObject = {};
  for (const name of names) {
    const value = raw[name];
    if (value !== undefined) members[name] = rewriteNamed(value, schemaWords, change);
  }
  return members;
}

/** Under which parts say how their file is called. A name is never fenced, wherever it stands: it tells the form. */
export const fileNames: ReadonlySet<string> = new Set(['filename']);

/** Under which results of tools hold words. */
export const resultWords: ReadonlySet<string> = new Set(['text', 'stdout', 'stderr', 'logs', 'message']);

/** Under which a citation of an answer says what it cites. */
const citedWords: ReadonlySet<string> = new Set(['title', 'quote']);

/** The words of what a message or a part of it cites under `annotations`; the same object where none are changed. */
export function rewriteAnnotations(holder: JsonObject, change: ChangeText): JsonObject {
  const { annotations } = holder;
  if (!Array.isArray(annotations)) return holder;
  return withMembers(holder, { annotations: rewriteNamed(annotations, citedWords, change) });
}

/** A text, or parts that hold one under `text` or `refusal`. */
export function rewriteParts(content: Json | undefined, change: ChangeText): Json | undefined {
  if (typeof content === 'string') return change(content);
  return mapItems(content, (part) => {
    if (!isObject(part)) return part;
    const name = part.type === 'refusal' ? 'refusal' : 'text';
    const text = part[name];
    return typeof text === 'string' ? withMembers(part, { [name]: change(text) }) : part;
  });
}

const origins: ReadonlyMap<unknown, RiskOrigin> = new Map([
  ['assistant', 'answer'],
  ['system', 'system'],
  ['developer', 'system'],
  ['tool', 'tool-result'],
  ['function', 'tool-result'],
]);

/** Whose words a message of this role holds. */
export function originOf({ role }: JsonObject): RiskOrigin {
  return origins.get(role) ?? 'caller';
}

/** The members of `changed` that differ from those of `raw`. */
export function editsOf(raw: JsonObject, changed: JsonObject): Edits {
  const edits: { [name: string]: Json | undefined } = {};
  for (const [name, value] of Object.entries(changed)) if (raw[name] !== value) edits[name] = value;
  return edits;
}

/** Null: all of `tools`. */
export function keptOf({ tools }: JsonObject, isKept: (tool: JsonObject) => boolean): Json[] | null {
  if (!Array.isArray(tools)) return null;
  const kept = tools.filter((tool) => !isObject(tool) || isKept(tool));
  return kept.length === tools.length ? null : kept;
}

/** What is left of `tools`; without any the choice among them goes as well. */
export function keepTools(
  raw: JsonObject,
  isKept: (tool: JsonObject) => boolean,
  dependent: readonly string[],
): Edits {
  const tools = keptOf(raw, isKept);
  if (tools === null) return {};
  if (tools.length > 0) return { tools };
  return Object.fromEntries(
    ['tools', ...dependent.filter((name) => name in raw)].map((name) => [name, undefined]),
  );
}
