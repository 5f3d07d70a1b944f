/** Arms are drawn by a hash: exactly their shares of all buckets, and the same for a conversation each time. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Arm } from '../../src/core/config.ts';
import { armAt, drawArm } from '../../src/routing/draw-arm.ts';

const all = Array.from({ length: 10_000 }, (_, bucket) => bucket);
const armsOf = (shares: readonly number[]): Arm[] =>
  shares.map((share, at) => ({ name: `arm-${at}`, share, use: null }));

/** Cuts 10,000 at some places. */
const shares = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: 6 }).map((cuts) => {
  const edges = [0, ...cuts.toSorted((a, b) => a - b), 10_000];
  return edges.slice(1).map((edge, at) => edge - (edges[at] ?? 0));
});

describe('laws', () => {
  test('over all buckets each arm has exactly its share', () => {
    fc.assert(
      fc.property(shares, (parts) => {
        const arms = armsOf(parts);
        const drawn = all.map((bucket) => armAt(arms, bucket)?.name);
        for (const { name, share } of arms) expect(drawn.filter((one) => one === name)).toHaveLength(share);
      }),
      { numRuns: 30 },
    );
  });

  test('a larger share of a canary moves none of its conversations away', () => {
    const canary = (share: number) => armsOf([share, 10_000 - share]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9998 }), fc.nat(9999), fc.nat(9999), (share, more, bucket) => {
        const before = armAt(canary(share), bucket)?.name;
        const after = armAt(canary(Math.min(9999, share + more)), bucket)?.name;
        if (before === 'arm-0') expect(after).toBe('arm-0');
      }),
    );
  });

  test('a conversation is in one arm of a route, whoever asks and how often', () => {
    fc.assert(
      fc.property(shares, fc.string(), fc.string(), (parts, conversation, route) => {
        const arms = armsOf(parts);
        const draw = () => drawArm(arms, () => conversation, route);
        expect(arms).toContain(draw());
        expect(draw()).toBe(draw());
      }),
    );
  });
});

test('routes draw apart from each other', () => {
  const arms = armsOf([5000, 5000]);
  const drawn = Array.from({ length: 64 }, (_, at) =>
    ['code', 'chat'].map((route) => drawArm(arms, () => `conversation ${at}`, route)?.name).join(' '),
  );
  expect(new Set(drawn)).toEqual(new Set(['arm-0 arm-0', 'arm-0 arm-1', 'arm-1 arm-0', 'arm-1 arm-1']));
});

test('a route without arms asks for no name', () => {
  const conversation = () => {
    throw new Error('asked');
  };
  expect(drawArm([], conversation, 'auto')).toBeNull();
});
