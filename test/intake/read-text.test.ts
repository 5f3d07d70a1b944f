/** A body's bytes: of the right kind, counted while they come, strictly UTF-8. */
import { describe, expect, test } from 'vitest';
import { readText } from '../../src/intake/read-text.ts';

const json = { 'content-type': 'application/json' };

function requestOf(body: BodyInit | null, headers: Record<string, string> = json): Request {
  const init = { method: 'POST', body, headers, duplex: 'half' };
  return new Request('http://router.test/v1/responses', init as RequestInit);
}

/** A body that comes in pieces and without a length; `sent` counts the pieces asked for. */
function pieces(piece: Uint8Array, count: number) {
  const seen = { sent: 0, isCancelled: false };
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (seen.sent === count) return controller.close();
        seen.sent++;
        controller.enqueue(piece);
      },
      cancel() {
        seen.isCancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { body, seen };
}

const utf8 = new TextEncoder();

describe('the text', () => {
  test.each(['{"a":"né😀"}', ''])('of one piece: %j', async (text) => {
    expect(await readText(requestOf(text), 100)).toBe(text);
  });

  test('of many pieces, cut inside of characters', async () => {
    const bytes = utf8.encode('{"a":"né😀"}');
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
        controller.close();
      },
    });
    expect(await readText(requestOf(body), 100)).toBe('{"a":"né😀"}');
  });

  test('of no body at all is empty', async () => {
    expect(await readText(requestOf(null), 100)).toBe('');
  });

  test('loses a byte order mark', async () => {
    expect(await readText(requestOf(utf8.encode('\ufeff{}')), 100)).toBe('{}');
  });

  test.each([
    ['a broken character', [0x22, 0xff, 0x22]],
    ['an unfinished one', [0x22, 0xe2, 0x82]],
    ['an overlong one', [0xc0, 0xaf]],
    ['half a pair', [0xed, 0xa0, 0x80]],
  ])('is UTF-8, not %s', async (_, bytes) => {
    await expect(readText(requestOf(Uint8Array.from(bytes)), 100)).rejects.toMatchObject({
      code: 'invalid_json',
      status: 400,
    });
  });
});

describe('the size', () => {
  test('is counted while it comes: what is over the limit is not read', async () => {
    const { body, seen } = pieces(new Uint8Array(100), 1_000_000);
    await expect(readText(requestOf(body), 250)).rejects.toMatchObject({
      code: 'request_too_large',
      status: 413,
      retryable: false,
    });
    expect(seen).toEqual({ sent: 3, isCancelled: true });
  });

  test('up to the limit it is taken', async () => {
    const { body } = pieces(utf8.encode('"12345678"'), 1);
    expect(await readText(requestOf(body), 10)).toHaveLength(10);
  });

  test('a declared one over the limit is refused unread', async () => {
    const { body, seen } = pieces(new Uint8Array(1), 5);
    const request = requestOf(body, { ...json, 'content-length': '251' });
    await expect(readText(request, 250)).rejects.toMatchObject({ code: 'request_too_large' });
    expect(seen.sent).toBe(0);
  });

  test.each(['10', '-1', 'many', '1e1', ''])('a declared one is not believed: %j', async (length) => {
    const { body } = pieces(new Uint8Array(100), 5);
    const request = requestOf(body, { ...json, 'content-length': length });
    await expect(readText(request, 250)).rejects.toMatchObject({ code: 'request_too_large' });
  });

  test.each([
    [10_000_000, '10 MB'],
    [1234, '1234 bytes'],
  ])('the limit is told: %i', async (limit, words) => {
    const request = requestOf('', { ...json, 'content-length': String(limit + 1) });
    await expect(readText(request, limit)).rejects.toThrow(`the limit of ${words}`);
  });
});

describe('the content type', () => {
  test.each([
    'application/json',
    'application/json; charset=utf-8',
    'APPLICATION/JSON',
    'application/vnd.api+json',
    'application/problem+json;x=y',
  ])('%s', async (type) => expect(await readText(requestOf('{}', { 'content-type': type }), 9)).toBe('{}'));

  test.each([
    'text/plain',
    'application/jsonp',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'text/json',
  ])('not %s', async (type) => {
    const { body, seen } = pieces(new Uint8Array(1), 5);
    await expect(readText(requestOf(body, { 'content-type': type }), 9)).rejects.toMatchObject({
      code: 'unsupported_media_type',
      status: 415,
      param: 'content-type',
    });
    expect(seen.sent).toBe(0);
  });

  test('must be told', async () => {
    const request = requestOf(utf8.encode('{}'), {});
    await expect(readText(request, 9)).rejects.toThrow('must be application/json; got none');
  });

  test.each(['gzip', 'br', 'gzip, identity'])('not compressed: %s', async (encoding) => {
    const request = requestOf('{}', { ...json, 'content-encoding': encoding });
    await expect(readText(request, 9)).rejects.toMatchObject({
      code: 'unsupported_media_type',
      param: 'content-encoding',
    });
  });

  test('identity is no compression', async () => {
    expect(await readText(requestOf('{}', { ...json, 'content-encoding': 'identity' }), 9)).toBe('{}');
  });
});
