/** A coding conversation of twelve turns with tools under four ways of keeping or leaving its target. */
import { describe, expect, test } from 'vitest';
import { cases, replay } from '../../scripts/session-replay.ts';

describe.each(cases)('$name', (route) => {
  const each = replay('each request', route);
  const sticky = replay('sticky', route);
  const oneTurn = replay('one turn', route);
  const toCome = replay('turns to come', route);

  test('planning each request moves inside tool loops; no other way does', () => {
    expect(each.movesInLoops).toBeGreaterThan(0);
    expect([sticky, oneTurn, toCome].map(({ movesInLoops }) => movesInLoops)).toEqual([0, 0, 0]);
  });

  test('sticky stays below the bar on hard turns; no other way does', () => {
    expect(sticky.belowBar).toBeGreaterThan(0);
    expect([each, oneTurn, toCome].map(({ belowBar }) => belowBar)).toEqual([0, 0, 0]);
  });

  test('looking at the turns to come leaves a dear target that one turn keeps for its warm cache', () => {
    expect(toCome.moves).toBeGreaterThan(oneTurn.moves);
    expect(toCome.costNanoUsd).toBeLessThan(oneTurn.costNanoUsd);
  });
});
