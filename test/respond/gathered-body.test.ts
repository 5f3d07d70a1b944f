/** A stream read in few pieces loses nothing, waits for a slow reader, and lets the upstream go. */
import fc from 'fast-check';
import { afterEach, expect, test, vi } from 'vitest';
import { GatheredBody } from '../../src/respond/gathered-body.ts';
import { bodyOf } from '../support/world/provider.ts';

const utf8 = new TextDecoder();

async function readAll(body: GatheredBody): Promise<{ text: string; pieces: number }> {
  let text = '';
  for (let pieces = 0; ; pieces++) {
    const { done, value } = await body.read();
    if (done) return { text, pieces };
    text += utf8.decode(value);
  }
}

test('whatever the pieces, all of it comes, in order', async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sizes, async (lengths) => {
      const texts = lengths.map((length, at) => String.fromCharCode(97 + at).repeat(length));
      const { text } = await readAll(new GatheredBody(bodyOf(texts)));
      expect(text).toBe(texts.join(''));
    }),
    { numRuns: 30 },
  );
});

afterEach(() => void vi.useRealTimers());

test('a burst comes in few pieces', async () => {
  // A clock that stands still: everything comes at once, however busy the machine is.
  vi.useFakeTimers({ toFake: ['Date'] });
  const { text, pieces } = await readAll(new GatheredBody(bodyOf(Array<string>(400).fill('data: x\n\n'))));
  expect(text).toHaveLength(400 * 9);
  expect(pieces).toBeLessThan(100);
});

test('while nobody reads, the upstream is not run through', async () => {
  let given = 0;
  const endless = new ReadableStream({
    type: 'bytes',
    pull(controller) {
      given += 32 * 1024;
      controller.enqueue(new Uint8Array(32 * 1024));
    },
  });
  const body = new GatheredBody(endless);
  await body.read();
  for (let turn = 0; turn < 200; turn++) await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBeLessThan(512 * 1024);
  body.cancel();
});

test('a cut is heard', async () => {
  await expect(readAll(new GatheredBody(bodyOf(['a', 'b'], 'cut')))).rejects.toThrow('terminated');
});

test('cancelling lets the upstream go', async () => {
  const left = Promise.withResolvers<void>();
  const body = new GatheredBody(bodyOf(['a'], 'hang', undefined, left.resolve));
  await body.read();
  body.cancel();
  await left.promise;
});
