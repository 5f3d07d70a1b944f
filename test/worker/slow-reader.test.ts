/** A client that stops reading, in workerd: the provider is held back, whatever lane carries the answer. */
import { describe, expect, test } from 'vitest';
import type { ProtocolId } from '../../src/core/target.ts';
import { streamParts } from '../support/stream-parts.ts';
import { until } from '../support/until.ts';
import { exchange } from './exchange.ts';
import { play, takenOf } from './script.ts';

type Lane = {
  readonly name: string;
  readonly caller: ProtocolId;
  readonly target: ProtocolId;
  readonly wantsUsage: boolean;
};

const lanes: readonly Lane[] = [
  { name: 'native', caller: 'openai-chat', target: 'openai-chat', wantsUsage: true },
  { name: 'filtered', caller: 'openai-chat', target: 'openai-chat', wantsUsage: false },
  { name: 'translated', caller: 'openai-chat', target: 'anthropic-messages', wantsUsage: true },
];

const mebibyte = 1024 * 1024;
/** What the sockets of both sides may hold is a few mebibytes; the flood is far more. */
const floodBytes = 256 * mebibyte;
const heldBytes = 32 * mebibyte;

/** Bytes that the upstream has got rid of when nothing more is taken for a while. */
async function untilHeld(name: string): Promise<number> {
  let last = 0;
  let looks = 0;
  return until('the upstream to be held back', async () => {
    const now = await takenOf(name);
    looks = now === last ? looks + 1 : 0;
    last = now;
    return looks > 20 && now > 0 && now;
  });
}

/** Reads five hundred pieces; their bytes. */
async function readSome(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<number> {
  let bytes = 0;
  for (let piece = 0; piece < 500; piece++) bytes += (await reader.read()).value?.byteLength ?? 0;
  return bytes;
}

describe.each(lanes)('$name lane', ({ name, caller, target, wantsUsage }) => {
  test('an upstream that floods is held back', async () => {
    const { start, delta } = streamParts[target];
    const flood = { name, event: delta('many words '.repeat(100)), bytes: floodBytes };
    const abort = new AbortController();
    const { response, settled } = await exchange({
      caller,
      target,
      wantsUsage,
      answer: (signal) => play({ text: start + delta('first'), sizes: [], end: 'cut', flood }, signal),
      signal: abort.signal,
    });
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const taken = await untilHeld(name);
    expect(taken).toBeLessThan(heldBytes);
    // Read on, and it goes on.
    let read = 0;
    while ((await takenOf(name)) === taken && read < floodBytes) read += await readSome(reader);
    expect(await takenOf(name)).toBeGreaterThan(taken);
    abort.abort();
    await reader.cancel();
    await settled();
  });
});
