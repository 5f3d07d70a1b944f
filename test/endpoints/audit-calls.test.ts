/** What the audit log is told of held calls, of who decides, and of a suspension: names and hashes, no argument. */
import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { showAlert } from '../../src/alerts/print-alert.ts';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { countStrike } from '../../src/count-strike.ts';
import type { Actors } from '../../src/ledger/actors.ts';
import { createOutbound } from '../../src/upstream/outbound.ts';
import { makeAudit } from '../support/world/audit.ts';
import { makeKeyedApp } from '../support/world/keyed-app.ts';
import { makeConfig, today } from '../support/world/models.ts';
import { answerWell, FakeProvider, json, protocolOf } from '../support/world/provider.ts';
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
  expect(world.alerts).toMatchObject([
    {
      kind: 'approval',
      key: `approval:${held}`,
      untilMs: today + 15 * 60_000,
      data: { id: held, tool: 'delete_file', team: 'care', expiresAtMs: today + 15 * 60_000 },
    },
    { kind: 'escalation', data: { object: held, names: 'delete_file' } },
  ]);
});

const askFirst = [{ name: 'ask-first', do: ['confirm-tools'] as const }];
const remove = (id: string, path: string): Called => ({ id, name: 'delete_file', input: { path } });

/** Its model makes the calls that `answers` holds; without any it says hello. */
async function makeAgent(safeguards: ConfigInput['safeguards'], routes?: ConfigInput['routes']) {
  const world = await makeAudit();
  const answers: Called[] = [];
  const clock = { ms: today };
  const provider = new FakeProvider((sent) =>
    answers.length > 0 ? json(toolTurns[protocolOf(sent)].answer(answers.splice(0))) : answerWell(sent),
  );
  const outbound = createOutbound((name) => (name.endsWith('_API_KEY') ? 'KEY' : undefined), provider.send);
  const config = makeConfig({ ...(routes && { routes }), safeguards: { shipped: false, ...safeguards } });
  const app = makeKeyedApp(undefined, { outbound, config, audit: world.audit, now: () => clock.ms });
  const { key } = await app.create({ name: 'agent' });
  const { key: chief } = await app.create({ name: 'chief', may_approve: true });
  const turns = toolTurns['openai-chat'];
  const send = async (body: object) => {
    const whole = { model: turns.model, ...body };
    const response = await app.call('POST', turns.path, whole, { 'x-api-key': key });
    return { status: response.status, held: response.headers.get('x-signalbox-approvals') };
  };
  const deny = (id: string | null) =>
    app.call('POST', `/v1/approvals/${id}`, { decision: 'deny' }, { 'x-api-key': chief });
  const told = async () => {
    await world.settled();
    return world.entries
      .filter(({ action }) => action === 'tool.call')
      .map(({ object, details }) => [object, details.tool, details.effect, details.decision]);
  };
  return { ...world, answers, clock, turns, send, deny, told };
}

test('a call that a pattern lets pass, once, beside one that waits', async () => {
  const approvals = { preapproved: [{ tool: 'delete_*', arguments: { path: '/sandbox/*' } }] };
  const { answers, turns, send, told } = await makeAgent({ rules: askFirst, approvals });
  const allowed = remove('call_1', '/sandbox/a');
  answers.push(allowed, remove('call_2', '/etc'));
  const { held } = await send(turns.ask);
  const id = expect.stringMatching(/^apr_/);
  const entries = [
    [id, 'delete_file', 'destructive', 'preapproved'],
    [held, 'delete_file', 'destructive', 'held'],
  ];
  expect(await told()).toEqual(entries);
  expect((await send(turns.goOn([allowed], 'Done.'))).status).toBe(200);
  expect(await told()).toEqual(entries);
});

test('a call of a tool that nobody has declared', async () => {
  const { answers, turns, send, told } = await makeAgent({ rules: askFirst });
  answers.push({ id: 'call_1', name: 'write_file', input: {} });
  const { tools: _, ...bare } = turns.ask;
  const { held } = await send(bare);
  expect(await told()).toEqual([[held, 'write_file', 'write', 'held']]);
});

test('a call that waits from the moment on that its result comes, once', async () => {
  const { turns, send, told } = await makeAgent({ rules: askFirst });
  const { held } = await send(turns.goOn([remove('call_1', '/a')], 'Done.'));
  await send(turns.goOn([remove('call_1', '/a')], 'Done.'));
  expect(await told()).toEqual([[held, 'delete_file', 'destructive', 'held']]);
});

test.each(['denied', 'expired'])('a result that was withheld, since its call was %s', async (decision) => {
  const { turns, send, deny, told, clock, alerts } = await makeAgent({ rules: askFirst });
  const turn = turns.goOn([remove('call_1', '/a')], 'Done.');
  const { held } = await send(turn);
  if (decision === 'denied') await deny(held);
  else clock.ms += 16 * 60_000;
  expect((await send(turn)).status).toBe(200);
  const entries = [
    [held, 'delete_file', 'destructive', 'held'],
    [held, 'delete_file', 'destructive', decision],
  ];
  expect(await told()).toEqual(entries);
  // The conversation goes on: nothing new has happened.
  const messages = [
    ...(turn.messages as unknown[]),
    { role: 'assistant', content: 'I see.' },
    { role: 'user', content: 'Well?' },
  ];
  expect((await send({ ...turn, messages })).status).toBe(200);
  expect(await told()).toEqual(entries);
  expect(alerts).toContainEqual(
    expect.objectContaining({
      kind: 'escalation',
      data: expect.objectContaining({ action: 'tool.call', outcome: decision }),
    }),
  );
});

test('a result that was withheld under the name of another tool', async () => {
  const { answers, turns, send, deny, told } = await makeAgent({ rules: askFirst });
  const call = remove('call_1', '/a');
  answers.push(call);
  const { held } = await send(turns.ask);
  await deny(held);
  expect((await send(turns.goOn([{ ...call, name: 'get_file' }], 'Done.'))).status).toBe(200);
  expect(await told()).toEqual([
    [held, 'delete_file', 'destructive', 'held'],
    [held, 'delete_file', 'destructive', 'denied'],
  ]);
});

test('a request that waits as a whole', async () => {
  const { send, told, alerts } = await makeAgent({ rules: [{ name: 'review', do: ['hold'] }] });
  const { held } = await send({ messages: [{ role: 'user', content: 'Wire the money' }] });
  expect(await told()).toEqual([[held, '(request)', null, 'held']]);
  const [alert] = alerts.map((each) => showAlert(each, { nowMs: today, routerUrl: null }).data);
  expect(alert?.message).toMatch(
    /^A request \([\w-]+, team care\) waits for a person until 2026-11-21T12:15:00Z; then it counts as denied\.$/,
  );
});

test('what a route does by itself', async () => {
  const routes: ConfigInput['routes'] = [
    { name: 'strips', use: ['alpha'], safeguards: ['read-only-tools'] },
    { name: 'looks', use: ['alpha'], safeguards: ['inspect-output'] },
    { name: 'rest', use: ['alpha'] },
  ];
  const { send, turns, settled, entries } = await makeAgent({}, routes);
  for (const model of ['route/strips', 'route/looks', 'route/rest']) await send({ ...turns.ask, model });
  await settled();
  const safeguards = entries.filter(({ action }) => action === 'safeguard');
  expect(safeguards).toMatchObject([
    { details: { outcome: 'passed', rules: [], actions: ['read-only-tools'] } },
  ]);
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
