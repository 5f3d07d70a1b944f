/** Addresses of images and files on this wire: http(s) or base64 data URLs, both ways. */
import type { MediaSource } from '../../core/block.ts';
import { readDataUrl } from '../../core/data-url.ts';

const base64Mark = ';base64';

/** Null: no base64, or none of anything. The data itself is not looked at: it may be megabytes. */
function readBytes(text: string): MediaSource | null {
  const url = readDataUrl(text);
  if (url === null || !url.isBase64 || url.data === '') return null;
  return { kind: 'data', mediaType: url.mediaType, data: url.data };
}

export function readMediaUrl(url: string): MediaSource | null {
  const scheme = url.slice(0, 8).toLowerCase();
  if (scheme.startsWith('data:')) return readBytes(url);
  return scheme.startsWith('https://') || scheme.startsWith('http://') ? { kind: 'url', url } : null;
}

/** `file_data`: a data URL, or bare base64, which the provider reads as PDF. */
export function readFileData(text: string): MediaSource | null {
  if (text.slice(0, 5).toLowerCase() === 'data:') return readBytes(text);
  return text === '' ? null : { kind: 'data', mediaType: 'application/pdf', data: text };
}

export function dataUrl(mediaType: string, data: string): string {
  return `data:${mediaType}${base64Mark},${data}`;
}
