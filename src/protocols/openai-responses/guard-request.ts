/** What safeguards may change in a Responses body. Top-level edits; what is not changed keeps its bytes. */
import { isObject, type Json, type JsonObject } from '../../core/json.ts';
import {
  type CalledTool,
  editsOf,
  keepTools,
  mapItems,
  type RequestGuard,
  type RewriteText,
  rewriteStrings,
  withMembers,
} from '../../core/request-guard.ts';
import type { RiskOrigin } from '../../core/risk.ts';

const origins: Readonly<Record<string, RiskOrigin>> = {
  user: 'caller',
  assistant: 'answer',
  system: 'system',
  developer: 'system',
};

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
  return keepTools(raw, (tool) => !names.has(String(nameOf(tool))), dependent);
}

function rewriteContent(content: Json | undefined, change: (text: string) => string): Json | undefined {
  if (typeof content === 'string') return change(content);
  return mapItems(content, (part) => {
    if (!isObject(part)) return part;
    const name = part.type === 'refusal' ? 'refusal' : 'text';
    const text = part[name];
    return typeof text === 'string' ? withMembers(part, { [name]: change(text) }) : part;
  });
}

/** Where an item that is no message holds words, and whose they are. */
const places: Readonly<Record<string, readonly [member: string, origin: RiskOrigin]>> = {
  function_call: ['arguments', 'answer'],
  custom_tool_call: ['input', 'answer'],
  mcp_call: ['output', 'tool-result'],
  function_call_output: ['output', 'tool-result'],
  custom_tool_call_output: ['output', 'tool-result'],
  local_shell_call_output: ['output', 'tool-result'],
  shell_call_output: ['output', 'tool-result'],
};

function rewriteItem(item: Json, rewrite: RewriteText): Json {
  if (!isObject(item)) return item;
  const place = places[String(item.type)];
  if (place === undefined) {
    const content = rewriteContent(item.content, (text) =>
      rewrite(text, item.type === 'reasoning' ? 'answer' : (origins[String(item.role)] ?? 'caller')),
    );
    const summary = rewriteContent(item.summary, (text) => rewrite(text, 'answer'));
    return withMembers(item, { ...(content !== undefined && { content }), ...(summary && { summary }) });
  }
  const [member, origin] = place;
  const value = item[member];
  const change = (text: string) => rewrite(text, origin);
  if (typeof value === 'string') return withMembers(item, { [member]: change(value) });
  // Parts of a result: words stand under `text`, and under `output` of shells.
  const rewritten = mapItems(value, (part) => {
    if (!isObject(part)) return part;
    const words = Object.entries(part).filter(
      ([name]) => name === 'text' || name === 'stdout' || name === 'stderr',
    );
    return withMembers(
      part,
      Object.fromEntries(words.map(([name, text]) => [name, rewriteStrings(text ?? null, change)])),
    );
  });
  return rewritten === undefined ? item : withMembers(item, { [member]: rewritten });
}

function rewriteTexts(raw: JsonObject, rewrite: RewriteText) {
  const { instructions, input } = raw;
  return editsOf(raw, {
    ...(typeof instructions === 'string' && { instructions: rewrite(instructions, 'system') }),
    input:
      typeof input === 'string'
        ? rewrite(input, 'caller')
        : mapItems(input, (item) => rewriteItem(item, rewrite)),
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

export const requestGuard: RequestGuard = { instruct, dropTools, replaceResults, rewriteTexts };
