/** What safeguards may change in a Chat Completions body. Top-level edits; what is not changed keeps its bytes. */
import { fixedMembers } from '../../core/fixed-words.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { fileBytes, rewriteFileData } from '../../core/request-files.ts';
import {
  type CalledTool,
  type ChangeText,
  editsOf,
  fileNames,
  keepTools,
  mapItems,
  originOf,
  type RequestGuard,
  type RewriteText,
  rewriteAnnotations,
  rewriteFields,
  rewriteNamed,
  rewriteParts,
  rewriteSchemas,
  withMembers,
} from '../../core/request-guard.ts';
import { webSearchName } from './decode-tools.ts';
import { isKnown } from './features.ts';

const isLeading = (message: Json | undefined) =>
  isObject(message) && (message.role === 'system' || message.role === 'developer');

/** Behind the leading instructions: the app's own words come first. */
function instruct(raw: JsonObject, text: string) {
  const messages = Array.isArray(raw.messages) ? raw.messages : [];
  const first = messages.findIndex((message) => !isLeading(message));
  const at = first === -1 ? messages.length : first;
  const before = messages[at - 1];
  const role = isObject(before) && before.role === 'developer' ? 'developer' : 'system';
  return { messages: messages.toSpliced(at, 0, { role, content: text }) };
}

function nameOf({ type, function: declared, custom }: JsonObject): unknown {
  if (type === 'function') return isObject(declared) ? declared.name : undefined;
  if (type === 'custom') return isObject(custom) ? custom.name : undefined;
  return type;
}

function dropTools(raw: JsonObject, names: ReadonlySet<string>) {
  const functions = Array.isArray(raw.functions)
    ? raw.functions.filter((one) => !isObject(one) || !names.has(String(one.name)))
    : undefined;
  const isLegacyChanged = functions !== undefined && functions.length !== (raw.functions as Json[]).length;
  const isLegacyEmpty = isLegacyChanged && functions.length === 0;
  return {
    ...keepTools(raw, (tool) => !names.has(String(nameOf(tool))), ['tool_choice', 'parallel_tool_calls']),
    ...(isLegacyChanged && { functions: isLegacyEmpty ? undefined : functions }),
    ...(isLegacyEmpty && 'function_call' in raw && { function_call: undefined }),
    ...(names.has(webSearchName) &&
      raw.web_search_options !== undefined && { web_search_options: undefined }),
  };
}

/** `function.arguments` and `custom.input` of a call. */
function rewriteCall(call: Json | undefined, change: ChangeText): Json | undefined {
  if (!isObject(call)) return call;
  const members: JsonObject = {};
  for (const [holder, name] of [
    ['function', 'arguments'],
    ['custom', 'input'],
  ] as const) {
    const inner = call[holder];
    if (!isObject(inner)) continue;
    const text = inner[name];
    if (typeof text === 'string') members[holder] = withMembers(inner, { [name]: change(text) });
  }
  return withMembers(call, members);
}

function rewriteMessage(message: Json, rewrite: RewriteText): Json {
  if (!isObject(message)) return message;
  const origin = originOf(message);
  const change: ChangeText = (text) => rewrite(text, origin);
  const calls = mapItems(message.tool_calls, (call) => rewriteCall(call, change) ?? call);
  const content = rewriteParts(message.content, change);
  const legacy = message.function_call;
  const { reasoning_content: thought, reasoning, refusal, name } = message;
  const isPerson = typeof name === 'string' && origin !== 'tool-result';
  const isCalling = isObject(legacy) && typeof legacy.arguments === 'string';
  return withMembers(rewriteAnnotations(message, change), {
    ...(content !== undefined && { content }),
    ...(calls !== undefined && { tool_calls: calls }),
    ...(isPerson && { name: rewrite(name, 'caller') }),
    ...(typeof refusal === 'string' && { refusal: change(refusal) }),
    ...(typeof thought === 'string' && { reasoning_content: change(thought) }),
    ...(typeof reasoning === 'string' && { reasoning: change(reasoning) }),
    ...(isCalling && { function_call: withMembers(legacy, { arguments: change(String(legacy.arguments)) }) }),
  });
}

function rewriteTexts(raw: JsonObject, rewrite: RewriteText) {
  const { prediction } = raw;
  const change: ChangeText = (text) => rewrite(text, 'caller');
  const changeFile = (data: string) => rewriteFileData(data, (text) => rewrite(text, 'document'));
  const predicted = isObject(prediction) ? rewriteParts(prediction.content, change) : undefined;
  return editsOf(raw, {
    messages: mapItems(raw.messages, (message) =>
      rewriteNamed(rewriteNamed(rewriteMessage(message, rewrite), fileBytes, changeFile), fileNames, change),
    ),
    ...rewriteFields(raw, ['metadata', 'stop', 'prompt_cache_key'], change),
    ...rewriteSchemas(raw, ['response_format'], change),
    ...(isObject(prediction) &&
      predicted !== undefined && { prediction: withMembers(prediction, { content: predicted }) }),
  });
}

/** Functions of the old form have no ids: their results are told by the name. */
function replaceResults(raw: JsonObject, calls: readonly CalledTool[], content: string) {
  const isOf = ({ role, tool_call_id: id, name }: JsonObject) =>
    (role === 'tool' && calls.some(({ callId }) => callId === id)) ||
    (role === 'function' && calls.some(({ tool }) => tool === name));
  const replace = (message: Json) => (isObject(message) && isOf(message) ? { ...message, content } : message);
  return editsOf(raw, { messages: mapItems(raw.messages, replace) });
}

const fixedWords = (raw: JsonObject) => fixedMembers(raw, ['response_format'], ['tools', 'functions']);

export const requestGuard: RequestGuard = {
  isKnown,
  instruct,
  dropTools,
  replaceResults,
  rewriteTexts,
  fixedWords,
};
