/** RESP2: commands to bytes, and the law that any split of the bytes gives the same replies. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Reply } from '../../../src/dev/upstash/engine.ts';
import { createReplyParser, encodeCommand } from '../../../src/dev/upstash/resp.ts';

function print(reply: Reply): string {
  switch (reply.type) {
    case 'status':
      return `+${reply.text}\r\n`;
    case 'error':
      return `-${reply.text}\r\n`;
    case 'integer':
      return `:${reply.value}\r\n`;
    case 'bulk':
      return reply.bytes === null ? '$-1\r\n' : `$${reply.bytes.length}\r\n${reply.bytes}\r\n`;
    case 'array':
      return reply.items === null
        ? '*-1\r\n'
        : `*${reply.items.length}\r\n${reply.items.map(print).join('')}`;
    default:
      return reply satisfies never;
  }
}

const line = fc.stringMatching(/^[A-Za-z0-9 ]*$/);
const bytes = fc.uint8Array({ maxLength: 20 }).map((array) => Buffer.from(array).toString('latin1'));
const replies = fc.letrec<{ reply: Reply }>((tie) => ({
  reply: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constant('status' as const), text: line }),
    fc.record({ type: fc.constant('error' as const), text: line }),
    fc.record({
      type: fc.constant('integer' as const),
      value: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    }),
    fc.record({ type: fc.constant('bulk' as const), bytes: fc.option(bytes) }),
    fc.record({
      type: fc.constant('array' as const),
      items: fc.option(fc.array(tie('reply'), { maxLength: 4 })),
    }),
  ),
})).reply;

describe('the reply parser', () => {
  it('gives the same replies for any split of the bytes', () => {
    const law = fc.property(
      fc.array(replies, { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 5 }),
      (expected, sizes) => {
        const all = Buffer.from(expected.map(print).join(''), 'latin1');
        const parser = createReplyParser();
        const received: Reply[] = [];
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const next = at + (sizes[turn % sizes.length] ?? 1);
          received.push(...parser.push(all.subarray(at, next)));
          at = next;
        }
        expect(received).toEqual(expected);
      },
    );
    fc.assert(law, { numRuns: 300 });
  });

  it('refuses bytes that are not RESP2', () => {
    expect(() => createReplyParser().push(Buffer.from('HTTP/1.1 200 OK\r\n'))).toThrow(/not a RESP2 reply/);
  });
});

describe('encodeCommand', () => {
  it('counts bytes, not characters', () => {
    expect(encodeCommand(['SET', 'k', '\xc3\xbc\r\n']).toString('latin1')).toBe(
      '*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$4\r\n\xc3\xbc\r\n\r\n',
    );
  });
});
