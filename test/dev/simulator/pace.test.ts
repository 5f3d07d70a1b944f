// Pace, without measuring time: what is due when, and what a leaving client costs while it waits.

import { afterAll, describe, expect, it } from 'vitest';
import { findModel, type ModelFamily } from '../../../src/dev/simulator/models.ts';
import { durationMs, pacingFor } from '../../../src/dev/simulator/pacing.ts';
import { ResponseStore, StoredResponse } from '../../../src/dev/simulator/responses/store.ts';
import { startSimulator } from '../../../src/dev/simulator/server.ts';
import type { Exchange } from '../../../src/dev/simulator/wire.ts';

const family = (model: string): ModelFamily => {
  const found = findModel(model);
  if (found === undefined) throw new Error(model);
  return found;
};

describe('pacing', () => {
  it('scales with the pace, and is nothing at zero', () => {
    const real = pacingFor(family('gpt-5.5'), 1);
    expect(real).toEqual({ firstEventMs: 600, perTokenMs: 20 });
    expect(durationMs(real, 100)).toBe(2600);
    expect(durationMs(pacingFor(family('gpt-5.5'), 0.5), 100)).toBe(1300);
    expect(durationMs(pacingFor(family('gpt-5.5'), 0), 100)).toBe(0);
  });

  it('has small models faster than large ones', () => {
    const order = ['gpt-5.5-pro', 'gpt-5.5', 'gpt-5.4-mini', 'gemini-3.8-flash'].map((model) =>
      durationMs(pacingFor(family(model), 1), 200),
    );
    expect(order).toEqual(order.toSorted((left, right) => right - left));
  });
});

it('moves a background response on by the clock where answers take time', () => {
  const store = new ResponseStore();
  const exchange = { nowMs: 1000, answers: [{ outputTokens: 100 }] };
  const stored = new StoredResponse(exchange as unknown as Exchange, [], [], 'queued');
  const pacing = { firstEventMs: 600, perTokenMs: 20 };
  expect([1000, 1599, 1600, 3599, 3600, 9000].map((nowMs) => store.advance(stored, pacing, nowMs))).toEqual([
    'queued',
    'queued',
    'in_progress',
    'in_progress',
    'completed',
    'completed',
  ]);
});

describe('with a pace so slow that nothing arrives', async () => {
  const simulator = await startSimulator({ pace: 1_000_000 });
  afterAll(() => simulator.stop());
  const body = { model: 'gpt-5.5', messages: [{ role: 'user', content: 'Hello' }] };

  it.each([true, false])(
    'a client that leaves is seen at once and pays for the prompt only (stream: %s)',
    async (stream) => {
      simulator.clear();
      const abort = new AbortController();
      const pending = fetch(`${simulator.url}/openai/v1/chat/completions`, {
        method: 'POST',
        headers: { authorization: 'Bearer k' },
        body: JSON.stringify({ ...body, stream }),
        signal: abort.signal,
      });
      await expect.poll(() => simulator.requests()[0]?.status).toBe(200);
      abort.abort();
      await pending.then((response) => response.text()).catch(() => undefined);
      await simulator.settled();
      expect(simulator.requests()[0]).toMatchObject({ aborted: true, generatedTokens: 0 });
      expect(simulator.invoice()[0]).toMatchObject({ aborted: true, outputTokens: 0 });
    },
  );
});
