/**
 * Content blocks of a request -> canonical blocks. Checks what it needs to read and no more; a block of a type that
 * we do not know becomes opaque and can go back to this protocol only.
 */
import type { Block, FileBlock, ImageBlock, TextBlock } from '../../core/block.ts';
import type { JsonObject } from '../../core/json.ts';
import { readSeal } from '../../core/seal.ts';
import { decodeCitations } from './citations.ts';
import {
  readCacheHint,
  readDocument,
  readImage,
  readResultFile,
  readResultText,
  requiredText,
} from './decode-media.ts';
import type { RequestReader } from './features.ts';
import { markRedacted, protocolId } from './wire.ts';

function readText(block: JsonObject, field: string, reader: RequestReader): TextBlock {
  const citations = decodeCitations(block.citations);
  return {
    type: 'text',
    text: requiredText(block.text, `${field}.text`, reader),
    ...(citations.length > 0 && { citations }),
    ...readCacheHint(block.cache_control, `${field}.cache_control`, reader),
  };
}

/** What a tool did that the provider ran: `server_tool_use`, `mcp_tool_use`, `web_search_tool_result`; or who answered. */
function isProviderItem(kind: string): boolean {
  return kind.endsWith('_tool_use') || kind.endsWith('_tool_result') || kind === 'fallback';
}

function opaque(value: JsonObject, kind: string, field: string, reader: RequestReader): Block {
  reader.use(isProviderItem(kind) ? 'provider-item' : 'opaque-block', field);
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
    case 'search_result':
      return readResultText(block, field, reader);
    case 'tool_reference':
      reader.use('tool-reference', field);
      return { type: 'text', text: `Tool: ${reader.name(block.tool_name, `${field}.tool_name`)}` };
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
    case 'search_result':
      return readResultFile(block, field, reader);
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
