/** Blocks -> content parts of this wire. What it has no part for becomes text that says so, and a loss. */
import type { AudioBlock, Block, FileBlock, ImageBlock, TextBlock } from '../../core/block.ts';
import type { Loss } from '../../core/features.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Target } from '../../core/target.ts';
import { dataUrl } from './media.ts';

/** What the writers of one body share. */
export type Writing = {
  readonly target: Target;
  readonly losses: Loss[];
  /** The model reads text only: hosts of such models often refuse a list of parts. */
  readonly isTextOnly: boolean;
};

function textPart(text: string): JsonObject {
  return { type: 'text', text };
}

function imagePart(block: ImageBlock, field: string, { losses }: Writing): JsonObject {
  const { source, detail } = block;
  if (source.kind === 'data' || source.kind === 'url') {
    const url = source.kind === 'data' ? dataUrl(source.mediaType, source.data) : source.url;
    return { type: 'image_url', image_url: { url, ...(detail !== undefined && { detail }) } };
  }
  losses.push({ what: 'provider-file', how: 'dropped', field, note: 'images go by address or as bytes' });
  return textPart('[An image could not be passed on.]');
}

/** The provider demands a name where it gets bytes. */
const unnamedFile = 'file.pdf';

function filePart(block: FileBlock, field: string, { losses }: Writing): JsonObject {
  const { source, filename } = block;
  switch (source.kind) {
    case 'data': {
      const file_data = dataUrl(source.mediaType, source.data);
      return { type: 'file', file: { filename: filename ?? unnamedFile, file_data } };
    }
    case 'id':
      return { type: 'file', file: { file_id: source.id } };
    case 'text':
      return textPart(filename === undefined ? source.text : `${filename}\n\n${source.text}`);
    case 'url':
      losses.push({ what: 'file-url', how: 'dropped', field, note: 'files go as bytes only' });
      return textPart(`[A file could not be passed on: ${source.url}]`);
    default:
      return source satisfies never;
  }
}

function audioPart({ data, format }: AudioBlock): JsonObject {
  return { type: 'input_audio', input_audio: { data, format } };
}

/** The part for a block of a user message; null for what belongs elsewhere or to another protocol. */
export function encodePart(block: Block, field: string, writing: Writing): JsonObject | null {
  switch (block.type) {
    case 'text':
      return textPart(block.text);
    case 'image':
      return imagePart(block, field, writing);
    case 'file':
      return filePart(block, field, writing);
    case 'audio':
      return audioPart(block);
    case 'refusal':
      return textPart(block.text);
    case 'opaque':
      return block.protocol === 'openai-chat' ? block.value : null;
    case 'reasoning':
    case 'tool-call':
    case 'tool-result':
      return null;
    default:
      return block satisfies never;
  }
}

function isTextPart(part: JsonObject): part is { type: 'text'; text: string } {
  return part.type === 'text' && typeof part.text === 'string';
}

/** One text goes as a string, everything else as parts; texts for a text-only model as one string. */
export function encodeParts(parts: JsonObject[], { isTextOnly }: Writing): string | JsonObject[] {
  const [first] = parts;
  if (first === undefined) return '';
  if (parts.length === 1 && isTextPart(first)) return first.text;
  if (isTextOnly && parts.every(isTextPart)) return parts.map(({ text }) => text).join('\n\n');
  return parts;
}

export function encodeTexts(blocks: readonly TextBlock[], writing: Writing): string | JsonObject[] {
  return encodeParts(
    blocks.map(({ text }) => textPart(text)),
    writing,
  );
}
