/** Addresses of images and files on this wire: http(s) or base64 data URLs, both ways. */
import type { MediaSource } from '../../core/block.ts';

const base64Mark = ';base64';

/** `data:<type>;base64,<data>`, or null. The data itself is not looked at: it may be megabytes. */
function readDataUrl(url: string): MediaSource | null {
  const comma = url.indexOf(',');
  if (comma === -1 || comma === url.length - 1) return null;
  const header = url.slice('data:'.length, comma);
  if (!header.endsWith(base64Mark)) return null;
  const [mediaType = ''] = header.split(';', 1);
  return { kind: 'data', mediaType, data: url.slice(comma + 1) };
}

export function readMediaUrl(url: string): MediaSource | null {
  const scheme = url.slice(0, 8).toLowerCase();
  if (scheme.startsWith('data:')) return readDataUrl(url);
  return scheme.startsWith('https://') || scheme.startsWith('http://') ? { kind: 'url', url } : null;
}

/** `file_data`: a data URL, or bare base64, which the provider reads as PDF. */
export function readFileData(text: string): MediaSource | null {
  if (text.slice(0, 5).toLowerCase() === 'data:') return readDataUrl(text);
  return text === '' ? null : { kind: 'data', mediaType: 'application/pdf', data: text };
}

export function dataUrl(mediaType: string, data: string): string {
  return `data:${mediaType}${base64Mark},${data}`;
}
