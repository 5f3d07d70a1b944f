/** The watch over what is told sees what it must: without it a leak would pass every other test. */
import { afterEach, expect, test } from 'vitest';
import { packReceipts } from '../src/ledger/receipt-codec.ts';
import { makeRow } from './support/ledger/make-row.ts';
import { makeApp, type TestApp } from './support/world/app.ts';
import { makeAudit } from './support/world/audit.ts';
import { findTold } from './support/world/private-words.ts';
import { providerKey } from './support/world/world.ts';

const asked = 'A "private" question of mine';
const path = '/v1/chat/completions';

afterEach(() => findTold());

async function answered(): Promise<TestApp> {
  const app = makeApp();
  await app.call('POST', path, { model: 'alpha', messages: [{ role: 'user', content: asked }] });
  await app.settled();
  return app;
}

const log = { event: 'request-failed', requestId: 'req_1', code: 'internal_error' } as const;

test.each<[what: string, leak: (app: TestApp) => unknown]>([
  ['the log', ({ log: lines }) => lines.push({ ...log, detail: asked })],
  ['the log', ({ log: lines }) => lines.push({ ...log, detail: `Bearer ${providerKey}` })],
  ['the ledger', ({ ledger }) => ledger.opened.push(makeRow({ errorCode: asked }))],
  ['the store', ({ store }) => store.values.set('sbx:session:1', JSON.stringify({ asked }))],
  [
    'the store',
    async ({ store }) => {
      const [packed = ''] = await packReceipts([{ facts: { asked } } as never]);
      store.values.set('sbx:receipt:req_1', packed);
    },
  ],
  [
    'an error',
    ({ call }) => call('POST', path, { model: asked, messages: [{ role: 'user', content: 'Hi' }] }),
  ],
])('%s', async (what, leak) => {
  const app = await answered();
  await leak(app);
  expect((await findTold()).map((told) => told.split(' tells ')[0])).toContain(what);
});

test('the audit log', async () => {
  const { entries } = await makeAudit();
  await answered();
  entries.push({ actor: asked } as never);
  expect(await findTold()).toEqual([expect.stringMatching(/^the audit log tells /)]);
});

test('nothing, where nothing is told; and nothing of one test is held against the next', async () => {
  await answered();
  expect(await findTold()).toEqual([]);
  makeApp().log.push({ ...log, detail: asked });
  expect(await findTold()).toEqual([]);
});
