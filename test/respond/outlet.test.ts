/** What is pushed reaches the client whole and in order; a client that has left is noticed once and left alone. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Outlet } from '../../src/respond/outlet.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('everything arrives, in order, in few writes', async () => {
  const written: string[] = [];
  const outlet = new Outlet({ write: async (text) => void written.push(text) }, () => {});
  const pieces = Array.from({ length: 100 }, (_, at) => `${at},`);
  for (const piece of pieces) outlet.push(piece);
  const drained = outlet.drain();
  await vi.runAllTimersAsync();
  await drained;
  expect(written.join('')).toBe(pieces.join(''));
  expect(written.length).toBeLessThanOrEqual(2);
  expect(outlet.backlog).toBe(0);
});

test('a slow client is seen in the backlog', async () => {
  let take = () => {};
  const outlet = new Outlet({ write: () => new Promise((resolve) => (take = resolve)) }, () => {});
  outlet.push('first');
  await vi.advanceTimersByTimeAsync(10);
  outlet.push('12345');
  expect(outlet.backlog).toBe(5);
  take();
  await vi.advanceTimersByTimeAsync(10);
  expect(outlet.backlog).toBe(0);
  take();
  await outlet.drain();
});

test('a client that has left is told of once, and nothing is written any more', async () => {
  const onLeave = vi.fn();
  const write = vi.fn(async () => {
    throw new Error('gone');
  });
  const outlet = new Outlet({ write }, onLeave);
  for (const text of ['a', 'b', 'c']) {
    outlet.push(text);
    await vi.advanceTimersByTimeAsync(10);
    await outlet.drain();
  }
  expect(outlet.hasClientLeft).toBe(true);
  expect(onLeave).toHaveBeenCalledOnce();
  expect(write).toHaveBeenCalledOnce();
  expect(outlet.backlog).toBe(0);
});

test('nothing to say is nothing to write', async () => {
  const write = vi.fn(async () => {});
  const outlet = new Outlet({ write }, () => {});
  outlet.push('');
  await outlet.drain();
  expect(write).not.toHaveBeenCalled();
});
