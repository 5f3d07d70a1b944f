/** `signalbox status` as a program, against the app over real HTTP. */
import { afterEach, expect, test } from 'vitest';
import { printStatus } from '../../src/cli/print-status.ts';
import type { Deps } from '../../src/deps.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let server: AdminServer | null = null;
afterEach(() => server?.stop());

async function open(changes: Partial<Deps> = {}): Promise<AdminServer> {
  server = await startAdminServer(changes);
  return server;
}

const words = (out: string) => out.split('\n').slice(2).join('\n');

test('budgets by their sides, and what would be told of them', async () => {
  const { signalbox, scripts } = await open({ outboxState: async () => ({ depth: 0, oldestAtMs: null }) });
  await signalbox([
    'limits',
    'set',
    'team',
    'care',
    '--budget',
    'total:5usd:downgrade',
    '--budget',
    'total:2000tokens',
  ]);
  await signalbox(['limits', 'set', 'user', 'care', '--budget', 'day:1usd']);
  await scripts.writeField('sbx:state', 's:team:care', '100000000,0,1,0,0,0,0,0|total@UTC=0,4100000000,250');
  const { status, out, err } = await signalbox(['status']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  expect(out).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z, signalbox 0\.0\.0, config [0-9a-f]{12}\n/);
  expect(words(out)).toBe(`store    answers in 0 ms
outbox   empty
alerts   nobody is told
keys     0 active of 0
counted  no hour yet

The budget of team care has passed 80 %: $4.10 of $5.00 spent.
  npm run -s signalbox -- usage --team care --by day,model

while the store is away                                routes
strict under a budget that refuses, else an allowance  auto, same, dated, model

scope  id    window  then            spent      held      limit  used  begins anew (UTC)
team   care  total   downgrade       $4.10    $0.100      $5.00  82 %  never
team   care  total   refuse     250 tokens  0 tokens  2k tokens  13 %  never

scope  id    requests/min  tokens/min  at once  budget
user   care                                     day:1usd:refuse
`);
});

test('what does not answer', async () => {
  const { signalbox, scripts } = await open({ outboxState: async () => ({ depth: 12, oldestAtMs: 0 }) });
  scripts.isAway = true;
  const { out } = await signalbox(['status']);
  expect(out).toContain('store    does not answer\noutbox   12 notes wait, the oldest for ');
  expect(out).toContain('keys     –\ncounted  not known\n');
});

test('--json is what the router says', async () => {
  const { signalbox } = await open();
  expect(JSON.parse((await signalbox(['status', '--json'])).out)).toMatchObject({
    object: 'status',
    store: { state: 'answers' },
    budgets: [],
  });
});

test('a router that is not there', async () => {
  const { signalbox, stop } = await open();
  await stop();
  server = null;
  const { status, err } = await signalbox(['status']);
  expect({ status, err }).toEqual({ status: 1, err: expect.stringMatching(/^Nothing answers at /) });
});

test('alerts that no receiver takes', () => {
  const alerts = {
    webhooks: 2,
    waiting: 3,
    failing: [{ webhook: 'SLACK_URL', last: 'status_500' }],
    conditions: [],
  };
  const status = {
    at: '',
    release: '',
    config: '',
    store: { state: 'none' as const, latency_ms: null, is_shut: false },
    outbox: null,
    routes: [],
    budgets: null,
    end_user_budgets: null,
    keys: null,
    counted_until: null,
    alerts,
  };
  const lineOf = (change: object) => printStatus({ ...status, alerts: { ...alerts, ...change } })[4];
  expect(lineOf({})).toBe('alerts   2 webhooks, 3 waiting; SLACK_URL does not take them: status_500');
  expect(lineOf({ webhooks: 1, waiting: 0, failing: [] })).toBe('alerts   1 webhook, 0 waiting');
  expect(lineOf({ waiting: null })).toBe('alerts   2 webhooks; what waits is unknown');
});
