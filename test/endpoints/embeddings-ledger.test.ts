/** What embeddings cost: limits before the call, one row after it, whatever came of it. */
import { describe, expect, test } from 'vitest';
import { type Admission, type LimitsDirectory, noLimits } from '../../src/core/budget.ts';
import { makeApp } from '../support/world/app.ts';
import { FakeLedger } from '../support/world/ledger.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, bodyOf, json } from '../support/world/provider.ts';

const small = 'text-embedding-3-small';
const config = makeConfig({
  embeddings: {
    'house-embed': 'groq',
    'priced-embed': { provider: 'groq', prices: [{ from: '2026-01-01', usd: { input: 0.05, output: 0 } }] },
  },
});

const limits: LimitsDirectory = {
  ready: async () => true,
  limitsOf: (scope) => (scope === 'key' ? { ...noLimits, requestsPerMinute: 5 } : noLimits),
  noteSet: () => undefined,
};

/** An answer as OpenAI sends it: what was used comes last. */
const answered =
  (usage: unknown): Answer =>
  () =>
    json({ object: 'list', data: [{ embedding: Array(3000).fill(0.125) }], model: small, usage });

async function embed(body: object, answer: Answer, changes: Parameters<typeof makeApp>[1] = {}) {
  const ledger = new FakeLedger();
  const app = makeApp(answer, { config, ledger, ...changes });
  const response = await app.call('POST', '/v1/embeddings', { model: small, input: 'Hello', ...body });
  const text = await response.text().catch(() => 'cut');
  await app.settled();
  return { response, text, ledger, app };
}

describe('its row', () => {
  test('has what the provider counts, at the price of the catalogue', async () => {
    const { ledger } = await embed({}, answered({ prompt_tokens: 1_000_000, total_tokens: 1_000_000 }));
    expect(ledger.settled).toMatchObject([
      {
        isLast: true,
        row: {
          attempt: 1,
          role: 'first',
          route: 'model',
          model: small,
          provider: 'openai',
          task: null,
          outcome: 'completed',
          usageSource: 'measured',
          usage: { inputTokens: 1_000_000, outputTokens: 0 },
          cost: { input: 20_000_000, output: 0 },
          priceVersion: '2024-01-25',
        },
      },
    ]);
    expect(ledger.opened).toMatchObject([{ outcome: 'lost', usageSource: 'estimated', model: small }]);
  });

  test('has the count of a server that knows a total alone, or says it first', async () => {
    const { ledger } = await embed({}, () => json({ usage: { total_tokens: 7 }, data: 'x'.repeat(9000) }));
    expect(ledger.rows).toMatchObject([{ usageSource: 'measured', usage: { inputTokens: 7 } }]);
  });

  test.each([
    ['texts', ['A text of some words', 'and another one']],
    ['tokens', [1, 2, 3, 4, 5, 6, 7, 8]],
    [
      'lists of tokens',
      [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
      ],
    ],
  ])('is estimated from %s where the provider says nothing', async (_, input) => {
    const { ledger } = await embed({ input }, answered(undefined));
    const [row] = ledger.rows;
    expect(row).toMatchObject({ usageSource: 'estimated', outcome: 'completed' });
    expect(row?.usage.inputTokens).toBeGreaterThanOrEqual(7);
    expect(row?.usage.inputTokens).toBeLessThanOrEqual(9);
  });

  test.each([
    ['house-embed', null],
    ['priced-embed', { input: 500 }],
  ])('of %s costs %j', async (model, cost) => {
    const { ledger } = await embed({ model }, answered({ prompt_tokens: 10, total_tokens: 10 }));
    const [row] = ledger.rows;
    expect(row?.usageSource).toBe('measured');
    if (cost === null) expect(row?.cost).toBeNull();
    else expect(row?.cost).toMatchObject(cost);
  });

  test.each<[string, Answer, object]>([
    [
      'refused by the provider',
      () => json({ error: { message: 'too long', type: 'invalid_request_error' } }, 400),
      { outcome: 'rejected', usageSource: 'void', cost: { input: 0 } },
    ],
    ['failed', () => json({}, 500), { outcome: 'failed', errorCode: 'upstream_error', usageSource: 'void' }],
    [
      'unreachable',
      () => Promise.reject(new TypeError('no route')),
      { outcome: 'failed', errorCode: 'upstream_unreachable', usageSource: 'void' },
    ],
    [
      'cut off',
      () => new Response(bodyOf(['{"data":[{"embedding":[0.1,'], 'cut')),
      { outcome: 'truncated', usageSource: 'estimated' },
    ],
  ])('%s', async (_, answer, row) => {
    const { ledger } = await embed({}, answer);
    expect(ledger.rows).toMatchObject([row]);
  });

  test('of a client that leaves is there all the same', async () => {
    const ledger = new FakeLedger();
    const app = makeApp(answered({ prompt_tokens: 9 }), { config, ledger });
    const response = await app.call('POST', '/v1/embeddings', { model: small, input: 'Hello' });
    await response.body?.cancel();
    await app.settled();
    expect(ledger.rows).toMatchObject([{ outcome: 'client-left', cost: { output: 0 } }]);
  });
});

describe('limits', () => {
  test('are asked before the call, for what the input is expected to cost', async () => {
    const { ledger, response } = await embed({ input: 'word '.repeat(1000), user: 'u1' }, answered({}), {
      limits,
    });
    expect(response.status).toBe(200);
    const [asked] = ledger.asks;
    expect(asked).toMatchObject({
      scopes: [{ scope: 'key', id: 'one' }],
      template: { attempt: 1, model: small, outcome: 'lost' },
    });
    expect(asked?.reserveTokens).toBeGreaterThan(1000);
    expect(asked?.reserveNanoUsd).toBe((asked?.reserveTokens ?? 0) * 20);
    // What is held is the most it may cost; what is booked if nobody comes back is what is expected.
    const expected = asked?.template.usage.inputTokens ?? 0;
    expect(asked?.reserveTokens).toBe(Math.ceil(1.16 * expected));
    expect(ledger.rows).toMatchObject([{ usageSource: 'estimated', usage: { inputTokens: expected } }]);
    expect(ledger.opened).toEqual([]);
    expect(ledger.settled).toMatchObject([{ scopes: [{ scope: 'key' }] }]);
  });

  test('refuse it, and nobody is called', async () => {
    const ledger = new FakeLedger();
    const by = { scope: 'key', id: 'one', limit: 'requests-per-minute', most: 5, left: 0 } as const;
    const refused: Admission = {
      kind: 'refused',
      by: { ...by, resetAtMs: null },
      retryAtMs: null,
      standings: [],
    };
    ledger.admission = refused;
    const { response, text, app } = await embed({}, answered({}), { limits, ledger });
    expect(response.status).toBe(429);
    expect(text).toContain('rate_limited');
    expect(app.provider.calls).toEqual([]);
    expect(ledger.rows).toEqual([]);
  });

  test.each([
    ['more than a budget that asks for a downgrade has left', small, 19_999_999, 429],
    ['what it has left', small, 30_000_000, 200],
    ['what nobody can price, while there is something left', 'house-embed', 1, 200],
    ['what nobody can price, when nothing is left', 'house-embed', 0, 429],
  ])('%s: there is nothing cheaper to go to', async (_, model, leftNanoUsd, status) => {
    const ledger = new FakeLedger();
    const by = { scope: 'team', id: 'default', limit: 'month-money', most: 1e9, left: leftNanoUsd } as const;
    const resetAtMs = Date.parse('2026-12-01');
    // There is nothing smaller to hold than all of it.
    const heldNanoUsd = model === small && status === 200 ? leftNanoUsd : 0;
    const refusal = { by: { ...by, resetAtMs }, retryAtMs: resetAtMs, standings: [] } as const;
    const downgrade = { leftNanoUsd, heldNanoUsd, refusal: { kind: 'refused', ...refusal } } as const;
    ledger.admission = { ...ledger.admission, downgrade } as Admission;
    const input = Array(1_000_000).fill(1);
    const { response, text, app } = await embed({ model, input }, answered({ prompt_tokens: 1 }), {
      limits,
      ledger,
    });
    expect([response.status, app.provider.calls.length]).toEqual(status === 200 ? [200, 1] : [429, 0]);
    expect(ledger.cancelled).toHaveLength(status === 200 ? 0 : 1);
    if (status === 429) expect(text).toMatch(/2026-12-01[\s\S]*budget_exceeded/);
  });
});
