/** What is remembered of an Idempotency-Key: whose it is, what became of it, and for how long. */
import { describe, expect, test } from 'vitest';
import {
  type Claim,
  type ClaimedWork,
  claimedBody,
  claimName,
  dropClaim,
  takeClaim,
  writeClaim,
} from '../../src/ledger/claims.ts';
import { claimTtlSeconds, keys, runningClaimTtlSeconds } from '../../src/ledger/keys.ts';
import { FakeStore } from '../support/world/store.ts';

const work: ClaimedWork = {
  responseId: 'resp_1',
  targetName: 'gpt-5.5-pro@high',
  provider: 'openai',
  protocol: 'openai-responses',
  route: 'hard',
};
const running: Claim = {
  bodyHash: 'b'.repeat(64),
  requestId: 'req_1',
  isRunning: true,
  work: null,
  usage: {},
};
const name = 'n'.repeat(64);

describe('names', () => {
  test('are hashes of caller and key: 64 hex digits, which tell neither', async () => {
    expect(await claimName('shop', 'order 7')).toMatch(/^[0-9a-f]{64}$/);
    expect(await claimName('shop', 'order 7')).toBe(await claimName('shop', 'order 7'));
    expect(await claimName('shop', 'order 7')).not.toBe(await claimName('other', 'order 7'));
    expect(await claimName('shop', 'order 7')).not.toBe(await claimName('shop', 'order 8'));
  });

  test('of a body differ by protocol', async () => {
    const over = (protocol: string) => claimedBody(protocol, '{"model":"auto"}');
    expect(await over('openai-chat')).not.toBe(await over('openai-responses'));
    expect(await claimedBody('openai-chat', '{}')).not.toBe(await over('openai-chat'));
  });
});

describe('a claim', () => {
  test('is had by the first who takes it; the second reads what it says', async () => {
    const store = new FakeStore();
    expect(await takeClaim(name, running, store)).toBeNull();
    expect(await takeClaim(name, { ...running, requestId: 'req_2' }, store)).toEqual(running);
    expect(store.names).toEqual(['SET', 'SET', 'GET']);
    expect(store.ttlSeconds.get(keys.claim(name))).toBe(runningClaimTtlSeconds);
  });

  test('tells where the answer is, and later what it took, for a day', async () => {
    const store = new FakeStore();
    await takeClaim(name, running, store);
    await writeClaim(name, { ...running, work }, store);
    expect(store.ttlSeconds.get(keys.claim(name))).toBe(runningClaimTtlSeconds);
    const done: Claim = { ...running, isRunning: false, work, usage: { inputTokens: 5, outputTokens: 0 } };
    await writeClaim(name, done, store);
    expect(await takeClaim(name, running, store)).toEqual(done);
    expect(store.ttlSeconds.get(keys.claim(name))).toBe(claimTtlSeconds);
    expect(store.values.get(keys.claim(name))?.length).toBeLessThan(500);
  });

  test('that is dropped is free', async () => {
    const store = new FakeStore();
    await takeClaim(name, running, store);
    await dropClaim(name, store);
    expect(await takeClaim(name, running, store)).toBeNull();
  });

  test.each(['', '{', '[]', '{"bodyHash":1}', '{"bodyHash":"b"}', 'null'])(
    'that cannot be read (%s) counts as one that runs: nothing is made twice',
    async (written) => {
      const store = new FakeStore();
      store.values.set(keys.claim(name), written);
      expect(await takeClaim(name, running, store)).toEqual(running);
    },
  );

  test('whose work is not whole has none', async () => {
    const store = new FakeStore();
    for (const part of ['responseId', 'targetName', 'provider', 'protocol', 'route']) {
      const broken = { ...running, work: { ...work, [part]: 7 } };
      store.values.set(keys.claim(name), JSON.stringify(broken));
      expect(await takeClaim(name, running, store)).toMatchObject({ work: null });
    }
  });

  test('without the store: nobody knows, and the client is told to come again', async () => {
    const store = new FakeStore();
    store.isAway = true;
    await expect(takeClaim(name, running, store)).rejects.toMatchObject({
      code: 'store_unavailable',
      retryable: true,
    });
  });
});
