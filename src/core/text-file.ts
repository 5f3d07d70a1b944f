/**
 * Files whose bytes are text and that come in base64: which they are, what they say, and the same file with other words.
 * One that calls itself text has to be UTF-8; one whose type says nothing is text where its bytes are. Pure.
 */
import { fromBase64, toBase64 } from './base64.ts';
import type { MediaSource } from './block.ts';

/** `data` is base64 without a prefix; `mediaType` as it is written, empty where nothing says it. */
export type EncodedFile = { readonly mediaType: string; readonly data: string };

const plainTypes: ReadonlySet<string> = new Set(
  `csv ecmascript graphql javascript json json-lines jsonl jsonlines markdown ndjson sql toml typescript x-csv
  x-httpd-php x-javascript x-json x-latex x-markdown x-ndjson x-python x-sh x-tex x-typescript x-xml x-yaml xml
  xml-dtd yaml`
    .split(/\s+/)
    .map((name) => `application/${name}`),
);

/** Of pictures and sounds nothing is text, whatever their bytes. */
const media = /^(?:image|audio|video|font)\//;

function bareType(mediaType: string): string {
  return (mediaType.split(';', 1)[0] ?? '').trim().toLowerCase();
}

/** Whether the type of a file says that it is text: `text/csv`, `application/ld+json`. */
export function isTextType(mediaType: string): boolean {
  const type = bareType(mediaType);
  return type.startsWith('text/') || plainTypes.has(type) || /\+(?:json|xml|yaml)$/.test(type);
}

/** Characters of base64 by which a file is told that says nothing of itself. */
const headChars = 64;

/** By its first bytes: no PDF, and no control characters but those of white space. */
function beginsLikeText(data: string): boolean {
  const head = data
    .slice(0, 2 * headChars)
    .replaceAll(/\s/g, '')
    .slice(0, headChars);
  try {
    const bytes = atob(head);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: what text does not hold is looked for
    return bytes !== '' && !bytes.startsWith('%PDF-') && !/[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]/.test(bytes);
  } catch {
    return false;
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Null: no base64 of UTF-8. Text with NUL is UTF-16, in which nothing would be found. */
function decodeText(data: string): string | null {
  try {
    const text = decoder.decode(fromBase64(data));
    return text.includes('\0') ? null : text;
  } catch {
    return null;
  }
}

/** With its byte order mark, where it has one. Null: it is no text, or none that can be read. */
export function readTextFile({ mediaType, data }: EncodedFile): string | null {
  if (isTextType(mediaType)) return decodeText(data);
  return !media.test(bareType(mediaType)) && beginsLikeText(data) ? decodeText(data) : null;
}

/** Whether it says that it is text and is none that can be read. */
export function isUnreadable(file: EncodedFile): boolean {
  return isTextType(file.mediaType) && decodeText(file.data) === null;
}

/** `data` of the file with its text changed; the same where it is no text, or nothing was changed. */
export function rewriteTextFile(file: EncodedFile, change: (text: string) => string): string {
  const text = readTextFile(file);
  const changed = text === null ? null : change(text);
  return changed === null || changed === text ? file.data : toBase64(new TextEncoder().encode(changed));
}

/** Decoded once, however many ask; gone with the request that holds the file. */
const read = new WeakMap<MediaSource, string | null>();

/** What a file of a request says in words; null: nothing that can be read here. */
export function fileText(source: MediaSource): string | null {
  if (source.kind === 'text') return source.text;
  if (source.kind !== 'data') return null;
  const known = read.get(source);
  if (known !== undefined) return known;
  const text = readTextFile(source);
  read.set(source, text);
  return text;
}
