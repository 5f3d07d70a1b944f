/** What the audit log is told of held calls, of who decides, and of a suspension: names and hashes, no argument. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { countStrike } from '../../src/count-strike.ts';
import type { Actors } from '../../src/ledger/actors.ts';
import { createOutbound } from '../../src/upstream/outbound.ts';
import { makeAudit } from '../support/world/audit.ts';
import { makeKeyedApp } from '../support/world/keyed-app.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { FakeProvider, json, protocolOf } from '../support/world/provider.ts';
import { type Called, toolTurns } from '../support/world/tool-turns.ts';

test('a held call, and whoever denies it', async () => {
  const world = await makeAudit();
  const call: Called = { id: 'call_1', name: 'delete_file', input: { path: 'MARKED-ARGUMENT' } };
  const provider = new FakeProvider((sent) => json(toolTurns[protocolOf(sent)].answer([call])));
  const outbound = createOutbound((name) => (name.endsWith('_API_KEY') ? 'KEY' : undefined), provider.send);
  const rules = [{ name: 'ask-first', do: ['confirm-tools'] as const }];
  const config = makeConfig({ safeguards: { rules } });
  const app = makeKeyedApp(undefined, { outbound, config, audit: world.audit, now: () => today });
  const { key } = await app.create({ name: 'agent' });
  const { key: chief, id } = await app.create({ name: 'chief', may_approve: true });
  const turns = toolTurns['openai-chat'];
  const response = await app.call(
    'POST',
    turns.path,
    { model: turns.model, ...turns.ask },
    { 'x-api-key': key },
  );
  const held = response.headers.get('x-signalbox-approvals');
  await app.call('POST', `/v1/approvals/${held}`, { decision: 'deny' }, { 'x-api-key': chief });
  await world.settled();
  const argumentsHash = createHash('sha256').update('delete_file\n{"path":"MARKED-ARGUMENT"}').digest('hex');
  const called = { object: held, details: { tool: 'delete_file', argumentsHash } };
  expect(world.entries.map(({ action }) => action)).toEqual([
    'key.created',
    'key.created',
    'safeguard',
    'tool.call',
    'approval.decided',
  ]);
  expect(world.entries[3]).toMatchObject({ ...called, details: { effect: 'destructive', decision: 'held' } });
  expect(world.entries[4]).toMatchObject({ ...called, actor: id, details: { decision: 'deny' } });
  expect(JSON.stringify([world.entries, world.alerts])).not.toContain('MARKED');
  expect(world.alerts).toMatchObject([{ kind: 'escalation', data: { object: held, names: 'delete_file' } }]);
});

test('a strike that suspends, and not the one before', async () => {
  const world = await makeAudit();
  const struck = [false, true].map((isSuspendedByIt) => ({
    isSuspendedByIt,
    standing: { level: 'suspended', sum: 5, untilMs: today + 1000 },
  }));
  const actors = { strike: async () => struck.shift() } as unknown as Actors;
  const endUser = { id: 'ab'.repeat(16), source: 'body' } as const;
  const caller = { id: 'desk', team: 'care', app: null, tier: 'user', tags: {}, endUser } as const;
  const deps = { actors, audit: world.audit, now: () => today };
  for (const requestId of ['req_1', 'req_2']) await countStrike('policy', { caller, requestId }, deps);
  await world.settled();
  expect(world.entries).toMatchObject([
    {
      action: 'actor.standing',
      actor: 'router',
      object: endUser.id,
      details: {
        after: 'suspended',
        reason: 'policy',
        until: new Date(today + 1000).toISOString(),
        team: 'care',
      },
    },
  ]);
  expect(world.alerts).toHaveLength(1);
});
