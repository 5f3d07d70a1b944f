// Which tools the model calls, and with which arguments: a deterministic rule anyone can predict.
// Must not mint ids or know protocols.

import { type Ask, lastUserText, type ToolSpec } from './ask.ts';
import { asList, isObject, type Json, type JsonObject, parseJson } from './json.ts';
import { readMarkers } from './markers.ts';
import { exampleForPattern } from './regex-example.ts';
import { exampleForSchema, type Hint } from './schema-example.ts';

export interface PlannedCall {
  tool: ToolSpec;
  /** JSON text for a function, free text for a custom tool. */
  input: string;
}

const READ_CHARACTERS = 4000;
const MAX_PARALLEL = 8;

/**
 * The calls of this turn. A forced choice always calls. Otherwise tools are called that the last user text
 * names (`get_weather`, or the word "weather"), all at once, or one by one where the text says "then" or
 * parallel calls are off; when all of them were made, none.
 */
export function chooseCalls(ask: Ask): PlannedCall[] {
  if (ask.toolChoice.mode === 'none' || ask.tools.length === 0) return [];
  const allowed = ask.toolChoice.names;
  const tools = allowed === undefined ? ask.tools : ask.tools.filter((tool) => allowed.includes(tool.name));
  const forced = ask.toolChoice.mode === 'required';
  const text = lastUserText(ask).slice(-READ_CHARACTERS);
  const planned = plannedCalls(tools, text, forced);
  const remaining = planned.slice(callsSinceUser(ask));
  if (remaining.length === 0) return forced ? planned.slice(0, 1) : [];
  const oneByOne = !ask.parallelCalls || /\bthen\b/i.test(text);
  return remaining.slice(0, oneByOne ? 1 : MAX_PARALLEL);
}

function callsSinceUser(ask: Ask): number {
  const from = ask.turns.findLastIndex((turn) => turn.role === 'user' && turn.texts.length > 0);
  return ask.turns.slice(from + 1).reduce((count, turn) => count + turn.calls.length, 0);
}

function plannedCalls(tools: ToolSpec[], text: string, forced: boolean): PlannedCall[] {
  const marked = markedCalls(tools, text);
  if (marked.length > 0) return marked;
  const named = mentionedTools(tools, text);
  const wanted = named.length === 0 && forced ? tools.slice(0, 1) : named;
  const subjects = findSubjects(text);
  const [only] = wanted;
  if (wanted.length === 1 && only !== undefined && only.kind === 'function' && subjects.length > 1) {
    return subjects.map((subject) => ({ tool: only, input: fillArguments(only, text, subject) }));
  }
  return wanted.map((tool) => ({ tool, input: fillInput(tool, text, subjects[0]) }));
}

function markedCalls(tools: ToolSpec[], text: string): PlannedCall[] {
  const calls: PlannedCall[] = [];
  for (const marker of readMarkers(text)) {
    if (marker.name !== 'call') continue;
    const space = marker.value.indexOf(' ');
    const name = space === -1 ? marker.value : marker.value.slice(0, space);
    const tool = tools.find((candidate) => candidate.name === name);
    if (tool === undefined) continue;
    const input = space === -1 ? undefined : marker.value.slice(space + 1);
    calls.push({ tool, input: input ?? fillInput(tool, text, undefined) });
  }
  return calls;
}

const verbs = new Set(
  'get set run call fetch find list create update delete add make do send read write lookup look up search query check current the my a by for of to in tool function'.split(
    ' ',
  ),
);

function wordsOfName(name: string): string[] {
  const spaced = name.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.split(/[^a-z0-9]+/).filter((word) => word.length > 0);
}

const singular = (word: string) => word.replace(/s$/, '');

/** Tools the text names, in the order of the text: by full name, or by the nouns of the name. */
function mentionedTools(tools: ToolSpec[], text: string): ToolSpec[] {
  const lower = text.toLowerCase();
  const words = lower.match(/[a-z0-9]+/g)?.map(singular) ?? [];
  const found = tools.map((tool) => {
    const whole = lower.indexOf(tool.name.toLowerCase());
    if (whole !== -1) return { tool, at: whole };
    const all = wordsOfName(tool.name);
    const nouns = all.filter((word) => !verbs.has(word));
    const telling = (nouns.length > 0 ? nouns : all).map(singular);
    const hit = words.findIndex((word) => telling.includes(word));
    return { tool, at: hit === -1 ? -1 : lower.indexOf(words[hit] ?? '') };
  });
  return found
    .filter((entry) => entry.at !== -1)
    .toSorted((left, right) => left.at - right.at)
    .map((entry) => entry.tool);
}

const NAME = "\\p{Lu}[\\p{L}\\p{M}.'-]*(?: \\p{Lu}[\\p{L}\\p{M}.'-]*)*";
const SUBJECTS = new RegExp(
  `\\b(?:in|for|of|at|between|about) (${NAME}(?:(?:, and | and |, | or |, or )${NAME})*)`,
  'u',
);

/** Proper names the text asks about: "the weather in Paris and London" has two. */
function findSubjects(text: string): string[] {
  const found = SUBJECTS.exec(text)?.[1];
  if (found === undefined) return [];
  const names = found.split(/, and |, or |, | and | or /).map((name) => name.replace(/[.']+$/, ''));
  return names.slice(0, MAX_PARALLEL);
}

function fillInput(tool: ToolSpec, text: string, subject: string | undefined): string {
  if (tool.kind === 'function') return fillArguments(tool, text, subject);
  const fitting = tool.pattern === undefined ? undefined : exampleForPattern(tool.pattern);
  return fitting ?? (/`([^`]{1,400})`/.exec(text)?.[1] || text.trim().slice(0, 200));
}

function fillArguments(tool: ToolSpec, text: string, subject: string | undefined): string {
  const filled = exampleForSchema({ type: 'object', ...tool.schema }, hintsFrom(text, subject));
  return JSON.stringify(isObject(filled) ? filled : {});
}

interface NamedHint {
  names: RegExp;
  find: (text: string, subject: string | undefined) => string | undefined;
}

const firstMatch = (pattern: RegExp) => (text: string) => {
  const match = pattern.exec(text);
  return match === null ? undefined : (match[1] ?? match[0]);
};

const namedHints: readonly NamedHint[] = [
  {
    names: /city|location|place|town|region|country|address|destination/,
    find: (_text, subject) => subject ?? 'Paris',
  },
  { names: /mail/, find: firstMatch(/[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{2,64}/) },
  { names: /url|link|uri/, find: firstMatch(/https?:\/\/[^\s"'<>)\]]{1,500}/) },
  { names: /date|day|when/, find: firstMatch(/\b\d{4}-\d\d-\d\d\b/) },
  { names: /path|file/, find: firstMatch(/[\w./-]{0,200}\w\.\w{1,8}\b/) },
  { names: /command|cmd|code|sql|script|pattern/, find: firstMatch(/`([^`]{1,400})`/) },
  {
    names: /(^|_)id$|Id$|number|order|ticket|sku/,
    find: firstMatch(/\b(?=[\w-]*\d)[A-Za-z0-9][\w-]{2,40}\b/),
  },
  { names: /name|title|person|user/, find: (_text, subject) => subject },
  {
    names: /query|question|text|prompt|input|message|content|topic|search|subject|body|description/,
    find: (text) =>
      text
        .replaceAll(/\[\[[\s\S]*?\]\]/g, '')
        .trim()
        .slice(0, 120),
  },
];

/** Values for properties that the prompt tells, by property name and type. */
function hintsFrom(text: string, subject: string | undefined): Hint {
  const numbers = (text.match(/-?\b\d+(?:\.\d+)?\b/g) ?? []).slice(0, 50).map(Number);
  const lower = text.toLowerCase();
  return (name: string, schema: JsonObject): Json | undefined => {
    const choices = asList(schema.enum);
    if (choices.length > 0) {
      return choices.find((choice) => typeof choice === 'string' && lower.includes(choice.toLowerCase()));
    }
    if (schema.type === 'integer' || schema.type === 'number') return numbers.shift();
    if (schema.type !== 'string') return undefined;
    return namedHints.find((hint) => hint.names.test(name))?.find(text, subject);
  };
}

/** The arguments as an object, for protocols that carry them parsed; `{}` where the text is cut. */
export function parseArguments(input: string): JsonObject {
  const parsed = parseJson(input);
  return isObject(parsed) ? parsed : {};
}
