/** Parts of a message or tool result in a request: wire -> blocks. A part we do not know becomes opaque. */
import type { Block, FileBlock, ImageBlock, MediaSource, TextBlock } from '../../core/block.ts';
import { readDataUrl } from '../../core/data-url.ts';
import type { FieldCheck } from '../../core/field-check.ts';
import type { JsonObject } from '../../core/json.ts';
import { decodeAnnotations } from './blocks.ts';
import type { Reading } from './reading.ts';
import { opaquePart } from './wire.ts';

/** A data URL in base64 as bytes with their type; null for any other text. Looks at the head only. */
function readBytes(text: string): MediaSource | null {
  const url = readDataUrl(text);
  return url?.isBase64 ? { kind: 'data', mediaType: url.mediaType, data: url.data } : null;
}

/** Reads parts at their place in the body. One reader per request. */
export class PartReader {
  readonly #check: FieldCheck;
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
    this.#check = reading.check;
  }

  /** Text, or a list of parts. */
  readContent(value: unknown, field: string): Block[] {
    if (typeof value === 'string') return [{ type: 'text', text: value }];
    if (!Array.isArray(value)) {
      this.#check.wrong(field, 'a string or an array of parts', value);
      return [];
    }
    return value.flatMap((part, index) => this.#readPart(part, `${field}[${index}]`));
  }

  #readPart(value: unknown, field: string): Block[] {
    const part = this.#check.requiredObject(value, field);
    switch (part.type) {
      case 'input_text':
      case 'output_text':
        return [this.#readText(part, field)];
      case 'refusal':
        return [{ type: 'refusal', text: this.#requireText(part.refusal, `${field}.refusal`) }];
      case 'input_image':
        return this.#readImage(part, field);
      case 'input_file':
        return this.#readFile(part, field);
      case 'input_audio':
        return this.#readAudio(part, field);
      default:
        return this.#readOther(part, field);
    }
  }

  #requireText(value: unknown, field: string): string {
    return typeof value === 'string' ? value : (this.#check.wrong(field, 'a string', value) ?? '');
  }

  #readText(part: JsonObject, field: string): TextBlock {
    const text = this.#requireText(part.text, `${field}.text`);
    const citations = decodeAnnotations(part.annotations);
    return {
      type: 'text',
      text,
      ...(citations.length > 0 && { citations }),
      ...this.#reading.cacheOf(part, field),
    };
  }

  #readImage(part: JsonObject, field: string): ImageBlock[] {
    const source = this.#readImageSource(part, field);
    if (source === undefined) return [];
    const detail = this.#check.string(part.detail, `${field}.detail`);
    if (detail !== undefined && detail !== 'auto') this.#reading.use('image-detail', `${field}.detail`);
    return [
      {
        type: 'image',
        source,
        ...(detail !== undefined && { detail }),
        ...this.#reading.cacheOf(part, field),
      },
    ];
  }

  #readImageSource(part: JsonObject, field: string): MediaSource | undefined {
    if (typeof part.image_url === 'string' && part.image_url !== '')
      return readBytes(part.image_url) ?? { kind: 'url', url: part.image_url };
    if (typeof part.file_id === 'string') return this.#readFileId(part.file_id, field);
    const expected = 'a web address or data URL as a string, or give file_id';
    return this.#check.wrong(`${field}.image_url`, expected, part.image_url);
  }

  #readFileId(id: string, field: string): MediaSource {
    this.#reading.use('provider-file', `${field}.file_id`);
    return { kind: 'id', id };
  }

  #readFile(part: JsonObject, field: string): FileBlock[] {
    const source = this.#readFileSource(part, field);
    if (source === undefined) return [];
    const filename = this.#check.string(part.filename, `${field}.filename`);
    if (typeof part.detail === 'string' && part.detail !== 'auto')
      this.#reading.use('image-detail', `${field}.detail`);
    return [
      {
        type: 'file',
        source,
        ...(filename !== undefined && { filename }),
        ...this.#reading.cacheOf(part, field),
      },
    ];
  }

  #readFileSource(part: JsonObject, field: string): MediaSource | undefined {
    if (typeof part.file_data === 'string' && part.file_data !== '') {
      this.#reading.use('file-data', `${field}.file_data`);
      const bytes: MediaSource = { kind: 'data', mediaType: 'application/pdf', data: part.file_data };
      return readBytes(part.file_data) ?? bytes;
    }
    if (typeof part.file_url === 'string' && part.file_url !== '') {
      this.#reading.use('file-url', `${field}.file_url`);
      return { kind: 'url', url: part.file_url };
    }
    if (typeof part.file_id === 'string') return this.#readFileId(part.file_id, field);
    return this.#check.wrong(`${field}.file_data`, 'a data URL, or give file_url or file_id', part.file_data);
  }

  #readAudio(part: JsonObject, field: string): Block[] {
    const audio = this.#check.requiredObject(part.input_audio, `${field}.input_audio`);
    this.#reading.use('audio-input', field);
    return [
      {
        type: 'audio',
        format: this.#check.name(audio.format, `${field}.input_audio.format`),
        data: this.#check.name(audio.data, `${field}.input_audio.data`),
      },
    ];
  }

  #readOther(part: JsonObject, field: string): Block[] {
    const type = this.#check.name(part.type, `${field}.type`);
    this.#reading.use('opaque-block', field);
    return [opaquePart(type, part)];
  }
}
