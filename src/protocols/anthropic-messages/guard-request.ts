/** What safeguards may change in a Messages body. Top-level edits; what is not changed keeps its bytes. */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import {
  type CalledTool,
  editsOf,
  keepTools,
  mapItems,
  type RequestGuard,
  type RewriteText,
  withMembers,
} from '../../core/request-guard.ts';
import type { RiskOrigin } from '../../core/risk.ts';

const origins: Readonly<Record<string, RiskOrigin>> = {
  user: 'caller',
  assistant: 'answer',
  system: 'system',
};

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
  return keepTools(raw, (tool) => !names.has(String(nameOf(tool))), ['tool_choice', 'mcp_servers']);
}

type Change = (text: string) => string;

function rewriteText(block: JsonObject, change: Change): JsonObject {
  return typeof block.text === 'string' ? withMembers(block, { text: change(block.text) }) : block;
}

function rewriteDocument(block: JsonObject, rewrite: RewriteText): JsonObject {
  const change: Change = (text) => rewrite(text, 'document');
  const { source, context, title, content } = block;
  const rewritten = isObject(source) && rewriteSource(source, change);
  return withMembers(block, {
    ...(rewritten && { source: rewritten }),
    ...(typeof context === 'string' && { context: change(context) }),
    ...(typeof title === 'string' && { title: change(title) }),
    ...(content !== undefined && { content: rewriteStringsOf(content, change) }),
  });
}

function rewriteSource(source: JsonObject, change: Change): JsonObject {
  if (source.type === 'text' && typeof source.data === 'string')
    return withMembers(source, { data: change(source.data) });
  return source.type === 'content'
    ? withMembers(source, { content: rewriteStringsOf(source.content, change) })
    : source;
}

/** A text, or blocks of texts. */
function rewriteStringsOf(content: Json | undefined, change: Change): Json | undefined {
  if (typeof content === 'string') return change(content);
  return mapItems(content, (block) => (isObject(block) ? rewriteText(block, change) : block));
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
      return withMembers(block, { input: rewriteInput(block.input, rewrite) });
    case 'tool_result':
      return withMembers(block, { content: rewriteContent(block.content, 'tool-result', rewrite) });
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

function rewriteTexts(raw: JsonObject, rewrite: RewriteText) {
  return editsOf(raw, {
    system: rewriteContent(raw.system, 'system', rewrite),
    messages: mapItems(raw.messages, (message) => {
      if (!isObject(message)) return message;
      const content = rewriteContent(message.content, origins[String(message.role)] ?? 'caller', rewrite);
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

export const requestGuard: RequestGuard = { instruct, dropTools, replaceResults, rewriteTexts };
