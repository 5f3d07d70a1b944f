/** What safeguards may change in a Messages body. Top-level edits; what is not changed keeps its bytes. */
import { fixedMembers } from '../../core/fixed-words.ts';
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import { rewriteEncodedSource } from '../../core/request-files.ts';
import {
  type CalledTool,
  type ChangeText,
  editsOf,
  keepTools,
  mapItems,
  originOf,
  type RequestGuard,
  type RewriteText,
  resultWords,
  rewriteFields,
  rewriteNamed,
  rewriteParts,
  rewriteSchemas,
  withMembers,
} from '../../core/request-guard.ts';
import type { RiskOrigin } from '../../core/risk.ts';
import { isKnown } from './features.ts';

/** Behind the app's own instructions, and behind what of them is cached. */
function instruct(raw: JsonObject, text: string) {
  const { system } = raw;
  const block = { type: 'text', text };
  if (Array.isArray(system)) return { system: [...system, block] };
  return { system: typeof system === 'string' && system !== '' ? `${system}\n\n${text}` : text };
}

function nameOf({ name, type }: JsonObject): unknown {
  return name ?? type;
}

function dropTools(raw: JsonObject, names: ReadonlySet<string>) {
  return {
    ...keepTools(raw, (tool) => !names.has(String(nameOf(tool))), ['tool_choice', 'mcp_servers']),
    // A server that no toolset names is refused.
    ...(names.has('mcp_toolset') && raw.mcp_servers !== undefined && { mcp_servers: undefined }),
  };
}

/** What a citation says in words. */
const citedWords: ReadonlySet<string> = new Set(['cited_text', 'document_title', 'title', 'source']);

function rewriteText(block: JsonObject, change: ChangeText): JsonObject {
  const { text, citations } = block;
  return withMembers(block, {
    ...(typeof text === 'string' && { text: change(text) }),
    ...(Array.isArray(citations) && { citations: rewriteNamed(citations, citedWords, change) }),
  });
}

function rewriteDocument(block: JsonObject, rewrite: RewriteText): JsonObject {
  const change: ChangeText = (text) => rewrite(text, 'document');
  const { source, context, title, content } = block;
  // That of a search result is its address, which is never fenced.
  const rewritten = isObject(source)
    ? rewriteSource(source, change)
    : typeof source === 'string' && rewrite(source, 'caller');
  return withMembers(block, {
    ...(rewritten && { source: rewritten }),
    ...(typeof context === 'string' && { context: change(context) }),
    ...(typeof title === 'string' && { title: change(title) }),
    ...(content !== undefined && { content: rewriteParts(content, change) }),
  });
}

function rewriteSource(source: JsonObject, change: ChangeText): JsonObject {
  if (source.type === 'text' && typeof source.data === 'string')
    return withMembers(source, { data: change(source.data) });
  return source.type === 'content'
    ? withMembers(source, { content: rewriteParts(source.content, change) })
    : rewriteEncodedSource(source, change);
}

/** As one text: the names in it tell what its values are. */
function rewriteInput(input: Json | undefined, rewrite: RewriteText): Json | undefined {
  if (input === undefined) return undefined;
  const text = JSON.stringify(input);
  const rewritten = rewrite(text, 'answer');
  return rewritten === text ? input : JSON.parse(rewritten);
}

function rewriteBlock(block: Json, origin: RiskOrigin, rewrite: RewriteText): Json {
  if (!isObject(block)) return block;
  switch (block.type) {
    case 'text':
      return rewriteText(block, (text) => rewrite(text, origin));
    case 'document':
    case 'search_result':
      return rewriteDocument(block, rewrite);
    case 'thinking':
      return typeof block.thinking === 'string'
        ? withMembers(block, { thinking: rewrite(block.thinking, 'answer') })
        : block;
    case 'tool_use':
    case 'server_tool_use':
    case 'mcp_tool_use':
      return withMembers(block, { input: rewriteInput(block.input, rewrite) });
    case 'tool_result':
    case 'mcp_tool_result':
      return withMembers(block, { content: rewriteContent(block.content, 'tool-result', rewrite) });
    case 'code_execution_tool_result':
    case 'bash_code_execution_tool_result':
      return rewriteNamed(block, resultWords, (text) => rewrite(text, 'tool-result'));
    default:
      return block;
  }
}

function rewriteContent(
  content: Json | undefined,
  origin: RiskOrigin,
  rewrite: RewriteText,
): Json | undefined {
  if (typeof content === 'string') return rewrite(content, origin);
  return mapItems(content, (block) => rewriteBlock(block, origin, rewrite));
}

function rewriteExamples(tool: Json, rewrite: RewriteText): Json {
  if (!isObject(tool) || tool.input_examples === undefined) return tool;
  return withMembers(tool, { input_examples: rewriteInput(tool.input_examples, rewrite) });
}

function rewriteTexts(raw: JsonObject, rewrite: RewriteText) {
  const change: ChangeText = (text) => rewrite(text, 'caller');
  return editsOf(raw, {
    ...rewriteFields(raw, ['stop_sequences'], change),
    ...rewriteSchemas(raw, ['output_config', 'output_format'], change),
    tools: mapItems(raw.tools, (tool) => rewriteExamples(tool, rewrite)),
    system: rewriteContent(raw.system, 'system', rewrite),
    messages: mapItems(raw.messages, (message) => {
      if (!isObject(message)) return message;
      const content = rewriteContent(message.content, originOf(message), rewrite);
      return withMembers(message, { content });
    }),
  });
}

function replaceResults(raw: JsonObject, calls: readonly CalledTool[], text: string) {
  const replace = (block: Json) =>
    isObject(block) &&
    block.type === 'tool_result' &&
    calls.some(({ callId }) => callId === block.tool_use_id)
      ? { ...block, content: text, is_error: true }
      : block;
  return editsOf(raw, {
    messages: mapItems(raw.messages, (message) =>
      isObject(message) ? withMembers(message, { content: mapItems(message.content, replace) }) : message,
    ),
  });
}

const fixedWords = (raw: JsonObject) => fixedMembers(raw, ['output_config', 'output_format'], ['tools']);

export const requestGuard: RequestGuard = {
  isKnown,
  instruct,
  dropTools,
  replaceResults,
  rewriteTexts,
  fixedWords,
};
