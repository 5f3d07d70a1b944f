/** What a request says to the audit log: nothing costs nothing, what is not in the table is not written, loss is told. */
import { beforeEach, expect, test } from 'vitest';
import { printAlert } from '../../src/alerts/print-alert.ts';
import { type AuditEvent, auditActionNames, recordEvent } from '../../src/core/audit.ts';
import { makeWebhook } from '../support/world/alerts.ts';
import { type FakeAudit, makeAudit } from '../support/world/audit.ts';
import { today } from '../support/world/models.ts';

let world: FakeAudit;
beforeEach(async () => {
  world = await makeAudit();
});

const refusal = (object: string): AuditEvent<'safeguard'> => ({
  action: 'safeguard',
  actor: 'desk',
  object,
  details: { outcome: 'refused', rules: ['high'], risk: 'high', domain: 'cyber', endUser: 'ab'.repeat(16) },
});

test('what is said in one turn goes in one call; silence in none', async () => {
  await world.settled();
  expect(world.calls()).toBe(0);
  for (const object of ['r1', 'r2', 'r3']) world.audit.append(refusal(object));
  await world.settled();
  expect(world.calls()).toBe(1);
  expect(world.entries.map(({ object }) => object)).toEqual(['r1', 'r2', 'r3']);
});

test('a writer that is away is tried again, then its loss is told with the action', async () => {
  world.fail(3);
  world.audit.append(refusal('r1'));
  await world.settled();
  expect(world.entries).toHaveLength(1);
  expect(world.printed).toEqual([]);
  world.fail(4);
  world.audit.append(refusal('r2'));
  await world.settled();
  expect(world.entries).toHaveLength(1);
  expect(world.printed).toEqual([
    { event: 'audit-lost', requestId: 'r2', code: 'no_writer', detail: 'safeguard: away' },
  ]);
});

test('escalations are alerts, one an hour for one actor and rule', async () => {
  for (const object of ['r1', 'r2']) world.audit.append(refusal(object));
  world.audit.append({
    ...refusal('r3'),
    details: { outcome: 'passed', rules: ['high'], actions: ['fence'] },
  });
  const approval = { object: 'apr_1', details: { tool: 'delete_user' } };
  world.audit.append({ action: 'approval.decided', actor: 'a', ...approval, details: { decision: 'deny' } });
  world.audit.append({
    action: 'approval.decided',
    actor: 'a',
    ...approval,
    details: { decision: 'approve' },
  });
  world.audit.append({
    action: 'actor.standing',
    actor: 'router',
    object: 'ab',
    details: { after: 'suspended' },
  });
  await world.settled();
  const keys = world.alerts.map(({ key }) => key);
  expect(keys[0]).toBe(keys[1]);
  expect(new Set(keys).size).toBe(3);
  const [first] = world.alerts;
  if (first === undefined) throw new Error('no alert');
  expect(
    JSON.parse(printAlert(first, makeWebhook(), 'alert_1', { nowMs: today, routerUrl: null })),
  ).toMatchObject({
    type: 'escalation',
    data: {
      subject: { action: 'safeguard', object: 'r1', actor: 'desk', end_user: 'ab'.repeat(16) },
      figures: { names: 'high', outcome: 'refused', risk: 'high', domain: 'cyber' },
      message: `safeguard r1 of desk, end user ${'ab'.repeat(16)}: refused; high, risk high (cyber).`,
    },
  });
});

test('no action has room for text, whatever it is given', () => {
  const secret = 'MARKED ask me how to {"do": "it"}';
  for (const action of auditActionNames) {
    const details = Object.fromEntries(
      ['prompt', 'arguments', 'key', 'digest', 'rules', 'argumentsHash'].map((name) => [name, secret]),
    );
    const record = recordEvent({ action, actor: 'a', object: 'o', details } as AuditEvent, today);
    expect(JSON.stringify(record)).not.toContain('MARKED');
  }
  const long = 'x y'.repeat(100);
  const { object, details } = recordEvent({ ...refusal(long), details: { rules: [long] } }, today);
  expect(object).toMatch(/^[xy_]{128}$/);
  expect(details.rules).toEqual([object]);
});
