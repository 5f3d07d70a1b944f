// Responses request -> the protocol-free ask, and the prompt as the provider would render it.
// Must not judge the request (rules.ts did).

import type { Ask, Effort, ToolSpec, Turn } from '../ask.ts';
import { audioSegment, fileSegment, imageSegment } from '../attachments.ts';
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from '../json.ts';
import type { Segment } from '../prompt-cache.ts';
import { outputCap } from '../usage.ts';
import type { Call } from '../wire.ts';

/** The own input as items: a plain string is one user message. */
export function ownItems(input: Json | undefined): JsonObject[] {
  if (typeof input === 'string') return [{ type: 'message', role: 'user', content: input }];
  return asList(input).map(asObject);
}

/** All items the model sees: those of earlier responses, then the own ones, with references looked up. */
export function allItems(call: Call): JsonObject[] {
  const earlier = call.responses.find(asText(call.body.previous_response_id));
  const before = earlier === undefined ? [] : [...earlier.input, ...earlier.output];
  const own = ownItems(call.body.input).map((item) => {
    const referred = item.type === 'item_reference' ? call.responses.findItem(asText(item.id)) : undefined;
    return referred ?? item;
  });
  return [...before, ...own];
}

export function kindOf(item: JsonObject): string {
  return asText(item.type) || (typeof item.role === 'string' ? 'message' : '');
}

export function textsOf(content: Json | undefined): string[] {
  if (typeof content === 'string') return [content];
  const parts = asList(content).map(asObject);
  return parts.filter((part) => typeof part.text === 'string').map((part) => asText(part.text));
}

export function readAsk(call: Call, items: JsonObject[]): Ask {
  const { body } = call;
  const instructions = items.filter(isInstruction).flatMap((item) => textsOf(item.content));
  const format = asObject(asObject(body.text).format);
  return {
    seed: JSON.stringify([call.model, body.instructions ?? null, items.map(withoutIds)]),
    systemText: [asText(body.instructions), ...instructions].join('\n\n'),
    turns: items.flatMap((item) => readTurn(item, items)),
    tools: asList(body.tools).map(asObject).flatMap(readTool),
    toolChoice: readChoice(body.tool_choice),
    parallelCalls: body.parallel_tool_calls !== false,
    preamble: false,
    output: readOutput(format),
    verbosity: readVerbosity(asObject(body.text).verbosity),
    reasoning: {
      effort: effortOf(call),
      show: asObject(body.reasoning).summary == null ? 'hidden' : 'summary',
    },
    maxOutputTokens: outputCap(asNumber(body.max_output_tokens), call),
    stops: [],
  };
}

/** Ids differ from run to run; the words of an answer must not. */
function withoutIds(item: JsonObject): Json {
  const { id: _id, call_id: _callId, encrypted_content: _encrypted, ...rest } = item;
  return rest;
}

export function effortOf(call: Call): Effort {
  const asked = asText(asObject(call.body.reasoning).effort);
  if (call.family.efforts.length === 0) return 'none';
  return call.family.efforts.find((effort) => effort === asked) ?? call.family.defaultEffort;
}

function isInstruction(item: JsonObject): boolean {
  return item.role === 'system' || item.role === 'developer';
}

function readTurn(item: JsonObject, items: JsonObject[]): Turn[] {
  switch (kindOf(item)) {
    case 'message': {
      if (isInstruction(item)) return [];
      const role = item.role === 'assistant' ? 'assistant' : 'user';
      return [{ role, texts: textsOf(item.content), calls: [] }];
    }
    case 'function_call':
    case 'custom_tool_call':
      return [{ role: 'assistant', texts: [], calls: [asText(item.name)] }];
    case 'function_call_output':
    case 'custom_tool_call_output': {
      const tool = items.find((other) => other.call_id === item.call_id && other.name !== undefined)?.name;
      return [
        {
          role: 'tool',
          texts: textsOf(item.output),
          calls: [],
          ...(tool !== undefined && { tool: asText(tool) }),
        },
      ];
    }
    default:
      return [];
  }
}

/** Hosted tools are accepted and never called. */
function readTool(tool: JsonObject): ToolSpec[] {
  if (tool.type === 'function') {
    return [{ name: asText(tool.name), kind: 'function', schema: asObject(tool.parameters) }];
  }
  if (tool.type !== 'custom') return [];
  const format = asObject(tool.format);
  const pattern = format.syntax === 'regex' ? asText(format.definition) : '';
  return [{ name: asText(tool.name), kind: 'custom', schema: {}, ...(pattern !== '' && { pattern }) }];
}

function readChoice(choice: Json | undefined): Ask['toolChoice'] {
  if (choice === 'none' || choice === 'required') return { mode: choice };
  const asked = asObject(choice);
  if (asked.type === 'allowed_tools') {
    const names = asList(asked.tools).map((tool) => asText(asObject(tool).name));
    return { mode: asked.mode === 'required' ? 'required' : 'auto', names };
  }
  const named = asText(asked.name);
  return named === '' ? { mode: 'auto' } : { mode: 'required', names: [named] };
}

function readOutput(format: JsonObject): Ask['output'] {
  if (format.type === 'json_object') return { kind: 'json' };
  if (format.type === 'json_schema') return { kind: 'schema', schema: asObject(format.schema) };
  return { kind: 'text' };
}

function readVerbosity(verbosity: Json | undefined): Ask['verbosity'] {
  return verbosity === 'low' || verbosity === 'high' ? verbosity : 'medium';
}

/** The prompt in the order of the cache: tools, instructions, then the items. */
export function readPrompt(body: JsonObject, items: JsonObject[]): Segment[] {
  const segments: Segment[] = [];
  if (asList(body.tools).length > 0) segments.push({ text: JSON.stringify(body.tools) });
  const format = asObject(asObject(body.text).format);
  if (format.type === 'json_schema') segments.push({ text: JSON.stringify(format) });
  if (typeof body.instructions === 'string') segments.push({ text: `\nsystem\n${body.instructions}` });
  for (const item of items) segments.push(...itemSegments(item));
  return segments;
}

function itemSegments(item: JsonObject): Segment[] {
  switch (kindOf(item)) {
    case 'message':
      return [{ text: `\n${asText(item.role)}\n` }, ...contentSegments(item.content)];
    case 'function_call_output':
    case 'custom_tool_call_output':
      return [{ text: '\ntool\n' }, ...contentSegments(item.output)];
    case 'reasoning':
      return [{ text: textsOf(item.summary).join('\n') }];
    default:
      return [{ text: `\ncall\n${asText(item.name)}${asText(item.arguments)}${asText(item.input)}` }];
  }
}

function contentSegments(content: Json | undefined): Segment[] {
  if (typeof content === 'string') return [{ text: content }];
  return asList(content).map(asObject).map(partSegment);
}

function partSegment(part: JsonObject): Segment {
  switch (part.type) {
    case 'input_image':
      return imageSegment(asText(part.image_url) || asText(part.file_id), asText(part.detail));
    case 'input_file':
      return fileSegment(asText(part.file_id) || asText(part.file_url), asText(part.file_data));
    case 'input_audio':
      return audioSegment(asText(asObject(part.input_audio).data));
    default:
      return { text: asText(part.text) || asText(part.refusal) };
  }
}
