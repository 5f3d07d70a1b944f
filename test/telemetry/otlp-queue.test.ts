/** The queue to a collector: gathered, bounded, one message at a time, sent again where that helps, never in the way. */
import { describe, expect, test } from 'vitest';
import type { LogEntry } from '../../src/core/log-entry.ts';
import { gatherMs, mostWaiting, OtlpQueue } from '../../src/telemetry/otlp-queue.ts';

type Answer = Response | Error;

const ok = () => new Response('{}');
const status = (code: number, headers: HeadersInit = {}) => new Response(null, { status: code, headers });

type Sent = { readonly items: number[]; readonly fromMs: number; readonly toMs: number };

/** Time moves by sleeping only; a timer that `rings` false for never comes back, as in a request that was ended. */
function makeQueue(answers: Answer[] = [], mostAtOnce = 4) {
  const clock = { ms: 0, rings: true };
  const sent: Sent[] = [];
  const inits: RequestInit[] = [];
  const slept: number[] = [];
  const log: LogEntry[] = [];
  const works: Promise<unknown>[] = [];
  let open = 0;
  let mostOpen = 0;
  const queue = new OtlpQueue<number>(
    {
      signal: 'traces',
      url: 'https://collector.test/v1/traces?key=SECRET',
      headers: new Headers({ authorization: 'SECRET' }),
      mostAtOnce,
      build: (items, fromMs, toMs) => {
        if (items.includes(666)) throw new Error('a bug');
        return { items, fromMs, toMs };
      },
    },
    {
      send: async (_, init) => {
        mostOpen = Math.max(mostOpen, ++open);
        await Promise.resolve();
        open -= 1;
        inits.push(init ?? {});
        sent.push(JSON.parse(String(init?.body)));
        const answer = answers.shift() ?? ok();
        if (answer instanceof Error) throw answer;
        return answer;
      },
      now: () => clock.ms,
      sleep: async (ms) => {
        slept.push(ms);
        if (!clock.rings) await new Promise(() => undefined);
        clock.ms += ms;
      },
      random: () => 0.5,
      log: (entry) => void log.push(entry),
    },
  );
  const add = (...items: number[]) => {
    for (const item of items) queue.add(item, (work) => void works.push(work));
  };
  const settled = async () => {
    while (works.length > 0) await works.shift();
  };
  const items = () => sent.map((each) => each.items);
  return { add, settled, items, sent, inits, slept, log, works, clock, mostOpen: () => mostOpen };
}

describe('what is told', () => {
  test('goes out a second later, together, and never before the caller goes on', async () => {
    const { add, settled, items, slept, works, inits } = makeQueue();
    add(1, 2, 3);
    expect(items()).toEqual([]);
    expect(works).toHaveLength(1);
    await settled();
    expect(items()).toEqual([[1, 2, 3]]);
    expect(slept).toEqual([gatherMs]);
    expect(inits[0]).toMatchObject({ method: 'POST', redirect: 'manual' });
  });

  test('in messages of a bounded size, one after the other', async () => {
    const { add, settled, items, mostOpen } = makeQueue();
    add(1, 2, 3, 4, 5, 6, 7, 8, 9);
    await settled();
    expect(items()).toEqual([[1, 2, 3, 4], [5, 6, 7, 8], [9]]);
    expect(mostOpen()).toBe(1);
  });

  test('each message begins where the one before has ended', async () => {
    const { add, settled, sent, clock } = makeQueue();
    add(1);
    await settled();
    clock.ms = 60_000;
    add(2);
    await settled();
    expect(sent.map(({ fromMs, toMs }) => [fromMs, toMs])).toEqual([
      [0, 1000],
      [1000, 61_000],
    ]);
  });

  test('while a message is out is sent after it, by the same turn', async () => {
    const { add, settled, items, works } = makeQueue();
    add(1);
    const turn = settled();
    add(2);
    expect(works).toHaveLength(0);
    await turn;
    expect(items().flat()).toEqual([1, 2]);
  });
});

describe('a collector that fails', () => {
  test.each([429, 502, 503, 504])('with %d gets the same again', async (code) => {
    const { add, settled, items, slept, log } = makeQueue([status(code)]);
    add(1, 2);
    await settled();
    expect(items()).toEqual([
      [1, 2],
      [1, 2],
    ]);
    expect(slept).toEqual([gatherMs, 1000]);
    expect(log).toMatchObject([
      { event: 'telemetry-failed', code: 'otlp_unavailable', detail: `traces: status ${code}, 2 waiting` },
    ]);
  });

  test('to answer gets the same again, after a longer pause each time', async () => {
    const down = () => new TypeError('connect SECRET');
    const { add, settled, items, slept, log } = makeQueue([down(), down(), down()]);
    add(1);
    await settled();
    expect(items()).toEqual([[1], [1], [1], [1]]);
    expect(slept).toEqual([gatherMs, 1000, 2000, 4000]);
    expect(log).toHaveLength(3);
    expect(log[0]?.detail).toBe('traces: no answer, 1 waiting');
  });

  test.each([400, 401, 404, 413, 500, 302])('with %d loses the message, and only that', async (code) => {
    const { add, settled, items, log } = makeQueue([status(code)]);
    add(1, 2, 3, 4, 5);
    await settled();
    expect(items()).toEqual([[1, 2, 3, 4], [5]]);
    expect(log).toMatchObject([{ code: 'otlp_refused', detail: `traces: status ${code}, 4 lost` }]);
  });

  test('is asked again when it says, and not sooner', async () => {
    const { add, settled, slept, clock } = makeQueue([status(503, { 'retry-after': '7' })]);
    add(1);
    await settled();
    expect(slept).toEqual([gatherMs, 7000]);
    const date = makeQueue([status(429, { 'retry-after': new Date(clock.ms).toUTCString() })]);
    date.add(1);
    await date.settled();
    expect(date.slept).toEqual([gatherMs, 7000]);
  });

  test('and asks for long is asked by a later request, of a minute at most', async () => {
    const { add, settled, items, clock, works } = makeQueue([status(503, { 'retry-after': '3600' })]);
    add(1);
    await settled();
    clock.ms = 1000 + 59_999;
    add(2);
    expect(works).toHaveLength(0);
    clock.ms += 1;
    add(3);
    await settled();
    expect(items()).toEqual([[1], [1, 2, 3]]);
  });

  test('all the time ends a turn before the runtime does', async () => {
    const { add, settled, clock, items } = makeQueue(Array.from({ length: 50 }, () => status(503)));
    add(1);
    await settled();
    expect(clock.ms).toBeLessThanOrEqual(gatherMs + 12_000);
    expect(items().length).toBe(4);
  });

  test('is forgiven with its first good answer', async () => {
    const { add, settled, slept } = makeQueue([status(503), status(503), ok(), status(503)]);
    add(1);
    await settled();
    add(2);
    await settled();
    expect(slept).toEqual([gatherMs, 1000, 2000, gatherMs, 1000]);
  });
});

describe('bounds', () => {
  test('hold while the collector is away: the oldest are kept, what is lost is told once', async () => {
    const { add, settled, items, log, clock } = makeQueue(
      [status(503, { 'retry-after': '60' })],
      mostWaiting,
    );
    add(...Array.from({ length: mostWaiting + 5 }, (_, at) => 1000 + at));
    await settled();
    clock.ms += 60_000;
    add(9999);
    await settled();
    expect(items().map((each) => each.length)).toEqual([mostWaiting, mostWaiting]);
    expect(items()[1]?.at(-1)).toBe(1000 + mostWaiting - 1);
    expect(log.map(({ code, detail }) => [code, detail])).toEqual([
      ['otlp_full', 'traces: 5 lost'],
      ['otlp_unavailable', `traces: status 503, ${mostWaiting} waiting`],
      ['otlp_full', 'traces: 1 lost'],
    ]);
  });

  test('a bug in one message does not stand in the way of the next', async () => {
    const { add, settled, items, log } = makeQueue();
    add(666, 2, 3, 4, 5);
    await settled();
    expect(items()).toEqual([[5]]);
    expect(log).toMatchObject([{ code: 'internal_error', detail: 'traces: 4 lost' }]);
  });
});

describe('a request that the runtime ends', () => {
  test('in the middle of its turn leaves it to the next one, after 20 seconds', async () => {
    const { add, settled, items, works, clock } = makeQueue();
    clock.rings = false;
    add(1);
    works.length = 0;
    clock.rings = true;
    clock.ms = 19_999;
    add(2);
    expect(works).toHaveLength(0);
    clock.ms = 20_000;
    add(3);
    await settled();
    expect(items()).toEqual([[1, 2, 3]]);
  });

  test('and comes back all the same sends nothing twice', async () => {
    const { add, items, works, clock } = makeQueue([status(503, { 'retry-after': '5' })]);
    add(1);
    const [slow] = works.splice(0);
    clock.ms = 20_000;
    add(2);
    await Promise.all([slow, ...works]);
    expect(items().filter((each) => each.includes(2)).length).toBe(2);
    expect(items().at(-1)).toEqual([1, 2]);
  });
});

test('no log line has the address, the headers or a word of the collector', async () => {
  const { add, settled, log } = makeQueue([new Error('SECRET'), status(503), status(400)]);
  add(1);
  await settled();
  expect(log).toHaveLength(3);
  expect(JSON.stringify(log)).not.toContain('SECRET');
});
