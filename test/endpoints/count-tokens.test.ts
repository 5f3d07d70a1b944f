/** Tokens are counted by a provider only where the request itself may go there as it came. */
import { expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { type SafeguardAction, safeguardActionNames } from '../../src/core/safeguard.ts';
import { Actors } from '../../src/ledger/actors.ts';
import { nameEndUser } from '../../src/ledger/end-user.ts';
import { openEngineStore } from '../support/ledger/open-engine-store.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig, today } from '../support/world/models.ts';

const path = '/v1/messages/count_tokens';
const hello = { model: 'auto', messages: [{ role: 'user', content: 'Hello' }] };
const counted = () => Response.json({ input_tokens: 5 });

function makeCounting(safeguards: readonly SafeguardAction[], others: ConfigInput['routes'] = []) {
  const routes: ConfigInput['routes'] = [...others, { name: 'rest', use: ['beta'], safeguards }];
  return makeApp(counted, { config: makeConfig({ routes, safeguards: { shipped: false } }) });
}

const sent = ['inspect-output', 'moderate-output', 'check-schema', 'log'];

/** A second look needs a judge, and is over by then. */
const actions = safeguardActionNames.filter((action) => action !== 'second-look');

test.each(actions)('%s: a request that it may change or keep back is estimated here', async (action) => {
  const app = makeCounting([action]);
  const response = await app.call('POST', path, hello);
  expect(response.status).toBe(200);
  expect(await response.json()).toEqual({ input_tokens: expect.any(Number) });
  expect(response.headers.get('x-signalbox-estimated')).toBe(sent.includes(action) ? null : 'true');
  expect(app.provider.calls).toHaveLength(sent.includes(action) ? 1 : 0);
  await app.settled();
});

test('results of tools are not shown where a person may have to approve their calls first', async () => {
  const loop = {
    ...hello,
    messages: [
      { role: 'user', content: 'Delete it' },
      { role: 'assistant', content: [{ type: 'tool_use', id: 't', name: 'delete_file', input: {} }] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't', content: 'gone' }] },
    ],
  };
  const holding: ConfigInput['routes'] = [
    { name: 'held', when: 'by-name', use: ['beta'], safeguards: ['confirm-tools'] },
  ];
  for (const [others, calls] of [
    [holding, 0],
    [[], 1],
  ] as const) {
    const app = makeCounting([], others);
    expect((await app.call('POST', path, loop)).status).toBe(200);
    expect(app.provider.calls).toHaveLength(calls);
  }
});

test('a suspended end user hears so, and nothing is sent', async () => {
  const pepper = 'pepper';
  const store = await openEngineStore();
  const config = makeConfig({ safeguards: { actors: {} } });
  const { actors: settings } = config.safeguards;
  if (settings === null) throw new Error('off');
  const actors = new Actors({ store, settings, now: () => today, sleep: async () => undefined });
  const app = makeApp(counted, {
    scripts: store,
    actors,
    pepper,
    adminToken: 'admin-token',
    now: () => today,
    config,
  });
  const admin = { authorization: 'Bearer admin-token' };
  const id = await nameEndUser('ann', 'default', pepper);
  const change = { action: 'suspend', reason: 'spam', hours: 1 };
  expect((await app.call('POST', `/admin/actors/${id}`, change, admin)).status).toBe(200);
  const ask = (user_id: string) => app.call('POST', path, { ...hello, model: 'beta', metadata: { user_id } });
  const refused = await ask('ann');
  expect(refused.status).toBe(403);
  expect(await refused.json()).toMatchObject({ type: 'error', error: { type: 'permission_error' } });
  expect(app.provider.calls).toHaveLength(0);
  expect((await ask('ben')).status).toBe(200);
  await app.settled();
});
