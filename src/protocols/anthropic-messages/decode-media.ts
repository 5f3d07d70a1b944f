/** Images, documents and search results of a request -> canonical blocks, and what those share with other blocks. */
import type { CacheHint, FileBlock, ImageBlock, MediaSource, TextBlock } from '../../core/block.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { RequestReader } from './features.ts';

export function readCacheHint(value: unknown, field: string, reader: RequestReader): { cache?: CacheHint } {
  const hint = reader.object(value, field);
  if (hint === undefined) return {};
  reader.use('cache-hint', field);
  return { cache: hint.ttl === '1h' || hint.ttl === '5m' ? { ttl: hint.ttl } : {} };
}

/** A string that must be there and may be empty. */
export function requiredText(value: unknown, field: string, reader: RequestReader): string {
  if (typeof value === 'string') return value;
  reader.wrong(field, 'a string', value);
  return '';
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

export function readImage(block: JsonObject, field: string, reader: RequestReader): ImageBlock | undefined {
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
export function readDocument(block: JsonObject, field: string, reader: RequestReader): FileBlock | undefined {
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

/** Title and address above the texts, as one text. */
function readSearchResult(
  block: JsonObject,
  field: string,
  reader: RequestReader,
): { title: string; text: string } {
  const title = requiredText(block.title, `${field}.title`, reader);
  const source = requiredText(block.source, `${field}.source`, reader);
  const parts = (reader.array(block.content, `${field}.content`) ?? []).map((part, at) => {
    const place = `${field}.content[${at}]`;
    return requiredText(reader.requiredObject(part, place).text, `${place}.text`, reader);
  });
  reader.use('file-text', field);
  const citations = reader.object(block.citations, `${field}.citations`);
  if (citations?.enabled === true) reader.use('file-cite', `${field}.citations`);
  return { title, text: [source, ...parts].filter((part) => part !== '').join('\n\n') };
}

/** What somebody else wrote is a document, not the user's own words. */
export function readResultFile(block: JsonObject, field: string, reader: RequestReader): FileBlock {
  const { title, text } = readSearchResult(block, field, reader);
  const cites = isObject(block.citations) && block.citations.enabled === true;
  return {
    type: 'file',
    source: { kind: 'text', text },
    ...(title !== '' && { filename: title }),
    ...(cites && { cite: true }),
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}

/** In a tool's result, which is text itself. */
export function readResultText(block: JsonObject, field: string, reader: RequestReader): TextBlock {
  const { title, text } = readSearchResult(block, field, reader);
  return {
    type: 'text',
    text: title === '' ? text : `${title}\n${text}`,
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}
