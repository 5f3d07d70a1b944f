/** What safeguards may change in a Responses body. Top-level edits; what is not changed keeps its bytes. */
import { type FixedWords, fixedMembers, namesInside, wordsOfTools } from '../../core/fixed-words.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { fileBytes, rewriteFileData } from '../../core/request-files.ts';
import {
  type CalledTool,
  type ChangeText,
  editsOf,
  fileNames,
  keepTools,
  keptOf,
  mapItems,
  originOf,
  type RequestGuard,
  type RewriteText,
  resultWords,
  rewriteAnnotations,
  rewriteFields,
  rewriteNamed,
  rewriteParts,
  rewriteSchemas,
  rewriteStrings,
  withMembers,
} from '../../core/request-guard.ts';
import type { RiskOrigin } from '../../core/risk.ts';
import { isToolItem, knownFields } from './wire.ts';

const isKnown = (field: string) => knownFields.has(field);

/** Behind the app's own instructions. */
function instruct(raw: JsonObject, text: string) {
  const { instructions } = raw;
  return { instructions: typeof instructions === 'string' ? `${instructions}\n\n${text}` : text };
}

function nameOf({ type, name }: JsonObject): unknown {
  return type === 'function' || type === 'custom' ? name : type;
}

function dropTools(raw: JsonObject, names: ReadonlySet<string>) {
  const dependent = ['tool_choice', 'parallel_tool_calls', 'max_tool_calls'];
  const isKept = (tool: JsonObject) => !names.has(String(nameOf(tool)));
  const input = mapItems(raw.input, (item) => {
    const tools = isObject(item) && isToolItem(item.type) ? keptOf(item, isKept) : null;
    return isObject(item) && tools !== null ? { ...item, tools } : item;
  });
  return { ...keepTools(raw, isKept, dependent), ...editsOf(raw, { input }) };
}

/** Where an item that is no message holds words, and whose they are. */
const places = new Map<unknown, Readonly<Record<string, RiskOrigin>>>([
  ['function_call', { arguments: 'answer' }],
  ['custom_tool_call', { input: 'answer' }],
  ['mcp_call', { arguments: 'answer', output: 'tool-result', error: 'tool-result' }],
  ['mcp_approval_request', { arguments: 'answer' }],
  ['mcp_approval_response', { reason: 'caller' }],
  ['tool_search_call', { arguments: 'answer' }],
  ['computer_call', { action: 'answer', actions: 'answer' }],
  ['web_search_call', { action: 'answer' }],
  ['file_search_call', { queries: 'answer', results: 'tool-result' }],
  ['image_generation_call', { revised_prompt: 'answer' }],
  ['code_interpreter_call', { code: 'answer', outputs: 'tool-result' }],
  ['local_shell_call', { action: 'answer' }],
  ['shell_call', { action: 'answer' }],
  ['apply_patch_call', { operation: 'answer' }],
  ['function_call_output', { output: 'tool-result' }],
  ['custom_tool_call_output', { output: 'tool-result' }],
  ['local_shell_call_output', { output: 'tool-result' }],
  ['shell_call_output', { output: 'tool-result' }],
  ['apply_patch_call_output', { output: 'tool-result' }],
]);

function rewritePlace(value: Json, origin: RiskOrigin, rewrite: RewriteText): Json {
  const change: ChangeText = (text) => rewrite(text, origin);
  if (typeof value === 'string' || origin === 'answer') return rewriteStrings(value, change);
  return rewriteNamed(value, resultWords, change);
}

function rewriteItem(item: Json, rewrite: RewriteText): Json {
  if (!isObject(item)) return item;
  const place = places.get(item.type);
  const members: JsonObject = {};
  for (const [name, origin] of Object.entries(place ?? {})) {
    const value = item[name];
    if (value !== undefined) members[name] = rewritePlace(value, origin, rewrite);
  }
  if (place !== undefined) return withMembers(item, members);
  const origin = item.type === 'reasoning' ? 'answer' : originOf(item);
  const change: ChangeText = (text) => rewrite(text, origin);
  const content = mapItems(rewriteParts(item.content, change), (part) =>
    isObject(part) ? rewriteAnnotations(part, change) : part,
  );
  const summary = rewriteParts(item.summary, (text) => rewrite(text, 'answer'));
  return withMembers(item, { ...(content !== undefined && { content }), ...(summary && { summary }) });
}

const variableWords: ReadonlySet<string> = new Set(['text', ...fileNames]);

/** What is put into a prompt that the provider keeps: texts, and parts as those of messages. */
function rewritePrompt(prompt: Json, change: ChangeText, changeFile: ChangeText): Json {
  if (!isObject(prompt) || !isObject(prompt.variables)) return prompt;
  const variables: JsonObject = {};
  for (const [name, value] of Object.entries(prompt.variables)) {
    if (value === undefined) continue;
    variables[name] =
      typeof value === 'string'
        ? change(value)
        : rewriteNamed(rewriteNamed(value, fileBytes, changeFile), variableWords, change);
  }
  return withMembers(prompt, { variables: withMembers(prompt.variables, variables) });
}

function rewriteTexts(raw: JsonObject, rewrite: RewriteText) {
  const { instructions, input, prompt } = raw;
  const change: ChangeText = (text) => rewrite(text, 'caller');
  const changeFile = (data: string) => rewriteFileData(data, (text) => rewrite(text, 'document'));
  const rewriteInput = (item: Json) =>
    rewriteNamed(rewriteNamed(rewriteItem(item, rewrite), fileBytes, changeFile), fileNames, change);
  return editsOf(raw, {
    ...(typeof instructions === 'string' && { instructions: rewrite(instructions, 'system') }),
    input: typeof input === 'string' ? change(input) : mapItems(input, rewriteInput),
    ...(prompt !== undefined && { prompt: rewritePrompt(prompt, change, changeFile) }),
    ...rewriteFields(raw, ['metadata', 'prompt_cache_key'], change),
    ...rewriteSchemas(raw, ['text'], change),
  });
}

const results: readonly unknown[] = ['function_call_output', 'custom_tool_call_output'];

function replaceResults(raw: JsonObject, calls: readonly CalledTool[], output: string) {
  const replace = (item: Json) =>
    isObject(item) && results.includes(item.type) && calls.some(({ callId }) => callId === item.call_id)
      ? { ...item, output }
      : item;
  return editsOf(raw, { input: mapItems(raw.input, replace) });
}

/** Tools that items list stand in them; variables of a prompt are known to it by their names. */
function fixedWords(raw: JsonObject): FixedWords[] {
  const { input, prompt } = raw;
  const items = Array.isArray(input) ? [...input.entries()] : [];
  return [
    ...fixedMembers(raw, ['text'], ['tools']),
    ...items.flatMap(([at, item]) => (isObject(item) ? wordsOfTools(item.tools, `input[${at}].tools`) : [])),
    ...(isObject(prompt) ? namesInside(prompt.variables, 'prompt.variables') : []),
  ];
}

export const requestGuard: RequestGuard = {
  isKnown,
  instruct,
  dropTools,
  replaceResults,
  rewriteTexts,
  fixedWords,
};
