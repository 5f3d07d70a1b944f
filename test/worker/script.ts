/** What the upstream outside of workerd is to play, and how a test inside asks for it. */
import { inject } from 'vitest';

export type Script = {
  readonly text: string;
  /** Sizes in bytes of the pieces, each written by itself; the rest goes in one. */
  readonly sizes: readonly number[];
  /** `hang`: the connection stays open and silent. */
  readonly end: 'close' | 'cut' | 'hang';
  /** Before the headers. */
  readonly delayMs?: number;
  /** Behind the text: this event again and again, as fast as it is taken. */
  readonly flood?: { readonly name: string; readonly event: string; readonly bytes: number };
};

/** The provider's answer. */
export function play(script: Script, signal: AbortSignal): Promise<Response> {
  return fetch(inject('upstreamUrl'), { method: 'POST', body: JSON.stringify(script), signal });
}

/** Bytes of a flood that the upstream has got rid of so far. */
export async function takenOf(name: string): Promise<number> {
  return Number(await (await fetch(`${inject('upstreamUrl')}?name=${name}`)).text());
}

/** Sizes of 1 to 97 bytes, the same ones every time, for as many bytes as may come. */
export function unevenSizes(bytes: number): number[] {
  const sizes: number[] = [];
  for (let sum = 0, size = 1; sum < bytes; sum += size, size = 1 + ((size * 31 + 17) % 97)) sizes.push(size);
  return sizes;
}
