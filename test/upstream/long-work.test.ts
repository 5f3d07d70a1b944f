/** One answer over many connections: whatever breaks them, every event comes once and in order, or the break is told. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { WorkStart } from '../../src/core/long-work.ts';
import { StopSwitch } from '../../src/core/stop-switch.ts';
import { openaiResponses } from '../../src/protocols/openai-responses/index.ts';
import { BackgroundAnswer, workLimits } from '../../src/upstream/long-work.ts';
import { makeConfig, theModel } from '../support/world/models.ts';
import { type Answer, bodyOf, eventStream, hang, json, type SentCall } from '../support/world/provider.ts';
import { makeWorld } from '../support/world/world.ts';

const { longWork: how } = openaiResponses;
const provider = makeConfig().providers.get('openai');
if (how === null || provider === undefined) throw new Error('a test without its world');

const item = { id: 'msg_1', type: 'message', role: 'assistant', content: [] };
const words = ['Ünder ', '漢字 ', '🙂 ', 'and ', 'out'];
const finished = {
  id: 'resp_1',
  status: 'completed',
  output: [
    {
      ...item,
      status: 'completed',
      content: [{ type: 'output_text', text: words.join(''), annotations: [] }],
    },
  ],
  usage: { input_tokens: 11, output_tokens: 7, total_tokens: 18 },
};
const place = { output_index: 0, content_index: 0, item_id: 'msg_1' };

const whole = [
  ['response.created', { response: { id: 'resp_1', status: 'queued' } }],
  ['response.in_progress', { response: { id: 'resp_1', status: 'in_progress' } }],
  ['response.output_item.added', { output_index: 0, item }],
  ...words.map((delta) => ['response.output_text.delta', { ...place, delta }] as const),
  ['response.completed', { response: finished }],
].map(([type, fields], at) => {
  const data = JSON.stringify({ type, sequence_number: at, ...(fields as object) });
  return `event: ${String(type)}\ndata: ${data}\n\n`;
});

const text = whole.join('');
const bytes = (value: string) => Buffer.from(value);

type Case = {
  readonly answer: Answer;
  readonly first?: ReadableStream<Uint8Array> | null;
  readonly responseId?: string;
  readonly isDeleted?: boolean;
  readonly idleMs?: number;
  readonly stop?: StopSwitch;
};

/** Opens it and reads it to its end. */
async function hear({
  answer,
  first = null,
  responseId,
  isDeleted = false,
  idleMs = 600_000,
  stop = new StopSwitch(),
}: Case) {
  const { deps, provider: faked, settled, slept } = makeWorld(answer);
  const starts: WorkStart[] = [];
  const lost: string[] = [];
  const { waitUntil, sleep, random } = deps;
  const work = new BackgroundAnswer(
    {
      how: how as NonNullable<typeof how>,
      target: {
        name: 'alpha@high',
        model: theModel('alpha'),
        wireModel: 'alpha',
        provider: provider as NonNullable<typeof provider>,
        protocol: 'openai-responses',
        effort: 'high',
      },
      outbound: deps.outbound,
      stop,
      idleMs,
      responseLimitBytes: 100_000,
      effects: {
        waitUntil,
        sleep,
        random,
        onStart: (start) => starts.push(start),
        onLost: (id) => lost.push(id),
        isKept: false,
      },
      isDeleted,
    },
    responseId ?? null,
  );
  const pieces: Uint8Array[] = [];
  let fault: unknown = null;
  const reader = work.open(first).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      pieces.push(value);
    }
  } catch (error) {
    fault = error;
  }
  await settled();
  const calls = faked.calls.map(({ method, url }) => `${method} ${url.split('/v1')[1]}`);
  return { heard: Buffer.concat(pieces).toString('utf8'), fault, calls, starts, lost, slept, work };
}

/** A connection that brings this many bytes of the events behind `after`. */
function connection(after: number, upTo: number, end: 'close' | 'cut' = 'cut'): ReadableStream<Uint8Array> {
  const rest = bytes(whole.slice(after + 1).join(''));
  return bodyOf([rest.subarray(0, upTo).toString('latin1')], end).pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      // `bodyOf` speaks text; the cut is in bytes.
      transform: (chunk, controller) =>
        controller.enqueue(Buffer.from(Buffer.from(chunk).toString(), 'latin1')),
    }),
  );
}

const afterOf = ({ url }: SentCall) => Number(new URL(url).searchParams.get('starting_after') ?? -1);

describe('law', () => {
  test('cut anywhere, any number of times, with events told again: each comes once, in order, byte by byte', async () => {
    const cuts = fc.array(fc.record({ upTo: fc.nat(1200), overlap: fc.nat(3), isClean: fc.boolean() }), {
      maxLength: workLimits.resumesInARow - 2,
    });
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: whole[0]?.length ?? 0, max: 1200 }),
        cuts,
        async (firstUpTo, later) => {
          const left = [...later];
          const answer: Answer = (call) => {
            const next = left.shift();
            const after = afterOf(call);
            if (next === undefined) return eventStream(connection(after, 10_000, 'close'));
            const from = Math.max(-1, after - next.overlap);
            return eventStream(connection(from, next.upTo, next.isClean ? 'close' : 'cut'));
          };
          const { heard, fault, calls, starts } = await hear({ answer, first: connection(-1, firstUpTo) });
          expect(fault).toBeNull();
          expect(heard).toBe(text);
          expect(starts).toEqual([
            {
              responseId: 'resp_1',
              targetName: 'alpha@high',
              provider: 'openai',
              protocol: 'openai-responses',
            },
          ]);
          expect(
            calls.every((call) => call.startsWith('GET /responses/resp_1?stream=true&starting_after=')),
          ).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe('a connection', () => {
  const cutAt = (events: number) => connection(-1, bytes(whole.slice(0, events).join('')).length + 9);

  test('that skips an event is not believed', async () => {
    let asked = 0;
    const answer: Answer = (call) =>
      eventStream(connection(afterOf(call) + (asked++ === 0 ? 1 : 0), 10_000, 'close'));
    const { heard, calls } = await hear({ answer, first: cutAt(4) });
    expect(heard).toBe(text);
    expect(calls).toEqual([
      'GET /responses/resp_1?stream=true&starting_after=3',
      'GET /responses/resp_1?stream=true&starting_after=3',
    ]);
  });

  test('that is refused or fails is tried again, later each time', async () => {
    const failures: Answer[] = [
      () => json({ error: {} }, 503),
      () => json({ error: {} }, 429),
      () => {
        throw new TypeError('fetch failed');
      },
    ];
    const answer: Answer = (call) =>
      failures.shift()?.(call) ?? eventStream(connection(afterOf(call), 10_000, 'close'));
    const { heard, slept, work } = await hear({ answer, first: cutAt(5) });
    expect(heard).toBe(text);
    expect(work.resumes).toBe(4);
    expect(slept).toEqual([300, 600, 1200]);
  });

  test('that brings nothing new is tried a bounded number of times; then the answer is called off', async () => {
    const answer: Answer = ({ method }) => (method === 'POST' ? json({}) : json({ error: {} }, 500));
    const { heard, fault, calls, lost } = await hear({ answer, first: cutAt(6) });
    expect(heard).toBe(whole.slice(0, 6).join(''));
    expect(fault).not.toBeNull();
    expect(calls).toHaveLength(workLimits.resumesInARow + 1);
    expect(calls.at(-1)).toBe('POST /responses/resp_1/cancel');
    expect(lost).toEqual(['resp_1']);
  });

  test('that falls silent is left for another one', async () => {
    const answer: Answer = (call) => eventStream(connection(afterOf(call), 10_000, 'close'));
    const { heard, calls } = await hear({ answer, first: bodyOf(whole.slice(0, 4), 'hang'), idleMs: 80 });
    expect(heard).toBe(text);
    expect(calls).toEqual(['GET /responses/resp_1?stream=true&starting_after=3']);
  });

  test('that never answers is left for another one', async () => {
    let asked = 0;
    const answer: Answer = (call) =>
      asked++ === 0 ? hang(call) : eventStream(connection(afterOf(call), 10_000, 'close'));
    const { heard, calls } = await hear({ answer, first: cutAt(4), idleMs: 80 });
    expect(heard).toBe(text);
    expect(calls).toHaveLength(2);
  });

  test('that was cut before the answer had an id leaves nothing to take up', async () => {
    const answer: Answer = () => json({});
    const { heard, fault, calls } = await hear({ answer, first: connection(-1, 20) });
    expect({ heard, calls }).toEqual({ heard: '', calls: [] });
    expect(fault).not.toBeNull();
  });
});

describe('an answer that is streamed no more', () => {
  const first = () => connection(-1, bytes(whole.slice(0, 5).join('')).length);

  test('is read until it is over, and the rest of it is told', async () => {
    let looks = 0;
    const answer: Answer = ({ url }) => {
      if (url.includes('stream=true')) return json({ error: { message: 'too old' } }, 400);
      return json(++looks < 3 ? { id: 'resp_1', status: 'in_progress' } : finished);
    };
    const { heard, calls, slept } = await hear({ answer, first: first() });
    const events = heard.split('\n\n').filter((event) => event !== '' && event !== ': ping');
    expect(events.slice(0, 5).map((event) => `${event}\n\n`)).toEqual(whole.slice(0, 5));
    const rest = events
      .slice(5)
      .map((event) => JSON.parse(event.split('data: ')[1] ?? '') as Record<string, unknown>);
    const [delta] = rest.filter(({ type }) => type === 'response.output_text.delta');
    expect(delta).toMatchObject({ sequence_number: 6, delta: words.slice(2).join('') });
    expect(rest.at(-1)).toMatchObject({ type: 'response.completed', response: finished });
    expect(heard.match(/: ping/g)).toHaveLength(2);
    expect(calls.filter((call) => call === 'GET /responses/resp_1')).toHaveLength(3);
    expect(slept).toEqual([workLimits.lookEveryMs, workLimits.lookEveryMs]);
  });

  test('and is not there any more breaks off', async () => {
    const { fault, work } = await hear({ answer: () => json({ error: {} }, 404), first: first() });
    expect(fault).not.toBeNull();
    expect(work.isGone).toBe(true);
  });
});

describe('the end', () => {
  test('of an answer that nobody wanted kept: it is deleted', async () => {
    const { calls } = await hear({ answer: () => json({}), first: connection(-1, 10_000), isDeleted: true });
    expect(calls).toEqual(['DELETE /responses/resp_1']);
  });

  test('is the last event, whatever the connection does', async () => {
    const { heard, fault, calls } = await hear({ answer: () => json({}), first: connection(-1, 10_000) });
    expect({ heard, fault, calls }).toEqual({ heard: text, fault: null, calls: [] });
  });

  test('of a call that was stopped: the answer is called off, and nothing is tried again', async () => {
    const stop = new StopSwitch();
    const body = bodyOf(whole.slice(0, 4), 'hang', stop.signal);
    const hearing = hear({ answer: () => json({}), first: body, stop });
    stop.stop('client-left');
    const { calls, fault } = await hearing;
    expect(calls.every((call) => call === 'POST /responses/resp_1/cancel')).toBe(true);
    expect(fault).not.toBeNull();
  });

  test('of an error event is the end of the stream', async () => {
    const failing = `event: error\ndata: {"type":"error","sequence_number":3,"error":{}}\n\n`;
    const { heard, fault, calls } = await hear({
      answer: () => json({}),
      first: bodyOf([...whole.slice(0, 3), failing], 'cut'),
    });
    expect(heard).toBe(whole.slice(0, 3).join('') + failing);
    expect({ fault, calls }).toEqual({ fault: null, calls: [] });
  });
});

describe('a listener', () => {
  test('hears all from the start, and neither calls off nor deletes', async () => {
    const answer: Answer = (call) => eventStream(connection(afterOf(call), 10_000, 'close'));
    const { heard, calls, starts } = await hear({ answer, responseId: 'resp_1', isDeleted: true });
    expect(heard).toBe(text);
    expect(calls).toEqual(['GET /responses/resp_1?stream=true']);
    expect(starts).toEqual([]);
    const { calls: inVain } = await hear({ answer: () => json({}, 404), responseId: 'resp_1' });
    expect(inVain).toEqual(['GET /responses/resp_1?stream=true', 'GET /responses/resp_1']);
  });
});
