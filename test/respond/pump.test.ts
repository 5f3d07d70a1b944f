/** The loop of the JavaScript lanes: how each way a stream can end is told apart. */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StopSwitch } from '../../src/core/stop-switch.ts';
import type { Pieces } from '../../src/respond/gathered-body.ts';
import { Outlet } from '../../src/respond/outlet.ts';
import { type PumpInput, pump } from '../../src/respond/pump.ts';
import { createSseParser } from '../../src/sse/parse.ts';
import { type BodyEnd, bodyOf } from '../support/world/provider.ts';

const idleMs = 1000;

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Pieces as they come. */
function piecesOf(body: ReadableStream<Uint8Array>): Pieces {
  const reader = body.getReader();
  return { read: () => reader.read(), cancel: () => void reader.cancel().catch(() => undefined) };
}

function start(texts: readonly string[], end: BodyEnd, changes: Partial<PumpInput> = {}) {
  const stop = new StopSwitch();
  const written: string[] = [];
  const wasCancelled = vi.fn();
  const body = bodyOf(texts, end, stop.signal, wasCancelled);
  const outlet = new Outlet({ write: async (text) => void written.push(text) }, () => {});
  const pumping = pump({
    pieces: piecesOf(body),
    parser: createSseParser(),
    outlet,
    take: (events) => events.map(({ data }) => data).join(''),
    isOver: () => false,
    stop,
    idleMs,
    ...changes,
  });
  const text = async () => {
    const drained = outlet.drain();
    await vi.advanceTimersByTimeAsync(100);
    await drained;
    return written.join('');
  };
  return { pumping, stop, text, body, wasCancelled };
}

const events = ['data: a\n\n', 'data: b\n\n', 'data: c\n\n'];

describe('how a stream ends', () => {
  test('by itself', async () => {
    const { pumping, text } = start(events, 'close');
    expect(await pumping).toBe('ended');
    expect(await text()).toBe('abc');
  });

  test('cut', async () => {
    const { pumping, text } = start(events, 'cut');
    expect(await pumping).toBe('cut');
    expect(await text()).toBe('abc');
  });

  test('by silence: the upstream is stopped', async () => {
    const { pumping, stop, text } = start(events, 'hang');
    await vi.advanceTimersByTimeAsync(2 * idleMs);
    expect(await pumping).toBe('stalled');
    expect(stop.signal.aborted).toBe(true);
    expect(await text()).toBe('abc');
  });

  test('by the deadline', async () => {
    const { pumping, stop } = start(events, 'hang');
    stop.stopAfter(idleMs / 2, 'deadline');
    await vi.advanceTimersByTimeAsync(idleMs);
    expect(await pumping).toBe('deadline');
  });

  test('because the client has left', async () => {
    const { pumping, stop } = start(events, 'hang');
    await vi.advanceTimersByTimeAsync(1);
    stop.stop('client-left');
    expect(await pumping).toBe('client-left');
  });

  test('with an answer that is over: an upstream that does not close is not waited for', async () => {
    let taken = 0;
    const { pumping, wasCancelled } = start(events, 'hang', {
      take: () => {
        taken++;
        return '';
      },
      isOver: () => taken === 2,
    });
    expect(await pumping).toBe('ended');
    expect(taken).toBe(2);
    expect(wasCancelled).toHaveBeenCalled();
  });

  test('before it began: an answer that was over at the commit point', async () => {
    const { pumping, wasCancelled, text } = start(events, 'hang', { isOver: () => true });
    expect(await pumping).toBe('ended');
    expect(wasCancelled).toHaveBeenCalled();
    expect(await text()).toBe('');
  });

  test('with an event without end: the rest cannot be read', async () => {
    const body = bodyOf([...events, 'data: ', 'x'.repeat(200), 'x'.repeat(200)], 'hang');
    const limited = start([], 'close', {
      pieces: piecesOf(body),
      parser: createSseParser(100),
    });
    expect(await limited.pumping).toBe('cut');
    expect(await limited.text()).toBe('abc');
  });
});

describe('silence', () => {
  test('is counted from the last sign of life, pings too', async () => {
    let ping = () => {};
    const body = new ReadableStream({
      type: 'bytes',
      start(controller) {
        ping = () => controller.enqueue(new TextEncoder().encode(': ping\n\n'));
      },
    });
    const { pumping, stop } = start([], 'close', { pieces: piecesOf(body) });
    for (let at = 0; at < 10; at++) {
      ping();
      await vi.advanceTimersByTimeAsync(idleMs * 0.7);
    }
    expect(stop.reason).toBeNull();
    await vi.advanceTimersByTimeAsync(2 * idleMs);
    expect(await pumping).toBe('stalled');
  });
});

test('whatever the end, no timer and no lock is left', async () => {
  for (const end of ['close', 'cut', 'hang'] as const) {
    const { pumping, text } = start(events, end);
    await vi.advanceTimersByTimeAsync(2 * idleMs);
    await pumping;
    await text();
    expect(vi.getTimerCount()).toBe(0);
  }
});
