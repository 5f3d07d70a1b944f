// Chat Completions request -> the protocol-free ask, and the prompt as the provider would render it.
// Must not judge the request (rules.ts did) and must accept every field it does not know.

import type { Ask, Effort, ToolSpec, Turn } from '../ask.ts';
import { audioSegment, fileSegment, imageSegment } from '../attachments.ts';
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from '../json.ts';
import type { Segment } from '../prompt-cache.ts';
import { outputCap } from '../usage.ts';
import type { Call } from '../wire.ts';

export function readAsk(call: Call): Ask {
  const { body } = call;
  const messages = asList(body.messages).map(asObject);
  const tools = asList(body.tools).map(asObject).map(readTool);
  return {
    seed: JSON.stringify([call.model, body.messages, body.seed ?? null]),
    systemText: messages.filter(isInstruction).flatMap(textsOf).join('\n\n'),
    turns: messages
      .filter((message) => !isInstruction(message))
      .map((message) => readTurn(message, messages)),
    tools,
    toolChoice: readChoice(body.tool_choice),
    parallelCalls: body.parallel_tool_calls !== false,
    preamble: false,
    output: readOutput(asObject(body.response_format)),
    verbosity: readVerbosity(body.verbosity),
    reasoning: { effort: effortOf(call), show: call.habits.reasoningField === undefined ? 'hidden' : 'raw' },
    maxOutputTokens: outputCap(askedCap(call), call),
    stops: typeof body.stop === 'string' ? [body.stop] : asList(body.stop).map(asText),
  };
}

export function effortOf(call: Call): Effort {
  const { body, family } = call;
  if (family.efforts.length === 0) return 'none';
  if (asObject(body.thinking).type === 'disabled') return 'none';
  const asked = asText(body.reasoning_effort);
  return family.efforts.find((effort) => effort === asked) ?? family.defaultEffort;
}

/** Hosts without OpenAI's newer fields ignore `max_completion_tokens`. */
function askedCap(call: Call): number | undefined {
  const old = asNumber(call.body.max_tokens);
  return call.habits.openaiFields ? (asNumber(call.body.max_completion_tokens) ?? old) : old;
}

function isInstruction(message: JsonObject): boolean {
  return message.role === 'system' || message.role === 'developer';
}

export function textsOf(message: JsonObject): string[] {
  if (typeof message.content === 'string') return [message.content];
  const parts = asList(message.content).map(asObject);
  return parts.filter((part) => part.type === 'text').map((part) => asText(part.text));
}

function readTurn(message: JsonObject, messages: JsonObject[]): Turn {
  const texts = textsOf(message);
  if (message.role === 'tool') {
    const tool = nameOfCall(asText(message.tool_call_id), messages);
    return { role: 'tool', texts, calls: [], ...(tool !== undefined && { tool }) };
  }
  if (message.role === 'assistant') return { role: 'assistant', texts, calls: callsOf(message).map(nameOf) };
  return { role: 'user', texts, calls: [] };
}

export function callsOf(message: JsonObject): JsonObject[] {
  return asList(message.tool_calls).map(asObject);
}

function nameOf(call: JsonObject): string {
  return asText(asObject(call.function ?? call.custom).name);
}

function nameOfCall(id: string, messages: JsonObject[]): string | undefined {
  const call = messages.flatMap(callsOf).find((candidate) => candidate.id === id);
  return call === undefined ? undefined : nameOf(call);
}

function readTool(tool: JsonObject): ToolSpec {
  if (tool.type === 'custom') {
    const custom = asObject(tool.custom);
    const grammar = asObject(asObject(custom.format).grammar);
    const pattern = grammar.syntax === 'regex' ? asText(grammar.definition) : '';
    return { name: asText(custom.name), kind: 'custom', schema: {}, ...(pattern !== '' && { pattern }) };
  }
  const declared = asObject(tool.function);
  return { name: asText(declared.name), kind: 'function', schema: asObject(declared.parameters) };
}

function readChoice(choice: Json | undefined): Ask['toolChoice'] {
  if (choice === 'none' || choice === 'required') return { mode: choice };
  const asked = asObject(choice);
  if (asked.type === 'allowed_tools') {
    const allowed = asObject(asked.allowed_tools);
    const names = asList(allowed.tools).map((tool) => nameOf(asObject(tool)));
    return { mode: allowed.mode === 'required' ? 'required' : 'auto', names };
  }
  const named = nameOf(asked);
  return named === '' ? { mode: 'auto' } : { mode: 'required', names: [named] };
}

function readOutput(format: JsonObject): Ask['output'] {
  if (format.type === 'json_object') return { kind: 'json' };
  if (format.type === 'json_schema')
    return { kind: 'schema', schema: asObject(asObject(format.json_schema).schema) };
  return { kind: 'text' };
}

function readVerbosity(verbosity: Json | undefined): Ask['verbosity'] {
  return verbosity === 'low' || verbosity === 'high' ? verbosity : 'medium';
}

/** The prompt in the order of the cache: tools first, then the messages. */
export function readPrompt(body: JsonObject): Segment[] {
  const segments: Segment[] = [];
  if (asList(body.tools).length > 0) segments.push({ text: JSON.stringify(body.tools) });
  if (asObject(body.response_format).type === 'json_schema') {
    segments.push({ text: JSON.stringify(body.response_format) });
  }
  for (const message of asList(body.messages).map(asObject)) {
    segments.push({ text: `\n${asText(message.role)}\n` });
    if (typeof message.content === 'string') segments.push({ text: message.content });
    for (const part of asList(message.content).map(asObject)) segments.push(partSegment(part));
    for (const call of callsOf(message))
      segments.push({ text: JSON.stringify(call.function ?? call.custom ?? {}) });
  }
  return segments;
}

function partSegment(part: JsonObject): Segment {
  switch (part.type) {
    case 'image_url': {
      const image = asObject(part.image_url);
      return imageSegment(asText(image.url), asText(image.detail));
    }
    case 'file': {
      const file = asObject(part.file);
      return fileSegment(asText(file.file_id), asText(file.file_data));
    }
    case 'input_audio':
      return audioSegment(asText(asObject(part.input_audio).data));
    default:
      return { text: asText(part.text) || asText(part.refusal) };
  }
}
