/**
 * Output items <-> blocks, shared by unary answers, streams and history. One output item per block: the API's
 * messages with several parts come apart on the way in and stay apart on the way out.
 */
import type { Block, Citation, ReasoningBlock, Seal, TextBlock } from '../../core/block.ts';
import { isWrappedCustomCall, unwrapCustomInput } from '../../core/custom-tool.ts';
import { asNumber, asString, isObject, type JsonObject } from '../../core/json.ts';
import type { AnswerContext } from '../../core/protocol.ts';
import { packSeal, readSeal } from '../../core/seal.ts';
import { makeItemId, opaqueItem, opaquePart, ownPlace, protocolId } from './wire.ts';

// --- citations

function decodeAnnotation(raw: JsonObject): Citation {
  const url = asString(raw.url);
  if (raw.type !== 'url_citation' || url === undefined)
    return { kind: 'opaque', protocol: protocolId, value: raw };
  const title = asString(raw.title);
  const start = asNumber(raw.start_index);
  const end = asNumber(raw.end_index);
  return {
    kind: 'url',
    url,
    ...(title && { title }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

export function decodeAnnotations(raw: unknown): Citation[] {
  return Array.isArray(raw) ? raw.filter(isObject).map(decodeAnnotation) : [];
}

/** One that names no place cites the whole text, `textLength` long. Null: not for this protocol. */
function encodeAnnotation(citation: Citation, textLength: number): JsonObject | null {
  if (citation.kind === 'opaque') return citation.protocol === protocolId ? citation.value : null;
  return {
    type: 'url_citation',
    start_index: citation.start ?? 0,
    end_index: citation.end ?? textLength,
    url: citation.url,
    title: citation.title ?? '',
  };
}

export function encodeAnnotations(
  citations: readonly Citation[] | undefined,
  textLength: number,
): JsonObject[] {
  return (citations ?? [])
    .map((citation) => encodeAnnotation(citation, textLength))
    .filter((annotation) => annotation !== null);
}

// --- reasoning

/** What stands in `encrypted_content`: our own as it is, another maker's packed. */
function encodeSeal(seal: Seal): string {
  return seal.protocol === protocolId ? seal.data : packSeal(seal);
}

function textsOf(parts: unknown): string[] {
  return Array.isArray(parts) ? parts.filter(isObject).map((part) => asString(part.text) ?? '') : [];
}

/** Null where it shows nothing and seals nothing: then it holds no more than the provider's own id. */
export function decodeReasoning(item: JsonObject): ReasoningBlock | null {
  const content = textsOf(item.content);
  const parts = content.length > 0 ? content : textsOf(item.summary);
  const sealed = asString(item.encrypted_content);
  if (parts.length === 0 && !sealed) return null;
  const id = asString(item.id);
  return {
    type: 'reasoning',
    parts,
    ...(content.length > 0 && { verbatim: true }),
    ...(sealed && { seal: readSeal(sealed, protocolId) }),
    ...(id && { id }),
  };
}

/** The seal of an answer is valid for the model that gave it. */
export function bindSeal(seal: Seal, model: string | undefined): Seal {
  return seal.protocol === protocolId && model !== undefined ? { ...seal, model } : seal;
}

// --- parts and items, in

/** A part of a message in the output. */
export function decodeOutputPart(part: JsonObject, phase: string | undefined): Block {
  switch (part.type) {
    case 'output_text': {
      const citations = decodeAnnotations(part.annotations);
      const block: TextBlock = { type: 'text', text: asString(part.text) ?? '' };
      if (citations.length > 0) block.citations = citations;
      if (phase) block.phase = phase;
      return block;
    }
    case 'refusal':
      return { type: 'refusal', text: asString(part.refusal) ?? '' };
    default:
      return opaquePart(asString(part.type) ?? 'unknown', part);
  }
}

function decodeMessage(item: JsonObject): Block[] {
  const phase = asString(item.phase);
  const parts = Array.isArray(item.content) ? item.content.filter(isObject) : [];
  return parts.map((part) => decodeOutputPart(part, phase));
}

function decodeCall(item: JsonObject, kind: 'function' | 'custom'): Block {
  const itemId = asString(item.id);
  return {
    type: 'tool-call',
    id: asString(item.call_id) ?? '',
    name: asString(item.name) ?? '',
    input: asString(kind === 'custom' ? item.input : item.arguments) ?? '',
    kind,
    ...(itemId && { itemId }),
  };
}

/** The blocks of one output item; `model` is the one that answered. Never throws. */
export function decodeOutputItem(item: unknown, model: string | undefined): Block[] {
  if (!isObject(item)) return [];
  switch (item.type) {
    case 'message':
      return decodeMessage(item);
    case 'reasoning': {
      const block = decodeReasoning(item);
      if (block === null) return [];
      return [block.seal === undefined ? block : { ...block, seal: bindSeal(block.seal, model) }];
    }
    case 'function_call':
      return [decodeCall(item, 'function')];
    case 'custom_tool_call':
      return [decodeCall(item, 'custom')];
    default:
      return [opaqueItem(asString(item.type) ?? 'unknown', item)];
  }
}

// --- items, out

/** Of an item that is whole, or that the end of the answer has cut off. */
export type ItemStatus = 'completed' | 'incomplete';

function encodeMessage(id: string, part: JsonObject, status: ItemStatus, phase?: string): JsonObject {
  return {
    id,
    type: 'message',
    status,
    role: 'assistant',
    ...(phase !== undefined && { phase }),
    content: [part],
  };
}

/** How a call is told to the caller: a function that stands for the caller's free-text tool becomes custom again. */
export function encodeCall(
  call: Extract<Block, { type: 'tool-call' }>,
  index: number,
  context: AnswerContext,
  status: ItemStatus = 'completed',
): JsonObject {
  const isWrapped = isWrappedCustomCall(call, context.request);
  if (call.kind === 'custom' || isWrapped) {
    return {
      id: call.itemId ?? makeItemId('ctc', context.id, index),
      type: 'custom_tool_call',
      status,
      call_id: call.id,
      name: call.name,
      input: isWrapped ? unwrapCustomInput(call.input) : call.input,
    };
  }
  return {
    id: call.itemId ?? makeItemId('fc', context.id, index),
    type: 'function_call',
    status,
    call_id: call.id,
    name: call.name,
    arguments: call.input === '' ? '{}' : call.input,
  };
}

/** Reasoning is told as a summary whatever it is: that is the field clients show. */
export function encodeReasoning(block: ReasoningBlock, id: string): JsonObject {
  return {
    id: block.id ?? id,
    type: 'reasoning',
    summary: block.parts.map((text) => ({ type: 'summary_text', text })),
    ...(block.seal && { encrypted_content: encodeSeal(block.seal) }),
  };
}

/** The output item of a block, or null where this protocol has none for it. `index` counts the answer's blocks. */
export function encodeOutputItem(
  block: Block,
  index: number,
  context: AnswerContext,
  status: ItemStatus = 'completed',
): JsonObject | null {
  const id = (prefix: 'msg' | 'rs') => makeItemId(prefix, context.id, index);
  switch (block.type) {
    case 'text': {
      const annotations = encodeAnnotations(block.citations, block.text.length);
      return encodeMessage(
        id('msg'),
        { type: 'output_text', text: block.text, annotations, logprobs: [] },
        status,
        block.phase,
      );
    }
    case 'refusal':
      return encodeMessage(id('msg'), { type: 'refusal', refusal: block.text }, status);
    case 'reasoning':
      return encodeReasoning(block, id('rs'));
    case 'tool-call':
      return encodeCall(block, index, context, status);
    case 'opaque':
      return ownPlace(block) === 'item' ? block.value : null;
    case 'image':
    case 'file':
    case 'audio':
    case 'tool-result':
      return null;
    default:
      return block satisfies never;
  }
}
