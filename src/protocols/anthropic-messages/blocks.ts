/**
 * Content blocks of an answer, both ways; unary and streamed answers share these. A stream's start block is mapped
 * as a whole and then taken apart by `openBlock`, so both ways give the same blocks.
 */
import type { Block, ReasoningBlock, Seal } from '../../core/block.ts';
import { asString, isObject, type JsonObject } from '../../core/json.ts';
import { packSeal, readSeal } from '../../core/seal.ts';
import { decodeCitations, encodeCitation } from './citations.ts';
import { encodeToolUse } from './encode-content.ts';
import { markRedacted, partSeparator, protocolId, unmarkSeal } from './wire.ts';

/** A signature or redacted data as it stands in an answer; `model` is the one that answered. */
export function decodeSeal(data: string, model: string | undefined): Seal {
  const seal = readSeal(data, protocolId);
  return seal.protocol === protocolId && model !== undefined ? { ...seal, model } : seal;
}

/** For a client: its own protocol's seals as they are, others in our wrapping. */
export function encodeSeal(seal: Seal): string {
  return seal.protocol === protocolId ? unmarkSeal(seal).data : packSeal(seal);
}

/** Tool input as JSON text. An empty object is `{}`: clients of other protocols parse the text. */
export function inputText(input: unknown): string {
  if (typeof input === 'string') return input;
  return isObject(input) ? JSON.stringify(input) : '{}';
}

function decodeThinking(wire: JsonObject, model: string | undefined): ReasoningBlock {
  const thinking = asString(wire.thinking) ?? '';
  const signature = asString(wire.signature) ?? '';
  return {
    type: 'reasoning',
    parts: thinking === '' ? [] : [thinking],
    ...(signature !== '' && { seal: decodeSeal(signature, model) }),
  };
}

export function decodeBlock(wire: JsonObject, model: string | undefined): Block {
  switch (wire.type) {
    case 'text': {
      const citations = decodeCitations(wire.citations);
      return { type: 'text', text: asString(wire.text) ?? '', ...(citations.length > 0 && { citations }) };
    }
    case 'thinking':
      return decodeThinking(wire, model);
    case 'redacted_thinking':
      return {
        type: 'reasoning',
        parts: [],
        redacted: true,
        seal: markRedacted(decodeSeal(asString(wire.data) ?? '', model)),
      };
    case 'tool_use':
      return {
        type: 'tool-call',
        id: asString(wire.id) ?? '',
        name: asString(wire.name) ?? '',
        input: inputText(wire.input),
        kind: 'function',
      };
    default:
      return { type: 'opaque', protocol: protocolId, kind: asString(wire.type) ?? 'unknown', value: wire };
  }
}

/** Model named by a `fallback` block: it made what follows. */
export function fallbackModel(wire: JsonObject): string | undefined {
  if (wire.type !== 'fallback' || !isObject(wire.to)) return undefined;
  return asString(wire.to.model);
}

function encodeReasoning(block: ReasoningBlock): JsonObject {
  const signature = block.seal === undefined ? '' : encodeSeal(block.seal);
  if (block.redacted) return { type: 'redacted_thinking', data: signature };
  return { type: 'thinking', thinking: block.parts.join(partSeparator), signature };
}

/** Null: a client of this protocol has no form for it. */
export function encodeBlock(block: Block): JsonObject | null {
  switch (block.type) {
    case 'text': {
      const citations = (block.citations ?? []).flatMap<JsonObject>((each) => encodeCitation(each) ?? []);
      return { type: 'text', text: block.text, citations: citations.length > 0 ? citations : null };
    }
    case 'refusal':
      return { type: 'text', text: block.text, citations: null };
    case 'reasoning':
      return encodeReasoning(block);
    case 'tool-call':
      return { ...encodeToolUse(block).block, caller: { type: 'direct' } };
    case 'opaque':
      return block.protocol === protocolId ? block.value : null;
    case 'image':
    case 'file':
    case 'audio':
    case 'tool-result':
      return null;
    default:
      return block satisfies never;
  }
}
