// Determinism: hashes, a seeded random source and ids in the providers' shapes.
// Must not read the clock: the same request must always get the same answer.

import { createHash } from 'node:crypto';

const BASE62 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export type Random = () => number;

export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** A seeded random source (mulberry32): numbers in [0, 1). */
export function seededRandom(seed: string): Random {
  let state = Number.parseInt(digest(seed).slice(0, 8), 16);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export function randomText(random: Random, length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += BASE62[Math.floor(random() * BASE62.length)];
  return text;
}

/** Each kind of id: its prefix, how many characters follow, and in which alphabet. */
const idShapes = {
  chat: { prefix: 'chatcmpl-', length: 29, hex: false },
  response: { prefix: 'resp_', length: 50, hex: true },
  responseMessage: { prefix: 'msg_', length: 50, hex: true },
  reasoning: { prefix: 'rs_', length: 50, hex: true },
  functionCall: { prefix: 'fc_', length: 50, hex: true },
  customCall: { prefix: 'ctc_', length: 50, hex: true },
  call: { prefix: 'call_', length: 24, hex: false },
  message: { prefix: 'msg_01', length: 22, hex: false },
  toolUse: { prefix: 'toolu_01', length: 22, hex: false },
  openaiRequest: { prefix: 'req_', length: 32, hex: true },
  anthropicRequest: { prefix: 'req_01', length: 22, hex: false },
  moderation: { prefix: 'modr-', length: 32, hex: true },
  fingerprint: { prefix: 'fp_', length: 10, hex: true },
} as const;

export type IdKind = keyof typeof idShapes;

export function mintId(kind: IdKind, seed: string): string {
  const shape = idShapes[kind];
  if (shape.hex) return shape.prefix + digest(`${kind}:${seed}`).slice(0, shape.length);
  return shape.prefix + randomText(seededRandom(`${kind}:${seed}`), shape.length);
}
