/** `signalbox alerts` as a program, against the app over real HTTP. */
import { afterEach, expect, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { FakeDesk, makeAlertSettings, makeWebhook } from '../support/world/alerts.ts';
import { makeApp } from '../support/world/app.ts';
import { type AdminServer, startAdminServer } from './admin-server.ts';

let server: AdminServer | null = null;
afterEach(() => server?.stop());

async function open(changes: Partial<Deps> = {}): Promise<AdminServer> {
  const alerts = makeAlertSettings({ webhooks: [makeWebhook()], routerUrl: 'https://router.example.com' });
  server = await startAdminServer({ config: { ...makeApp().deps.config, alerts }, ...changes });
  return server;
}

test('a dry run prints each form of what would be told, and sends nothing', async () => {
  const desk = new FakeDesk();
  const { signalbox, scripts } = await open({ alerts: desk });
  expect((await signalbox(['alerts', '--dry-run'])).out).toBe('Nothing to tell.\n');
  await signalbox(['limits', 'set', 'team', 'care', '--budget', 'total:5usd:downgrade']);
  await scripts.writeField('sbx:state', 's:team:care', '0,0,0,0,0,0,0,0|total@UTC=0,4100000000,250');
  const { status, out, err } = await signalbox(['alerts', '--dry-run']);
  expect({ status, err }).toEqual({ status: 0, err: '' });
  const message = 'The budget of team care has passed 80 %: $4.10 of $5.00 spent.';
  const link = 'https://router.example.com/dashboard/teams/care';
  const command = 'npm run -s signalbox -- usage --team care --by day,model';
  expect(out.replace(/timestamp: .*/, 'timestamp: T').replace(/data: .*/, 'data: {}')).toBe(
    `budget  budget:team:care:total@UTC:19700101:5000000000nanoUsd:80
would be told now to https://alerts.example.com/a (signalbox)
  signalbox
    id: alert_dry_run
    timestamp: T
    type: budget
    data: {}
  slack
    text: ${message}
      <${link}|Dashboard>
      \`${command}\`
  email
    from: 
    to: []
    subject: [signalbox] warning: ${message}
    text: ${message}
      
      Dashboard: ${link}
      Command: ${command}
    html: <p>${message}</p>
      <p>Dashboard: <a href="${link}">${link}</a></p>
      <p>Command: <code>${command}</code></p>
`,
  );
  expect(desk.raised).toEqual([]);
});

test('a test prints what became of it, and fails where one is not taken', async () => {
  const desk = new FakeDesk();
  const { signalbox } = await open({ alerts: desk });
  expect(await signalbox(['alerts', 'test'])).toMatchObject({
    status: 0,
    out: 'https://alerts.example.com/a  taken\n',
  });
  Object.assign(desk, { test: async () => [{ webhook: 'a', outcome: 'status_401' }] });
  expect(await signalbox(['alerts', 'test'])).toMatchObject({ status: 1, out: 'a  status_401\n' });
});

test.each([[[]], [['send']], [['test', '--dry-run']], [['test', 'twice']]])(
  '%j is wrong usage',
  async (words) => {
    const { signalbox } = await open();
    const { status, err } = await signalbox(['alerts', ...words]);
    expect(status).toBe(2);
    expect(err).toContain('signalbox alerts --dry-run');
  },
);
