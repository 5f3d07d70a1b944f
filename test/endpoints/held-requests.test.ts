/** A request that is held back until a person approves it: this very one, and no other. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { createOutbound } from '../../src/upstream/outbound.ts';
import { makeKeyedApp } from '../support/world/keyed-app.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { answerWell, FakeProvider } from '../support/world/provider.ts';

type Answer = JsonObject & { error?: { code: string; message: string } };

async function makeHolding() {
  const provider = new FakeProvider(answerWell);
  const clock = { ms: today };
  const rules = [{ name: 'review', do: ['hold'] as const }];
  const config = makeConfig({ safeguards: { shipped: false, rules } });
  const outbound = createOutbound((name) => (name.endsWith('_API_KEY') ? 'KEY' : undefined), provider.send);
  const app = makeKeyedApp(undefined, { outbound, config, now: () => clock.ms });
  const { key } = await app.create({ name: 'app' });
  const { key: chief } = await app.create({ name: 'chief', may_approve: true });
  const ask = async (content: string, more: JsonObject = {}) => {
    const body = { model: 'alpha', messages: [{ role: 'user', content }], ...more };
    const response = await app.call('POST', '/v1/chat/completions', body, { 'x-api-key': key });
    const approval = response.headers.get('x-signalbox-approvals');
    return { status: response.status, approval, body: (await response.json()) as Answer };
  };
  const decide = async (id: string | null, decision: string) => {
    const by = { 'x-api-key': chief };
    const response = await app.call('POST', `/v1/approvals/${id}`, { decision }, by);
    return { status: response.status, body: (await response.json()) as Answer };
  };
  return { ask, decide, provider, clock, store: app.store };
}

test('waits, is approved, and passes as often as it comes', async () => {
  const { ask, decide, provider } = await makeHolding();
  const first = await ask('Wire the money');
  expect([first.status, first.body.error?.code]).toEqual([403, 'approval_required']);
  expect(first.body.error?.message).toContain(`${first.approval} waits until 2026-11-21T12:15:00.000Z`);
  expect((await ask('Wire the money')).approval).toBe(first.approval);
  expect(provider.calls).toHaveLength(0);
  expect(await decide(first.approval, 'approve')).toMatchObject({
    status: 200,
    body: { state: 'approved', tool: '(request)' },
  });
  expect([(await ask('Wire the money')).status, (await ask('Wire the money')).status]).toEqual([200, 200]);
  expect(provider.calls).toHaveLength(2);
});

test('another request is another approval', async () => {
  const { ask, decide, provider } = await makeHolding();
  const { approval } = await ask('Wire the money');
  await decide(approval, 'approve');
  for (const changed of [await ask('Wire all the money'), await ask('Wire the money', { temperature: 1 })]) {
    expect(changed.status).toBe(403);
    expect(changed.approval).not.toBe(approval);
  }
  expect(provider.calls).toHaveLength(0);
});

test('denied or expired, it is refused for good', async () => {
  const { ask, decide, clock, provider } = await makeHolding();
  const denied = await ask('Wire the money');
  await decide(denied.approval, 'deny');
  expect((await ask('Wire the money')).body.error).toMatchObject({
    code: 'safeguard_refused',
    message: expect.stringContaining(`${denied.approval}: denied`),
  });
  const late = await ask('Wire it later');
  clock.ms += 16 * 60_000;
  expect((await ask('Wire it later')).body.error?.message).toContain(`${late.approval}: expired`);
  expect((await decide(late.approval, 'approve')).status).toBe(409);
  expect(provider.calls).toHaveLength(0);
});

test('nothing of its text is kept', async () => {
  const { ask, store } = await makeHolding();
  await ask('MARKED-SECRET');
  expect(JSON.stringify([...store.values])).not.toContain('MARKED-SECRET');
});
