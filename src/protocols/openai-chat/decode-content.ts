/** Content of messages -> blocks. Unknown part types become opaque blocks: the provider may know them. */
import type { Block, TextBlock, ToolResultBlock } from '../../core/block.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import { readFileData, readMediaUrl } from './media.ts';
import type { Reading } from './reading.ts';

type PartReader = (part: JsonObject, field: string, reading: Reading) => Block | undefined;

function readText(part: JsonObject, field: string, reading: Reading): TextBlock | undefined {
  const text = part.text;
  if (typeof text !== 'string') return reading.check.wrong(`${field}.text`, 'a string', text);
  return { type: 'text', text, ...reading.cacheOf(part, field) };
}

const readImage: PartReader = (part, field, reading) => {
  const image = reading.check.requiredObject(part.image_url, `${field}.image_url`);
  const url = reading.check.name(image.url, `${field}.image_url.url`);
  const source = readMediaUrl(url);
  const detail = reading.check.string(image.detail, `${field}.image_url.detail`);
  if (source === null) {
    const expected = 'an http(s) address or a data URL such as data:image/png;base64,…';
    return reading.check.wrong(`${field}.image_url.url`, expected, url);
  }
  if (detail !== undefined && detail !== 'auto') reading.use('image-detail', `${field}.image_url.detail`);
  return {
    type: 'image',
    source,
    ...(detail !== undefined && { detail }),
    ...reading.cacheOf(part, field),
  };
};

const readAudio: PartReader = (part, field, reading) => {
  const audio = reading.check.requiredObject(part.input_audio, `${field}.input_audio`);
  const data = reading.check.name(audio.data, `${field}.input_audio.data`);
  const format = reading.check.name(audio.format, `${field}.input_audio.format`);
  reading.use('audio-input', field);
  return { type: 'audio', format, data };
};

const readFile: PartReader = (part, field, reading) => {
  const { check } = reading;
  const file = check.requiredObject(part.file, `${field}.file`);
  const id = check.string(file.file_id, `${field}.file.file_id`);
  const data = check.string(file.file_data, `${field}.file.file_data`);
  const filename = check.string(file.filename, `${field}.file.filename`);
  const rest = { ...(filename !== undefined && { filename }), ...reading.cacheOf(part, field) };
  if (id) {
    reading.use('provider-file', `${field}.file.file_id`);
    return { type: 'file', source: { kind: 'id', id }, ...rest };
  }
  if (!data) return check.fail(`${field}.file`, 'must have file_data (base64) or file_id');
  const source = readFileData(data);
  if (source === null) {
    return check.wrong(
      `${field}.file.file_data`,
      'base64 or a data URL such as data:application/pdf;base64,…',
      data,
    );
  }
  reading.use('file-data', `${field}.file.file_data`);
  return { type: 'file', source, ...rest };
};

const readRefusal: PartReader = (part, field, reading) => {
  const text = part.refusal;
  if (typeof text !== 'string') return reading.check.wrong(`${field}.refusal`, 'a string', text);
  return { type: 'refusal', text };
};

const userParts: Readonly<Record<string, PartReader>> = {
  text: readText,
  image_url: readImage,
  input_audio: readAudio,
  file: readFile,
};

const assistantParts: Readonly<Record<string, PartReader>> = { text: readText, refusal: readRefusal };

function readPart(
  part: unknown,
  field: string,
  readers: Readonly<Record<string, PartReader>>,
  reading: Reading,
): Block | undefined {
  if (!isObject(part)) return reading.check.wrong(field, 'an object with a "type"', part);
  const { type } = part;
  if (typeof type !== 'string') return reading.check.wrong(`${field}.type`, 'a string such as "text"', type);
  const read = Object.hasOwn(readers, type) ? readers[type] : undefined;
  if (read !== undefined) return read(part, field, reading);
  reading.use('opaque-block', field);
  return { type: 'opaque', protocol: 'openai-chat', kind: type, value: part };
}

function readParts(
  content: unknown,
  field: string,
  readers: Readonly<Record<string, PartReader>>,
  reading: Reading,
): Block[] {
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  if (!Array.isArray(content)) {
    reading.check.wrong(field, 'a string or an array of parts', content);
    return [];
  }
  const parts: readonly unknown[] = reading.check.filledArray(content, field);
  return parts.flatMap((part, at) => readPart(part, `${field}[${at}]`, readers, reading) ?? []);
}

export function decodeUserContent(content: unknown, field: string, reading: Reading): Block[] {
  return readParts(content, field, userParts, reading);
}

/** Text and refusals; empty texts say nothing and are left out. */
export function decodeAssistantContent(content: unknown, field: string, reading: Reading): Block[] {
  if (content === undefined || content === null || content === '') return [];
  const blocks = readParts(content, field, assistantParts, reading);
  return blocks.filter((block) => block.type !== 'text' || block.text !== '');
}

/** Instructions: text only. */
export function decodeSystemContent(content: unknown, field: string, reading: Reading): TextBlock[] {
  return readParts(content, field, { text: readText }, reading).flatMap((block) => {
    if (block.type === 'text') return [block];
    reading.check.fail(field, 'must be text: a string, or parts of type "text"');
    return [];
  });
}

/** Text, and media where the caller sends it: some hosts take images here. */
export function decodeResultContent(
  content: unknown,
  field: string,
  reading: Reading,
): ToolResultBlock['content'] {
  if (content === '') return [];
  return readParts(content, field, userParts, reading).flatMap((block): ToolResultBlock['content'] => {
    if (block.type === 'text') return [block];
    if (block.type === 'image' || block.type === 'file') {
      reading.use('tool-result-media', field);
      return [block];
    }
    reading.check.fail(field, 'must be text: a string, or parts of type "text"');
    return [];
  });
}
