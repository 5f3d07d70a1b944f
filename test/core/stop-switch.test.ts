/** One call's off switch: whoever presses first is remembered, and nothing is left running. */
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StopSwitch } from '../../src/core/stop-switch.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first reason stays', () => {
  const stop = new StopSwitch();
  expect([stop.reason, stop.signal.aborted]).toEqual([null, false]);
  stop.stop('client-left');
  stop.stop('deadline');
  expect([stop.reason, stop.signal.aborted]).toEqual(['client-left', true]);
});

test('a timer presses it, unless it is called off', () => {
  const stop = new StopSwitch();
  const callOff = stop.stopAfter(100, 'first-event-timeout');
  stop.stopAfter(200, 'deadline');
  vi.advanceTimersByTime(99);
  callOff();
  vi.advanceTimersByTime(100);
  expect(stop.reason).toBeNull();
  vi.advanceTimersByTime(1);
  expect(stop.reason).toBe('deadline');
});

test('release ends every timer', () => {
  const stop = new StopSwitch();
  stop.stopAfter(1, 'deadline');
  stop.stopAfter(2, 'stalled');
  stop.release();
  expect(vi.getTimerCount()).toBe(0);
  vi.advanceTimersByTime(10);
  expect(stop.reason).toBeNull();
});
