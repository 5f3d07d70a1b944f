/** Canonical blocks -> content blocks of a request. What the wire cannot say is left out and reported. */
import type {
  Block,
  CacheHint,
  FileBlock,
  MediaSource,
  ReasoningBlock,
  ToolCallBlock,
} from '../../core/block.ts';
import type { Loss } from '../../core/features.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { Target } from '../../core/target.ts';
import { fileText, isTextType } from '../../core/text-file.ts';
import { opensSeal } from './reasoning.ts';
import { customInput, partSeparator, protocolId, unmarkSeal, wireCallId } from './wire.ts';

/** What encoding one conversation needs to know and finds out. */
export type Encoding = {
  readonly target: Target;
  readonly losses: Loss[];
};

export function cacheControl(cache: CacheHint | undefined): JsonObject {
  return cache === undefined ? {} : { cache_control: { type: 'ephemeral', ...cache } };
}

function encodeImageSource(source: MediaSource): JsonObject {
  switch (source.kind) {
    case 'data':
      return { type: 'base64', media_type: source.mediaType, data: source.data };
    case 'url':
      return { type: 'url', url: source.url };
    case 'id':
      return { type: 'file', file_id: source.id };
    case 'text':
      return { type: 'base64', media_type: 'text/plain', data: source.text };
    default:
      return source satisfies never;
  }
}

function plainText(text: string): JsonObject {
  return { type: 'text', media_type: 'text/plain', data: text };
}

/** Documents are PDF or plain text: other text goes as plain text, the rest as it is, for the provider to judge. */
function encodeFileSource(source: MediaSource): JsonObject {
  if (source.kind === 'text') return plainText(source.text);
  const text = source.kind === 'data' && isTextType(source.mediaType) ? fileText(source) : null;
  return text === null ? encodeImageSource(source) : plainText(text.replace(/^\uFEFF/, ''));
}

function encodeFile(block: FileBlock): JsonObject {
  const isImage = block.source.kind === 'data' && block.source.mediaType.startsWith('image/');
  if (isImage)
    return { type: 'image', source: encodeImageSource(block.source), ...cacheControl(block.cache) };
  return {
    type: 'document',
    source: encodeFileSource(block.source),
    ...(block.filename !== undefined && { title: block.filename }),
    ...(block.context !== undefined && { context: block.context }),
    ...(block.cite !== undefined && { citations: { enabled: block.cite } }),
    ...cacheControl(block.cache),
  };
}

function encodeReasoning(
  block: ReasoningBlock,
  field: string,
  { target, losses }: Encoding,
): JsonObject | null {
  const { seal, parts } = block;
  if (seal === undefined || !opensSeal(seal, target)) {
    const what = seal === undefined ? 'reasoning-text' : 'reasoning-seal';
    losses.push({ what, how: 'dropped', field, note: 'reasoning goes back to the model that made it only' });
    return null;
  }
  const { data, isRedacted } = unmarkSeal(seal);
  if (isRedacted || block.redacted) return { type: 'redacted_thinking', data };
  return { type: 'thinking', thinking: parts.join(partSeparator), signature: data };
}

/** Arguments as an object: the wire has no other form. `null`: they are no JSON object. */
function parseInput(input: string): JsonObject | null {
  if (input.trim() === '') return {};
  try {
    const value: unknown = JSON.parse(input);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export function encodeToolUse(call: ToolCallBlock): { block: JsonObject; isWrapped: boolean } {
  const parsed = call.kind === 'custom' ? { [customInput]: call.input } : parseInput(call.input);
  const block = {
    type: 'tool_use',
    id: wireCallId(call.id),
    name: call.name,
    input: parsed ?? { [customInput]: call.input },
    ...cacheControl(call.cache),
  };
  return { block, isWrapped: parsed === null };
}

function encodeToolResult(
  block: Extract<Block, { type: 'tool-result' }>,
  field: string,
  encoding: Encoding,
): JsonObject {
  const parts = block.content.flatMap<JsonObject>(
    (part, at) => encodeBlock(part, `${field}.content[${at}]`, encoding) ?? [],
  );
  const [only] = block.content;
  const isPlain = block.content.length === 1 && only?.type === 'text' && only.cache === undefined;
  return {
    type: 'tool_result',
    tool_use_id: wireCallId(block.callId),
    ...(parts.length > 0 && { content: isPlain ? only.text : parts }),
    ...(block.isError !== undefined && { is_error: block.isError }),
    ...cacheControl(block.cache),
  };
}

/** Null: nothing can be sent for this block. */
export function encodeBlock(block: Block, field: string, encoding: Encoding): JsonObject | null {
  switch (block.type) {
    case 'text': {
      // The API refuses empty text. Citations go back only as they came.
      if (block.text === '') return null;
      const citations = (block.citations ?? []).flatMap((each) =>
        each.kind === 'opaque' && each.protocol === protocolId ? [each.value] : [],
      );
      return {
        type: 'text',
        text: block.text,
        ...(citations.length > 0 && { citations }),
        ...cacheControl(block.cache),
      };
    }
    case 'image':
      return { type: 'image', source: encodeImageSource(block.source), ...cacheControl(block.cache) };
    case 'file':
      return encodeFile(block);
    case 'audio':
      encoding.losses.push({ what: 'audio-input', how: 'dropped', field });
      return null;
    case 'reasoning':
      return encodeReasoning(block, field, encoding);
    case 'tool-call': {
      const { block: wire, isWrapped } = encodeToolUse(block);
      const note = 'arguments that are no JSON object travel as {"input": text}';
      if (isWrapped) encoding.losses.push({ what: 'tool-input', how: 'adapted', field, note });
      return wire;
    }
    case 'tool-result':
      return encodeToolResult(block, field, encoding);
    case 'refusal':
      return block.text === '' ? null : { type: 'text', text: block.text };
    case 'opaque':
      if (block.protocol === protocolId) return block.value;
      encoding.losses.push({ what: 'opaque-block', how: 'dropped', field, note: block.kind });
      return null;
    default:
      return block satisfies never;
  }
}
