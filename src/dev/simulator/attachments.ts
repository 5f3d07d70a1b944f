// How many tokens images, files and audio count for, whatever protocol brought them.
// Must not look inside them.

import type { Segment } from './prompt-cache.ts';

const IMAGE_TOKENS = { low: 85, usual: 765 } as const;
/** For files given by id or address, whose size is not known here. */
const REMOTE_FILE_TOKENS = 1500;
const FILE_BYTES_PER_TOKEN = 4;
const AUDIO_BYTES_PER_TOKEN = 4800;

export function imageSegment(identity: string, detail: string): Segment {
  return { text: identity, tokens: detail === 'low' ? IMAGE_TOKENS.low : IMAGE_TOKENS.usual };
}

/** `data` is base64 or a data URL; empty for a file given by id or address. */
export function fileSegment(identity: string, data: string): Segment {
  const bytes = base64Bytes(data);
  return {
    text: identity + data,
    tokens: bytes === 0 ? REMOTE_FILE_TOKENS : Math.ceil(bytes / FILE_BYTES_PER_TOKEN),
  };
}

export function audioSegment(data: string): Segment {
  return { text: data, tokens: Math.max(1, Math.ceil(base64Bytes(data) / AUDIO_BYTES_PER_TOKEN)) };
}

function base64Bytes(data: string): number {
  const encoded = data.slice(data.indexOf(',') + 1).replace(/=+$/, '');
  return Math.floor((encoded.length * 3) / 4);
}
