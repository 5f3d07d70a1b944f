// Messages request -> the protocol-free ask, and the prompt as the provider would render it.
// Must not judge the request (rules.ts did).

import type { Ask, Effort, ToolSpec, Turn } from '../ask.ts';
import { fileSegment, imageSegment } from '../attachments.ts';
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from '../json.ts';
import type { CacheLifetime, Segment } from '../prompt-cache.ts';
import { digest } from '../seed.ts';
import { outputCap } from '../usage.ts';
import type { Call } from '../wire.ts';

/** Content as blocks: a plain string is one text block. */
export function blocksOf(content: Json | undefined): JsonObject[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return asList(content).map(asObject);
}

function textsOf(content: Json | undefined): string[] {
  return blocksOf(content)
    .filter((block) => block.type === 'text')
    .map((block) => asText(block.text));
}

export function messagesOf(body: JsonObject): JsonObject[] {
  return asList(body.messages).map(asObject);
}

export function readAsk(call: Call): Ask {
  const { body } = call;
  const messages = messagesOf(body);
  const choice = asObject(body.tool_choice);
  const names = new Map<string, string>();
  for (const block of messages.flatMap((message) => blocksOf(message.content))) {
    if (block.type === 'tool_use') names.set(asText(block.id), asText(block.name));
  }
  const format = asObject(asObject(body.output_config).format);
  return {
    seed: JSON.stringify([call.model, body.system ?? null, messages.map(wordsOf)]),
    systemText: textsOf(body.system).join('\n\n'),
    turns: messages
      .filter((message) => message.role !== 'system')
      .flatMap((message) => readTurns(message, names)),
    tools: asList(body.tools).map(asObject).flatMap(readTool),
    toolChoice: readChoice(choice),
    parallelCalls: choice.disable_parallel_tool_use !== true,
    preamble: choice.type === undefined || choice.type === 'auto',
    output:
      format.type === 'json_schema' ? { kind: 'schema', schema: asObject(format.schema) } : { kind: 'text' },
    verbosity: 'medium',
    reasoning: readReasoning(call),
    maxOutputTokens: outputCap(asNumber(body.max_tokens), call),
    stops: asList(body.stop_sequences).map(asText),
  };
}

/** What was said, without ids, signatures and cache marks. */
function wordsOf(message: JsonObject): Json {
  const words = blocksOf(message.content).map((block): Json => {
    const {
      cache_control: _cache,
      signature: _signature,
      data: _data,
      id: _id,
      tool_use_id: _tool,
      ...rest
    } = block;
    return typeof rest.content === 'string' ? { ...rest, content: blocksOf(rest.content) } : rest;
  });
  return [message.role ?? null, words];
}

/** Digest of the conversation before a message: what a bound thinking block depends on. */
export function conversationBefore(body: JsonObject, messageIndex: number): string {
  const before = messagesOf(body).slice(0, messageIndex).map(wordsOf);
  return digest(JSON.stringify([textsOf(body.system), before]));
}

function readTurns(message: JsonObject, names: Map<string, string>): Turn[] {
  const blocks = blocksOf(message.content);
  if (message.role === 'assistant') {
    const calls = blocks.filter((block) => block.type === 'tool_use').map((block) => asText(block.name));
    return [{ role: 'assistant', texts: textsOf(message.content), calls }];
  }
  const turns: Turn[] = [];
  for (const block of blocks.filter((candidate) => candidate.type === 'tool_result')) {
    const tool = names.get(asText(block.tool_use_id));
    turns.push({
      role: 'tool',
      texts: textsOf(block.content),
      calls: [],
      ...(tool !== undefined && { tool }),
    });
  }
  const texts = textsOf(message.content);
  if (texts.length > 0 || turns.length === 0) turns.push({ role: 'user', texts, calls: [] });
  return turns;
}

/** Tools with a type of their own run at the provider: they are accepted and never called. */
function readTool(tool: JsonObject): ToolSpec[] {
  const isOwn = tool.type === undefined || tool.type === null || tool.type === 'custom';
  return isOwn ? [{ name: asText(tool.name), kind: 'function', schema: asObject(tool.input_schema) }] : [];
}

function readChoice(choice: JsonObject): Ask['toolChoice'] {
  switch (choice.type) {
    case 'none':
      return { mode: 'none' };
    case 'any':
      return { mode: 'required' };
    case 'tool':
      return { mode: 'required', names: [asText(choice.name)] };
    default:
      return { mode: 'auto' };
  }
}

/** Whether the model thinks, how hard, and whether it shows it. */
function readReasoning(call: Call): Ask['reasoning'] {
  const { body, family } = call;
  const thinking = asObject(body.thinking);
  if (family.thinking === 'none')
    return { effort: thinking.type === 'enabled' ? 'medium' : 'none', show: 'summary' };
  const isOn =
    family.thinking === 'always' || ['enabled', 'adaptive', 'between_tools'].includes(asText(thinking.type));
  if (!isOn) return { effort: 'none', show: 'hidden' };
  const display = asText(thinking.display) || (family.sampling === 'never' ? 'omitted' : 'summarized');
  const show = display === 'omitted' ? 'hidden' : 'summary';
  const budgetTokens = asNumber(thinking.budget_tokens);
  return { effort: effortOf(call), show, ...(budgetTokens !== undefined && { budgetTokens }) };
}

function effortOf(call: Call): Effort {
  const asked = asText(asObject(call.body.output_config).effort);
  return call.family.efforts.find((effort) => effort === asked) ?? call.family.defaultEffort;
}

/** The prompt in the order of the cache: tools, system, messages. */
export function readPrompt(body: JsonObject): Segment[] {
  const segments: Segment[] = [];
  for (const tool of asList(body.tools).map(asObject)) {
    const { cache_control: cache, ...declared } = tool;
    segments.push(marked({ text: JSON.stringify(declared) }, cache));
  }
  const format = asObject(body.output_config).format;
  if (format != null) segments.push({ text: JSON.stringify(format) });
  for (const block of body.system === undefined ? [] : blocksOf(body.system)) {
    segments.push(marked({ text: `\nsystem\n${asText(block.text)}` }, block.cache_control));
  }
  for (const message of messagesOf(body)) {
    segments.push({ text: `\n${asText(message.role)}\n` });
    for (const block of blocksOf(message.content)) segments.push(...blockSegments(block));
  }
  const last = segments.at(-1);
  if (body.cache_control != null && last !== undefined)
    segments[segments.length - 1] = marked(last, body.cache_control);
  return segments;
}

function marked(segment: Segment, cache: Json | undefined): Segment {
  if (cache === undefined || cache === null) return segment;
  const breakpoint: CacheLifetime = asObject(cache).ttl === '1h' ? '1h' : '5m';
  return { ...segment, breakpoint };
}

function blockSegments(block: JsonObject): Segment[] {
  const source = asObject(block.source);
  const identity = asText(source.url) || asText(source.file_id) || asText(source.data);
  switch (block.type) {
    case 'text':
      return [marked({ text: asText(block.text) }, block.cache_control)];
    case 'image':
      return [marked(imageSegment(identity, ''), block.cache_control)];
    case 'document': {
      const isText = source.type === 'text';
      const segment = isText
        ? { text: asText(source.data) }
        : fileSegment(asText(source.url), asText(source.data));
      return [marked(segment, block.cache_control)];
    }
    case 'tool_use':
      return [
        marked({ text: `${asText(block.name)}${JSON.stringify(block.input ?? {})}` }, block.cache_control),
      ];
    case 'tool_result': {
      const inner = blocksOf(block.content).flatMap(blockSegments);
      const last = inner.pop() ?? { text: '' };
      return [...inner, marked(last, block.cache_control)];
    }
    case 'thinking':
      return [{ text: asText(block.thinking) }];
    default:
      return [marked({ text: asText(block.type) }, block.cache_control)];
  }
}
