/** What a local run has the Worker do once a minute. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { callEveryMinute } from '../../../src/dev/start/every-minute.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const minuteMs = 60_000;

/** `answers`: what each call comes to, in turn. */
function run(...answers: readonly (() => Promise<unknown>)[]) {
  const calls: { url: string; signal: AbortSignal }[] = [];
  const end = callEveryMinute({
    url: 'http://127.0.0.1:8787',
    call: async (url, { signal }) => {
      calls.push({ url, signal });
      await answers[calls.length - 1]?.();
    },
  });
  return { calls, end };
}

test('calls the handler of the cron once a minute, until it is ended', async () => {
  const { calls, end } = run();
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  expect(calls.map(({ url }) => url)).toEqual(
    Array(2).fill('http://127.0.0.1:8787/cdn-cgi/handler/scheduled?cron=*+*+*+*+*'),
  );
  end();
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  expect(calls).toHaveLength(2);
});

test('a call that fails is nothing: the next one comes a minute later', async () => {
  const { calls, end } = run(() => Promise.reject(new Error('fetch failed')));
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  expect(calls).toHaveLength(2);
  end();
});

test('one is under way at a time, and ends with the run', async () => {
  const { calls, end } = run(() => new Promise(() => {}));
  await vi.advanceTimersByTimeAsync(3 * minuteMs);
  expect(calls.map(({ signal }) => signal.aborted)).toEqual([false]);
  end();
  expect(calls[0]?.signal.aborted).toBe(true);
});
