/** A hash of the store in the isolate: whose read died with its request, that is read by the next one. */
import { expect, test } from 'vitest';
import { CachedHash } from '../../src/ledger/cached-hash.ts';

test('a read that died with its request holds up nobody for ever', async () => {
  const clock = { ms: 0 };
  const reads: ((written: Map<string, string>) => void)[] = [];
  const hash = new CachedHash({
    store: { readHash: () => new Promise((resolve) => reads.push(resolve)) },
    key: 'any',
    parse: (text) => text,
    now: () => clock.ms,
    sleep: () => new Promise(() => {}),
  });
  const ready = () => hash.ready(() => undefined);
  void ready();
  clock.ms = 4999;
  void ready();
  expect(reads).toHaveLength(1);
  clock.ms = 5000;
  const [next, beside] = [ready(), ready()];
  expect(reads).toHaveLength(2);
  reads[1]?.(new Map([['one', 'new']]));
  expect(await Promise.all([next, beside])).toEqual([true, true]);
  expect(hash.get('one')).toBe('new');
});
