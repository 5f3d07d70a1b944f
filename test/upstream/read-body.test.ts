/** No answer fills the memory: bytes are counted while they come. */
import { expect, test } from 'vitest';
import { parseError, readBounded } from '../../src/upstream/read-body.ts';
import { bodyOf } from '../support/world/provider.ts';

const read = (texts: readonly string[], limit: number, headers: HeadersInit = {}) =>
  readBounded(new Response(bodyOf(texts), { headers }), limit);

test('up to the limit the text is read, characters across chunks too', async () => {
  const bytes = new TextEncoder().encode('né😀');
  const body = new ReadableStream({
    type: 'bytes',
    start(controller) {
      for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
      controller.close();
    },
  });
  expect(await readBounded(new Response(body), bytes.length)).toBe('né😀');
  expect(await read([], 0)).toBe('');
  expect(await readBounded(new Response(null), 0)).toBe('');
});

test('over it there is none, and the rest is not read', async () => {
  let isCancelled = false;
  const body = bodyOf(Array<string>(1000).fill('x'.repeat(100)), 'close', undefined, () => {
    isCancelled = true;
  });
  expect(await readBounded(new Response(body), 250)).toBeNull();
  expect(isCancelled).toBe(true);
});

test.each([
  ['too large', '1000'],
  ['no number', 'many'],
  ['negative', '-1'],
])('a declared length that is %s is not believed', async (_, length) => {
  expect(await read(['x'.repeat(20)], 10, { 'content-length': length })).toBeNull();
  expect(await read(['x'.repeat(5)], 10, { 'content-length': length })).toBe('xxxxx');
});

test('of a compressed body the declared length says nothing', async () => {
  const headers = { 'content-length': '5', 'content-encoding': 'gzip' };
  expect(await read(['x'.repeat(20)], 10, headers)).toBeNull();
});

test('a cut is an error', async () => {
  await expect(readBounded(new Response(bodyOf(['a'], 'cut')), 10)).rejects.toThrow('terminated');
});

test.each([
  ['an object', '{"error": {"code": 400}}', '{"error": {"code": 400}}'],
  ['one in an array, as Google sends it', '[{"error": {"code": 400}}]\n', '{"error":{"code":400}}'],
  ['an empty array', '[]', null],
  ['an array of something else', '["error"]', null],
  ['no object', '"error"', null],
  ['half of one', '[{"error": {', null],
  ['nothing', '', null],
])('the error in a body: %s', (_, text, told) => {
  const found = parseError(text);
  expect(found?.text ?? null).toBe(told);
  expect(found?.raw ?? null).toEqual(told === null ? null : JSON.parse(told));
});
