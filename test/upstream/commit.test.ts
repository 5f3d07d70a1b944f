/** The commit point: an error before the first output is another attempt, an error behind it is the client's to see. */
import { describe, expect, test } from 'vitest';
import { collect } from '../../src/core/collect.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { readStreamHead } from '../../src/upstream/commit.ts';
import { said, streams } from '../support/world/answers.ts';
import { type BodyEnd, bodyOf } from '../support/world/provider.ts';

const utf8 = new TextEncoder();

function head(protocol: ProtocolId, texts: readonly string[], end: BodyEnd = 'close', onCancel?: () => void) {
  return readStreamHead(bodyOf(texts, end, undefined, onCancel), protocols[protocol]);
}

async function readRest(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe.each(protocolIds)('%s', (protocol) => {
  const { events, outputAt, error } = streams[protocol];

  test('commits at the first output, with the head as sent and the rest unread', async () => {
    const committed = await head(protocol, events);
    if (!committed.ok) throw new Error(committed.error.message);
    const { head: bytes, body } = committed.value;
    expect(new TextDecoder().decode(bytes)).toBe(events.slice(0, outputAt + 1).join(''));
    expect(body.locked).toBe(false);
    expect(await readRest(body)).toBe(events.slice(outputAt + 1).join(''));
  });

  test('head and rest together are the answer', async () => {
    const committed = await head(protocol, events);
    if (!committed.ok) throw new Error(committed.error.message);
    const { events: seen, parser, decoder, body } = committed.value;
    const rest = [...parser.push(utf8.encode(await readRest(body))), ...parser.end()];
    const all = [...seen, ...rest.flatMap((event) => decoder.push(event)), ...decoder.end()];
    expect(collect(all)).toMatchObject({ ok: true, value: { blocks: [{ type: 'text', text: said }] } });
  });

  test('however the bytes come', async () => {
    const bytes = utf8.encode(events.join(''));
    for (const size of [1, 7, bytes.length]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
        bytes.slice(at * size, (at + 1) * size),
      );
      const body = new ReadableStream<Uint8Array>({
        start(controller) {
          for (const piece of pieces) controller.enqueue(piece);
          controller.close();
        },
      });
      const committed = await readStreamHead(body, protocols[protocol]);
      if (!committed.ok) throw new Error(committed.error.message);
      const rest = await readRest(committed.value.body);
      expect(new TextDecoder().decode(committed.value.head) + rest).toBe(events.join(''));
    }
  });

  test.each(events.map((_, at) => at))('an error as event %i', async (at) => {
    let isCancelled = false;
    const texts = [...events.slice(0, at), error, ...events.slice(at)];
    const result = await head(protocol, texts, 'close', () => {
      isCancelled = true;
    });
    if (at <= outputAt) {
      expect(result).toMatchObject({ ok: false, error: { kind: 'server' } });
      expect(isCancelled).toBe(true);
    } else expect(result.ok).toBe(true);
  });

  test.each(events.map((_, at) => at))('the end in front of event %i', async (at) => {
    const result = await head(protocol, events.slice(0, at));
    if (at === 0) expect(result).toMatchObject({ ok: false, error: { kind: 'invalid-response' } });
    else if (at <= outputAt) expect(result).toMatchObject({ ok: false, error: { kind: 'truncated' } });
    else expect(result.ok).toBe(true);
  });

  test.each(events.map((_, at) => at))('a cut in front of event %i', async (at) => {
    const reading = head(protocol, events.slice(0, at), 'cut');
    if (at <= outputAt) await expect(reading).rejects.toThrow('terminated');
    else expect((await reading).ok).toBe(true);
  });

  test('comments and pings are no output', async () => {
    const result = await head(protocol, [': a\n\n', ...events.slice(0, outputAt), ': b\n\n', error]);
    expect(result.ok).toBe(false);
  });

  test('a head without end is not read for ever', async () => {
    const filler = `: ${'x'.repeat(4 * 1024 * 1024)}\n\n`;
    const result = await head(protocol, Array<string>(20).fill(filler), 'hang');
    expect(result).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });

  test('nor is a single event', async () => {
    const piece = 'x'.repeat(4 * 1024 * 1024);
    const result = await head(protocol, ['data: ', piece, piece, piece], 'hang');
    expect(result).toMatchObject({ ok: false, error: { kind: 'too-large' } });
  });
});

test('an answer that is over without any output is one', async () => {
  const { events } = streams['openai-chat'];
  const empty = [events[0] ?? '', ...events.slice(3)];
  expect(await head('openai-chat', empty)).toMatchObject({ ok: true });
});
