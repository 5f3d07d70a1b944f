/** Requests under way: the short ones are never told of, the long ones once. */
import { expect, test } from 'vitest';
import { Announcements } from '../../src/ledger/announcements.ts';

function makeAnnouncements() {
  const ticks: (() => void)[] = [];
  const told: string[] = [];
  const works: Promise<unknown>[] = [];
  const clock = { ms: 0 };
  const announcements = new Announcements<string>({
    now: () => clock.ms,
    sleep: () => new Promise((resolve) => ticks.push(resolve)),
  });
  const add = (id: string) =>
    announcements.add(
      id,
      () => id,
      (note) => told.push(note),
      (work) => works.push(work),
    );
  const tick = async () => {
    ticks.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { announcements, add, tick, told, works, ticks, clock };
}

test('a request that is over within a tick is not told of', async () => {
  const { announcements, add, tick, told } = makeAnnouncements();
  add('short');
  announcements.over('short');
  await tick();
  await tick();
  expect(told).toEqual([]);
});

test('one that lasts two ticks is told of, once', async () => {
  const { announcements, add, tick, told } = makeAnnouncements();
  add('long');
  await tick();
  expect(told).toEqual([]);
  await tick();
  expect(told).toEqual(['long']);
  announcements.over('long');
  add('later');
  await tick();
  await tick();
  expect(told).toEqual(['long', 'later']);
});

test('one that ends between two ticks is not told of', async () => {
  const { announcements, add, tick, told } = makeAnnouncements();
  add('middling');
  await tick();
  announcements.over('middling');
  await tick();
  expect(told).toEqual([]);
});

test('one timer serves them all, and stops when nobody is left', async () => {
  const { add, tick, told, works, ticks } = makeAnnouncements();
  for (const id of ['a', 'b', 'c']) add(id);
  expect(ticks).toHaveLength(1);
  await tick();
  await tick();
  await Promise.all(works);
  expect(told).toEqual(['a', 'b', 'c']);
  expect(ticks).toHaveLength(0);
  add('d');
  expect(works).toHaveLength(2);
});

test('a timer whose request was ended is replaced by the next request', async () => {
  const { add, tick, told, ticks, clock } = makeAnnouncements();
  add('ended');
  ticks.length = 0;
  clock.ms = 4999;
  add('waits');
  expect(ticks).toHaveLength(0);
  clock.ms = 5000;
  add('takes over');
  await tick();
  await tick();
  expect(told).toEqual(['ended', 'waits', 'takes over']);
});

test('a timer that was replaced tells nothing, and leaves the new one alone', async () => {
  const { add, tick, told, works, ticks, clock } = makeAnnouncements();
  add('a');
  clock.ms = 5000;
  add('b');
  expect(ticks).toHaveLength(2);
  await tick();
  await works[0];
  expect(ticks).toHaveLength(1);
  await tick();
  await tick();
  await works[1];
  expect(told).toEqual(['a', 'b']);
});
