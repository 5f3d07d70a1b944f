/**
 * Real provider traffic through the running Worker: the bytes pass on the same protocol, and over the other two a
 * real client reads the same. The recordings are not part of the project; SIGNALBOX_RECORDINGS names their file.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ProtocolId } from '../../src/core/target.ts';
import { type Reading, readWithAiSdk } from '../support/ai-sdk-reading.ts';
import { type ReplayUpstream, startReplayUpstream } from '../support/replay-upstream.ts';
import { type Router, startRouter, testKey } from '../support/start-router.ts';

type Recording = {
  id: string;
  protocol: 'chat' | 'responses' | 'messages';
  stream: boolean;
  status: number;
  content_type: string | null;
  server_tools: boolean;
  request: Record<string, unknown> | null;
  body?: string;
  response?: unknown;
};

const file =
  process.env.SIGNALBOX_RECORDINGS ??
  join(import.meta.dirname, '../../../shared/recordings/recordings.jsonl');
const recordings: Recording[] = existsSync(file)
  ? readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Recording)
  : [];

const protocolOf: Record<Recording['protocol'], ProtocolId> = {
  chat: 'openai-chat',
  responses: 'openai-responses',
  messages: 'anthropic-messages',
};
const paths: Record<ProtocolId, string> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

function bodyOf({ body, response }: Recording): string {
  return body ?? JSON.stringify(response);
}

/** Deterministic pseudo-random pieces, so that a failure can be had again. */
function pieces(seed: number, length: number): number[] {
  const sizes: number[] = [];
  let state = seed * 2654435761;
  for (let sum = 0; sum < length && sizes.length < 400; ) {
    state = (Math.imul(state ^ (state >>> 15), 2246822519) + 3266489917) | 0;
    const size = 1 + (Math.abs(state) % 97);
    sizes.push(size);
    sum += size;
  }
  return sizes;
}

let upstream: ReplayUpstream;
let router: Router;

beforeAll(async () => {
  if (recordings.length === 0) return;
  upstream = await startReplayUpstream();
  router = await startRouter({
    vars: { REPLAY_BASE_URL: upstream.url, REPLAY_API_KEY: 'replay-key' },
    routes: 'test/support/replay.config.ts',
  });
});

afterAll(async () => {
  await router?.stop();
  await upstream?.stop();
});

function play(recording: Recording, cut: number[] | null): void {
  upstream.play({
    status: recording.status,
    contentType: recording.content_type ?? (recording.stream ? 'text/event-stream' : 'application/json'),
    body: bodyOf(recording),
    ...(cut && { pieces: cut }),
  });
}

function requestFor(recording: Recording): Record<string, unknown> {
  const model = `replay-${recording.protocol}`;
  if (recording.request !== null)
    return {
      ...recording.request,
      model,
      ...(recording.stream && { stream_options: { include_usage: true } }),
    };
  const asked = [{ role: 'user', content: 'Replay, please.' }];
  const stream = recording.stream;
  if (recording.protocol === 'responses') return { model, input: asked, stream };
  if (recording.protocol === 'messages') return { model, messages: asked, max_tokens: 1000, stream };
  return { model, messages: asked, stream, ...(stream && { stream_options: { include_usage: true } }) };
}

function baseOf(protocol: ProtocolId, url: string, isDirect: boolean): string {
  const needsVersion = protocol === 'anthropic-messages' || !isDirect;
  return needsVersion ? `${url}/v1` : url;
}

/** One stream holds one answer; a file that holds several, one after the other, is played answer by answer. */
function answersOf(recording: Recording): Recording[] {
  const parts = bodyOf(recording).split(/(?=^event: response\.created\n)/m);
  if (parts.length < 2) return [recording];
  return parts.map((body, at) => ({ ...recording, id: `${recording.id} [${at + 1}]`, body }));
}

/** Answers that this router words itself: its own account's trouble, and what it refuses before sending. */
const ownWords: Readonly<Record<string, { status: number; code: string }>> = {
  'vercel/openai-error.1.sse': { status: 503, code: 'upstream_quota_exhausted' },
  'vercel/openai-error.1.json': { status: 503, code: 'upstream_quota_exhausted' },
  'envoy/chat-bad-request': { status: 400, code: 'invalid_request' },
  'envoy/chat-no-messages': { status: 400, code: 'invalid_request' },
};

type Outcome = Reading | { error: true };

/** What a faithful translation reads as: the direct reading, but for the differences that docs/fidelity.md names. */
function expectedOver(protocol: ProtocolId, direct: Outcome, recording: Recording): Outcome {
  if ('error' in direct) return direct;
  const expected = { ...direct, usage: { ...direct.usage } };
  if (protocol === 'anthropic-messages') {
    // Messages has no way to say that a count was not reported.
    expected.usage.input ??= 0;
    expected.usage.output ??= 0;
  }
  // The other protocols have a place for a refusal's explanation that their clients read as text.
  const explanation = /"explanation":"([^"]*)"/.exec(bodyOf(recording))?.[1];
  if (direct.finish === 'content-filter' && explanation) expected.text += explanation;
  // Responses knows a refusal by its part, which needs a text; where the model gave none, it is ours.
  else if (direct.finish === 'content-filter' && protocol === 'openai-responses') {
    expected.text += 'The model declined to answer.';
  }
  return expected;
}

/** The Vercel AI SDK does not read `reasoning_content` of Chat Completions; its other clients do. */
async function readReasoningContent(model: string, stream: boolean): Promise<string> {
  const response = await fetch(`${router.url}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'Replay, please.' }], stream }),
  });
  const text = await response.text();
  const objects = stream
    ? [...text.matchAll(/^data: (\{.*)$/gm)].map(([, data]) => JSON.parse(data ?? ''))
    : [JSON.parse(text)];
  return objects
    .map(({ choices: [choice] }) => (choice?.message ?? choice?.delta)?.reasoning_content ?? '')
    .join('');
}

/** Parts of reasoning are joined with blank lines where a protocol has but one. */
function withoutBlankLines(reading: Reading): Reading {
  return { ...reading, reasoning: reading.reasoning.replaceAll('\n\n', '') };
}

describe.skipIf(recordings.length === 0)(
  `${recordings.length} recordings${recordings.length === 0 ? ' (skipped: no recordings beside the project)' : ''}`,
  () => {
    describe('passthrough', () => {
      test.each(recordings.map((recording) => [recording.id, recording] as const))(
        '%s',
        async (_, recording) => {
          play(recording, recording.stream ? pieces(recording.id.length, bodyOf(recording).length) : null);
          const asked = JSON.stringify(requestFor(recording));
          const response = await fetch(router.url + paths[protocolOf[recording.protocol]], {
            method: 'POST',
            headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
            body: asked,
          });
          if (response.headers.get('x-signalbox-attempts') !== null) expect(upstream.lastBody()).toBe(asked);
          const own = ownWords[recording.id];
          if (own) {
            expect(response.status).toBe(own.status);
            expect(await response.json()).toMatchObject({ error: { code: own.code } });
            return;
          }
          expect(await response.text()).toBe(bodyOf(recording));
          expect(response.status).toBe(recording.status);
        },
      );
    });

    const readable = recordings
      .filter(({ server_tools, status }) => !server_tools && status === 200)
      .flatMap(answersOf);
    const pairs = readable.flatMap((recording) =>
      Object.values(protocolOf)
        .filter((protocol) => protocol !== protocolOf[recording.protocol])
        .flatMap((protocol) =>
          [false, true].map(
            (cut) => [recording.id, protocol, cut ? 'in pieces' : 'whole', recording] as const,
          ),
        ),
    );

    describe('translation, as the Vercel AI SDK reads it', () => {
      test.each(pairs)('%s over %s, %s', async (_id, protocol, how, recording) => {
        const native = protocolOf[recording.protocol];
        play(recording, how === 'in pieces' ? pieces(7, bodyOf(recording).length) : null);
        const model = `replay-${recording.protocol}`;
        const read = (over: ProtocolId, url: string, isDirect: boolean): Promise<Outcome> =>
          readWithAiSdk(
            { protocol: over, baseUrl: baseOf(over, url, isDirect), key: testKey, model },
            recording.stream,
          ).then(withoutBlankLines, () => ({ error: true }));
        const direct = await read(native, upstream.url, true);
        const through = await read(protocol, router.url, false);
        if (protocol === 'openai-chat' && !('error' in through)) {
          through.reasoning = (await readReasoningContent(model, recording.stream)).replaceAll('\n\n', '');
        }
        expect(through).toEqual(expectedOver(protocol, direct, recording));
      });
    });
  },
);
