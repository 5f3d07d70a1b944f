/** The outbox in its Durable Object: what the store takes goes, what its script fails on stays as old as it is. */
import { env, runInDurableObject } from 'cloudflare:test';
import { afterEach, expect, test, vi } from 'vitest';
import type { OutboxObject } from '../../src/ledger/outbox-object.ts';
import type { SettleNote } from '../../src/ledger/settle-call.ts';

const cancel = (number: number): SettleNote => ({ kind: 'cancel', requestId: `req_00000000${number}` });

/** Requests that the store has been told of, call by call; its script fails on `bad`. */
function stubStore(bad: string | null): string[][] {
  const told: string[][] = [];
  vi.stubGlobal('fetch', async (_: unknown, init: RequestInit) => {
    const words = JSON.parse(String(init.body)) as unknown[];
    const ids = words.map(String).filter((word) => word.startsWith('req_'));
    if (bad !== null && ids.includes(bad))
      return Response.json({ error: 'ERR user_script:7: x' }, { status: 400 });
    told.push(ids);
    return Response.json({ result: ids.map(() => 'cancelled') });
  });
  return told;
}

afterEach(() => void vi.unstubAllGlobals());

test('a note that the script fails on goes behind the others, as old as it was', async () => {
  const { OUTBOX } = env as unknown as { OUTBOX: DurableObjectNamespace<OutboxObject> };
  const stub = OUTBOX.getByName('of a test');
  await runInDurableObject(stub, async (outbox, { storage }) => {
    const given = (outbox as unknown as { env: Record<string, string> }).env;
    Object.assign(given, { UPSTASH_REDIS_REST_URL: 'https://store.test', UPSTASH_REDIS_REST_TOKEN: 'token' });
    await outbox.put([1, 2, 3].map(cancel));
    await outbox.put([cancel(4)]);
    storage.sql.exec('UPDATE batches SET at_ms = id * 1000');
    const told = stubStore('req_000000002');
    await outbox.alarm();
    expect(told.flat()).toEqual(['req_000000001', 'req_000000003', 'req_000000004']);
    expect(await outbox.state()).toEqual({ depth: 1, oldestAtMs: 1000 });
    await outbox.put([cancel(5)]);
    await outbox.alarm();
    expect(told.flat().at(-1)).toBe('req_000000005');
    expect(await outbox.state()).toEqual({ depth: 1, oldestAtMs: 1000 });
    stubStore(null);
    await outbox.alarm();
    expect(await outbox.state()).toEqual({ depth: 0, oldestAtMs: null });
  });
});
