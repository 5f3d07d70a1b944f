/**
 * Content blocks of a request -> canonical blocks. Checks what it needs to read and no more; a block of a type that
 * we do not know becomes opaque and can go back to this protocol only.
 */
import type { Block, CacheHint, FileBlock, ImageBlock, MediaSource, TextBlock } from '../../core/block.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { readSeal } from '../../core/seal.ts';
import { decodeCitations } from './citations.ts';
import type { RequestReader } from './features.ts';
import { markRedacted, protocolId } from './wire.ts';

export function readCacheHint(value: unknown, field: string, reader: RequestReader): { cache?: CacheHint } {
  const hint = reader.object(value, field);
  if (hint === undefined) return {};
  reader.use('cache-hint', field);
  return { cache: hint.ttl === '1h' || hint.ttl === '5m' ? { ttl: hint.ttl } : {} };
}

/** A string that must be there and may be empty. */
function requiredText(value: unknown, field: string, reader: RequestReader): string {
  if (typeof value === 'string') return value;
  reader.wrong(field, 'a string', value);
  return '';
}

function readText(block: JsonObject, field: string, reader: RequestReader): TextBlock {
  const citations = decodeCitations(block.citations);
  return {
    type: 'text',
    text: requiredText(block.text, `${field}.text`, reader),
    ...(citations.length > 0 && { citations }),
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}

/** Sources that images and documents share; undefined where the type is another one. */
function readSource(source: JsonObject, field: string, reader: RequestReader): MediaSource | undefined {
  switch (source.type) {
    case 'base64':
      return {
        kind: 'data',
        mediaType: reader.name(source.media_type, `${field}.media_type`),
        data: reader.name(source.data, `${field}.data`),
      };
    case 'url':
      return { kind: 'url', url: reader.name(source.url, `${field}.url`) };
    case 'file':
      reader.use('provider-file', `${field}.file_id`);
      return { kind: 'id', id: reader.name(source.file_id, `${field}.file_id`) };
    default:
      return undefined;
  }
}

function readImage(block: JsonObject, field: string, reader: RequestReader): ImageBlock | undefined {
  const place = `${field}.source`;
  const source = reader.requiredObject(block.source, place);
  const read = readSource(source, place, reader);
  if (read === undefined) {
    return reader.wrong(`${place}.type`, 'one of "base64", "url", "file"', source.type);
  }
  return {
    type: 'image',
    source: read,
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}

/** The text of a `content` source, where it is nothing but text. */
function plainText(content: unknown): string | undefined {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return undefined;
  const texts = content.map((part) =>
    isObject(part) && typeof part.text === 'string' ? part.text : undefined,
  );
  return texts.includes(undefined) ? undefined : texts.join('\n\n');
}

function readDocumentSource(
  source: JsonObject,
  field: string,
  reader: RequestReader,
): MediaSource | undefined {
  if (source.type === 'text') {
    reader.use('file-text', field);
    return { kind: 'text', text: reader.name(source.data, `${field}.data`) };
  }
  if (source.type === 'content') {
    const text = plainText(source.content);
    if (text !== undefined) reader.use('file-text', field);
    return text === undefined ? undefined : { kind: 'text', text };
  }
  if (source.type === 'base64') reader.use('file-data', field);
  if (source.type === 'url') reader.use('file-url', field);
  return readSource(source, field, reader);
}

/** A document; undefined where its source is one that no other protocol can have. */
function readDocument(block: JsonObject, field: string, reader: RequestReader): FileBlock | undefined {
  const source = readDocumentSource(
    reader.requiredObject(block.source, `${field}.source`),
    `${field}.source`,
    reader,
  );
  if (source === undefined) return undefined;
  const filename = reader.string(block.title, `${field}.title`);
  const context = reader.string(block.context, `${field}.context`);
  const citations = reader.object(block.citations, `${field}.citations`);
  if (citations?.enabled === true) reader.use('file-cite', `${field}.citations`);
  if (context !== undefined) reader.use('file-cite', `${field}.context`);
  return {
    type: 'file',
    source,
    ...(filename !== undefined && { filename }),
    ...(context !== undefined && { context }),
    ...(typeof citations?.enabled === 'boolean' && { cite: citations.enabled }),
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}

function opaque(value: JsonObject, kind: string, field: string, reader: RequestReader): Block {
  reader.use('opaque-block', field);
  if (kind === 'container_upload') reader.use('provider-file', field);
  return { type: 'opaque', protocol: protocolId, kind, value };
}

function readThinking(block: JsonObject, field: string, reader: RequestReader): Block {
  const thinking = requiredText(block.thinking, `${field}.thinking`, reader);
  const signature = reader.string(block.signature, `${field}.signature`) ?? '';
  if (thinking !== '') reader.use('reasoning-text', field);
  if (signature !== '') reader.use('reasoning-seal', `${field}.signature`);
  return {
    type: 'reasoning',
    parts: thinking === '' ? [] : [thinking],
    ...(signature !== '' && { seal: readSeal(signature, protocolId) }),
  };
}

function readRedacted(block: JsonObject, field: string, reader: RequestReader): Block {
  const seal = readSeal(reader.name(block.data, `${field}.data`), protocolId);
  reader.use('reasoning-seal', `${field}.data`);
  return { type: 'reasoning', parts: [], redacted: true, seal: markRedacted(seal) };
}

function readToolUse(block: JsonObject, field: string, reader: RequestReader): Block {
  return {
    type: 'tool-call',
    id: reader.name(block.id, `${field}.id`),
    name: reader.name(block.name, `${field}.name`),
    input: JSON.stringify(reader.requiredObject(block.input, `${field}.input`)),
    kind: 'function',
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}

type ResultContent = TextBlock | ImageBlock | FileBlock;

function readResultBlock(block: JsonObject, field: string, reader: RequestReader): ResultContent | undefined {
  switch (block.type) {
    case 'text':
      return readText(block, field, reader);
    case 'image':
      reader.use('tool-result-media', field);
      return readImage(block, field, reader);
    case 'document': {
      const file = readDocument(block, field, reader);
      reader.use(file === undefined ? 'opaque-block' : 'tool-result-media', field);
      return file;
    }
    default:
      reader.use('opaque-block', field);
      return undefined;
  }
}

function readToolResult(block: JsonObject, field: string, reader: RequestReader): Block {
  const place = `${field}.content`;
  const content: ResultContent[] = [];
  if (typeof block.content === 'string') content.push({ type: 'text', text: block.content });
  else {
    (reader.array(block.content, place) ?? []).forEach((part, at) => {
      const read = readResultBlock(reader.requiredObject(part, `${place}[${at}]`), `${place}[${at}]`, reader);
      if (read !== undefined) content.push(read);
    });
  }
  const isError = reader.boolean(block.is_error, `${field}.is_error`);
  if (isError) reader.use('tool-result-error', `${field}.is_error`);
  return {
    type: 'tool-result',
    callId: reader.name(block.tool_use_id, `${field}.tool_use_id`),
    kind: 'function',
    content,
    ...(isError !== undefined && { isError }),
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}

/** Block types that only one role may hold; the API refuses them elsewhere. */
const roleOf: Readonly<Record<string, 'user' | 'assistant'>> = {
  tool_result: 'user',
  tool_use: 'assistant',
  thinking: 'assistant',
  redacted_thinking: 'assistant',
};

function readBlock(raw: unknown, role: string, field: string, reader: RequestReader): Block | undefined {
  const block = reader.requiredObject(raw, field);
  const type = reader.name(block.type, `${field}.type`);
  const owner = Object.hasOwn(roleOf, type) ? roleOf[type] : undefined;
  if (owner !== undefined && owner !== role) {
    return reader.fail(field, `${type} belongs into a message with role "${owner}"; this one has "${role}"`);
  }
  switch (type) {
    case 'text':
      return readText(block, field, reader);
    case 'image':
      return readImage(block, field, reader);
    case 'document':
      return readDocument(block, field, reader) ?? opaque(block, type, field, reader);
    case 'thinking':
      return readThinking(block, field, reader);
    case 'redacted_thinking':
      return readRedacted(block, field, reader);
    case 'tool_use':
      return readToolUse(block, field, reader);
    case 'tool_result':
      return readToolResult(block, field, reader);
    default:
      return opaque(block, type, field, reader);
  }
}

/** `content` of a message: a string, or a list of blocks. */
export function readContent(raw: unknown, role: string, field: string, reader: RequestReader): Block[] {
  if (typeof raw === 'string') return raw === '' ? [] : [{ type: 'text', text: raw }];
  if (!Array.isArray(raw)) {
    reader.wrong(field, 'a string or an array of content blocks', raw);
    return [];
  }
  return raw.flatMap((block, at) => readBlock(block, role, `${field}[${at}]`, reader) ?? []);
}

/** `system`: a string, or a list of text blocks. */
export function readSystem(raw: unknown, reader: RequestReader): TextBlock[] {
  if (raw === undefined || raw === null || raw === '') return [];
  if (typeof raw === 'string') return [{ type: 'text', text: raw }];
  if (!Array.isArray(raw)) {
    reader.wrong('system', 'a string or an array of text blocks', raw);
    return [];
  }
  return raw.map((each, at) => {
    const block = reader.requiredObject(each, `system[${at}]`);
    if (block.type !== 'text') reader.wrong(`system[${at}].type`, '"text"', block.type);
    return readText(block, `system[${at}]`, reader);
  });
}
