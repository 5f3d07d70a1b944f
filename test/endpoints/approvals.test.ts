/** The confirmation gate over the whole app: calls held, approved, denied, expired, changed and replayed, in each protocol. */
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { denial, makeAgent, read, remove } from '../support/world/agent.ts';
import { today } from '../support/world/models.ts';
import type { Called } from '../support/world/tool-turns.ts';

const minute = 60_000;

const pairs = protocolIds.flatMap((caller) => ['alpha', 'beta'].map((model) => [caller, model] as const));

describe.each(pairs)('%s over %s', (caller, model) => {
  test('a call is held, approved and its result taken', async () => {
    const { begin, goOn, decide, sent, provider } = await makeAgent(caller, {}, model);
    const calls = [remove('/etc/hosts'), read('/etc/hosts')];
    const first = await begin(calls);
    expect(first.status).toBe(200);
    expect(first.told).toEqual([
      {
        id: first.held,
        call_id: 'call_1',
        tool: 'delete_file',
        arguments_hash: createHash('sha256').update('delete_file\n{"path":"/etc/hosts"}').digest('hex'),
        expires_at: new Date(today + 15 * minute).toISOString(),
      },
    ]);
    const early = await goOn(calls);
    expect([early.status, early.body.error?.code ?? early.body.error, early.held]).toEqual([
      403,
      caller === 'anthropic-messages' ? expect.anything() : 'approval_required',
      first.held,
    ]);
    expect(early.body.error?.message).toContain(`${first.held} (delete_file, call call_1) waits until 2026-`);
    expect(provider.calls).toHaveLength(1);
    const approved = await decide(first.told[0]?.id, {
      decision: 'approve',
      arguments_hash: first.told[0]?.arguments_hash ?? '',
    });
    expect(approved).toMatchObject({ status: 200, body: { object: 'approval', state: 'approved' } });
    const late = await goOn(calls);
    expect([late.status, late.held]).toEqual([200, null]);
    expect(sent()).toContain('Done: it is gone.');
    // The conversation goes on: what was approved stays so.
    expect((await goOn(calls)).status).toBe(200);
  });

  test('of parallel calls one is denied: its result does not reach the model', async () => {
    const { begin, goOn, decide, sent } = await makeAgent(caller, {}, model);
    const calls = [remove('/a'), remove('/b', 'call_2')];
    const { told } = await begin(calls);
    expect(told).toHaveLength(2);
    await decide(told[0]?.id, { decision: 'approve' });
    expect((await goOn(calls)).held).toBe(told[1]?.id);
    await decide(told[1]?.id, { decision: 'deny' });
    expect((await goOn(calls)).status).toBe(200);
    expect(sent()).toMatch(denial);
    expect(sent().match(/Done: it is gone/g)).toHaveLength(1);
    expect(sent().match(/This call was not approved/g)).toHaveLength(1);
  });
});

describe.each(protocolIds)('%s', (caller) => {
  test('changed arguments void an approval; spaces and order do not', async () => {
    const { begin, goOn, decide, provider } = await makeAgent(caller);
    const call: Called = { id: 'call_1', name: 'delete_file', input: { path: '/a', force: false } };
    const { told } = await begin([call]);
    await decide(told[0]?.id, { decision: 'approve' });
    for (const input of [{ path: '/b', force: false }, { path: '/a', force: true }, { path: '/a' }, {}]) {
      const answer = await goOn([{ ...call, input }]);
      expect(answer.status).toBe(403);
      expect(answer.held).toMatch(/^apr_/);
      expect(answer.held).not.toBe(told[0]?.id);
    }
    expect((await goOn([{ ...call, name: 'remove_file' }])).status).toBe(403);
    expect(provider.calls).toHaveLength(1);
    expect((await goOn([{ ...call, input: { force: false, path: '/a' } }])).status).toBe(200);
  });

  test('an approval is of one call: not of its repetition, another conversation, another key', async () => {
    const { begin, goOn, decide, create, turns, send } = await makeAgent(caller);
    const call = remove('/a');
    const { told } = await begin([call]);
    await decide(told[0]?.id, { decision: 'approve' });
    const again = turns.goOn([call], 'Done.');
    const list = 'input' in again ? 'input' : 'messages';
    const turn = again[list] as JsonObject[];
    const replayed = await send({ ...again, [list]: [...turn, ...turn.slice(1)] });
    expect([replayed.status, replayed.held === told[0]?.id]).toEqual([403, false]);
    const other = [{ role: 'user', content: 'Something else.' }, ...turn.slice(1)];
    expect((await send({ ...again, [list]: other })).status).toBe(403);
    const { key } = await create({ name: 'stranger' });
    expect((await goOn([call], key)).status).toBe(403);
    expect((await goOn([call])).status).toBe(200);
    // The model makes the same call once more, under the same id: nobody has approved that.
    const { told: renewed } = await begin([call]);
    expect(renewed[0]?.id).toBe(told[0]?.id);
    expect((await goOn([call])).status).toBe(403);
  });

  test('who is not approved in time is denied', async () => {
    const { begin, goOn, decide, clock, sent } = await makeAgent(caller);
    const { told } = await begin([remove('/a')]);
    clock.ms += 15 * minute - 1;
    expect((await goOn([remove('/a')])).status).toBe(403);
    clock.ms += 1;
    expect(await decide(told[0]?.id, { decision: 'approve' })).toMatchObject({
      status: 409,
      body: { error: { code: 'approval_closed', message: expect.stringContaining('is expired') } },
    });
    expect((await goOn([remove('/a')])).status).toBe(200);
    expect(sent()).toMatch(denial);
    expect(sent()).not.toContain('Done');
  });

  test('without its store nothing passes', async () => {
    const { begin, goOn, store, provider } = await makeAgent(caller);
    store.isAway = true;
    const held = await begin([remove('/a')]);
    expect([held.status, held.told]).toEqual([503, []]);
    expect(JSON.stringify(held.body)).not.toContain('delete_file');
    expect((await goOn([remove('/a')])).status).toBe(503);
    expect(provider.calls).toHaveLength(1);
  });

  test('calls that a pattern of the config allows need nobody', async () => {
    const approvals = {
      preapproved: [{ tool: 'delete_*', arguments: { path: '/sandbox/*' } }],
      toolEffects: { read_file: 'destructive' as const },
    };
    const { begin, goOn } = await makeAgent(caller, { approvals });
    const calls = [
      remove('/sandbox/a', 'call_1'),
      remove('/sandbox/../etc', 'call_2'),
      remove('/x/sandbox/', 'call_3'),
      read('/sandbox/a', 'call_4'),
    ];
    const { told } = await begin(calls);
    expect(told.map(({ call_id }) => call_id)).toEqual(['call_2', 'call_3', 'call_4']);
    expect((await goOn(calls.slice(0, 1))).status).toBe(200);
  });

  test('a rule on tools holds for their results where the tools are left out', async () => {
    const rules = [{ name: 'tools', when: { tools: 'write' }, do: ['confirm-tools'] }] as const;
    const { begin, send, turns, provider } = await makeAgent(caller, { rules });
    const { told } = await begin([remove('/a')]);
    expect(told).toHaveLength(1);
    const { tools: _, ...rest } = turns.goOn([remove('/a')], 'Done.');
    expect(await send(rest)).toMatchObject({ status: 403, held: told[0]?.id });
    expect(provider.calls).toHaveLength(1);
  });

  test('calls that only read cost one read of the store, with their results', async () => {
    const { begin, goOn, store } = await makeAgent(caller);
    const asked = () => store.commands.filter(({ keys }) => keys.join().includes('approval'));
    expect((await begin([read('/a'), read('/b', 'call_3')])).told).toEqual([]);
    expect(asked()).toEqual([]);
    expect((await goOn([read('/a'), read('/b', 'call_3')])).status).toBe(200);
    expect(asked().map(({ name }) => name)).toEqual(['MGET']);
  });
});

/** A tool whose name says that it reads, and what is declared of it that it destroys. */
const check = (description: string): Readonly<Record<ProtocolId, JsonObject>> => ({
  'openai-chat': { type: 'function', function: { name: 'check', description } },
  'openai-responses': { type: 'function', name: 'check', description, strict: false },
  'anthropic-messages': { name: 'check', description, input_schema: { type: 'object' } },
});
const destroying = check('Permanently deletes the account.');

describe.each(protocolIds)('a call that was held, over %s', (caller) => {
  const call: Called = { id: 'call_1', name: 'check', input: { account: 7 } };
  const ways: readonly (readonly [string, JsonObject | null])[] = [
    ['without its tool', null],
    ['under another description', check('Reads only.')[caller]],
  ];
  const rules: Readonly<Record<string, ConfigInput['safeguards']>> = {
    'by a rule': { rules: [{ name: 'ask', when: { tools: 'write' }, do: ['confirm-tools'] }] },
    'by every request': {},
  };
  const cases = Object.keys(rules).flatMap((by) => ways.map(([how, tool]) => [by, how, tool] as const));

  test.each(cases)('%s, stays so %s', async (by, _, tool) => {
    const { calls, send, turns, decide, sent, provider } = await makeAgent(caller, rules[by]);
    calls.push(call);
    const first = await send({ ...turns.ask, tools: [destroying[caller]] });
    expect(first.held).toMatch(/^apr_/);
    const { tools: _tools, ...rest } = turns.goOn([call], 'Done: it is gone.');
    const next = tool === null ? rest : { ...rest, tools: [tool] };
    expect(await send(next)).toMatchObject({ status: 403, held: first.held });
    expect(provider.calls).toHaveLength(1);
    await decide(first.held ?? '', { decision: 'deny' });
    expect((await send(next)).status).toBe(200);
    expect(sent()).toMatch(denial);
    expect(sent()).not.toContain('Done');
  });

  const routes: ConfigInput['routes'] = [
    { name: 'asking', when: 'by-name', use: ['alpha'], safeguards: ['confirm-tools'] },
    { name: 'free', when: 'by-name', use: ['alpha'] },
    { name: 'rest', use: ['alpha'] },
  ];

  test.each(['route/free', 'auto', 'alpha'])('by its route, stays so over %s', async (model) => {
    const safeguards = { shipped: false, rules: [] };
    const { calls, send, turns, decide, sent } = await makeAgent(caller, safeguards, undefined, routes);
    const session = { 'x-session-id': 's1' };
    calls.push(call);
    const ask = { ...turns.ask, tools: [destroying[caller]], model: 'route/asking' };
    const first = await send(ask, undefined, session);
    expect(first.held).toMatch(/^apr_/);
    const next = { ...turns.goOn([call], 'Done: it is gone.'), model };
    expect(await send(next, undefined, session)).toMatchObject({ status: 403, held: first.held });
    await decide(first.held ?? '', { decision: 'approve' });
    expect((await send(next, undefined, session)).status).toBe(200);
    expect(sent()).toContain('Done: it is gone.');
    // What nobody has held is not held there.
    const other = turns.goOn([remove('/a', 'call_9')], 'Done.');
    expect(await send({ ...other, model })).toMatchObject({ status: 200, held: null });
  });

  test('where nothing is ever held, results cost no command of the store', async () => {
    const { goOn, store } = await makeAgent(caller, { rules: [] });
    expect((await goOn([remove('/a')])).status).toBe(200);
    expect(store.commands.filter(({ keys }) => keys.join().includes('approval'))).toEqual([]);
  });
});

test('functions of the old form stay held where they are not declared any more', async () => {
  const { calls, send, turns } = await makeAgent('openai-chat');
  calls.push({ id: 'call_1', name: 'check', input: {} });
  const { messages } = turns.ask as { messages: JsonObject[] };
  const functions = [{ name: 'check', description: 'Permanently deletes the account.' }];
  const first = await send({ messages, functions });
  expect(first.held).toMatch(/^apr_/);
  const made = { role: 'assistant', content: null, function_call: { name: 'check', arguments: '{}' } };
  const next = [...messages, made, { role: 'function', name: 'check', content: 'Done.' }];
  expect(await send({ messages: next })).toMatchObject({ status: 403, held: first.held });
});

test('a held call that the client names instead of sending it', async () => {
  const { begin, send, decide, turns, sent } = await makeAgent('openai-responses', {}, 'beta');
  const { told, body } = await begin([remove('/a')]);
  const [call] = body.output as [JsonObject];
  const input = [
    ...(turns.ask.input as JsonObject[]),
    { type: 'item_reference', id: call.id ?? null },
    { type: 'function_call_output', call_id: 'call_1', output: 'Done.' },
  ];
  expect(await send({ ...turns.ask, input })).toMatchObject({ status: 403, held: told[0]?.id });
  // What its provider keeps nobody here can see.
  const foreign = input.with(1, { type: 'item_reference', id: 'fc_of_the_provider' });
  expect(await send({ ...turns.ask, input: foreign })).toMatchObject({
    status: 403,
    held: null,
    body: { error: { message: expect.stringContaining('its call is not in the request') } },
  });
  await decide(told[0]?.id, { decision: 'approve' });
  expect((await send({ ...turns.ask, input })).status).toBe(200);
  expect(sent()).toContain('delete_file');
});

describe('who approves', () => {
  const twoPersons = { approvals: { twoPersons: true } };

  test('nobody without the right, nobody of another team, nobody under a wrong hash', async () => {
    const { begin, decide, key, create } = await makeAgent('openai-chat');
    const { told } = await begin([remove('/a')]);
    const id = told[0]?.id;
    const yes = { decision: 'approve' };
    expect(await decide(id, yes, key)).toMatchObject({
      status: 403,
      body: { error: { code: 'approval_not_allowed' } },
    });
    const { key: stranger } = await create({ team: 'sales', may_approve: true });
    expect(await decide(id, yes, stranger)).toMatchObject({
      status: 404,
      body: { error: { code: 'approval_not_found' } },
    });
    expect(await decide(id, { ...yes, arguments_hash: 'f'.repeat(64) })).toMatchObject({
      status: 400,
      body: { error: { param: 'arguments_hash' } },
    });
    for (const wrong of [{}, { decision: 'yes' }, { ...yes, token: 1 }])
      expect((await decide(id, wrong)).status).toBe(400);
    expect((await decide(id, { decision: 'deny' })).status).toBe(200);
    expect(await decide(id, yes)).toMatchObject({
      status: 409,
      body: { error: { code: 'approval_closed' } },
    });
  });

  test.each([
    [{}, 200],
    [twoPersons, 403],
  ] as const)('the key that asked, under %j: %i', async (safeguards, status) => {
    const { begin, decide, chief, goOn } = await makeAgent('openai-chat', safeguards);
    const { told } = await begin([remove('/a')], chief);
    expect((await decide(told[0]?.id, { decision: 'approve' })).status).toBe(status);
    expect((await goOn([remove('/a')], chief)).status).toBe(status);
  });

  test('whoever administers, for every team; the record holds no argument', async () => {
    const { begin, call, store } = await makeAgent('openai-chat', twoPersons);
    const { told } = await begin([remove('/very/secret')]);
    const path = `/admin/approvals/${told[0]?.id}`;
    const admin = { authorization: 'Bearer admin-token' };
    expect(await (await call('GET', path, undefined, admin)).json()).toMatchObject({
      state: 'pending',
      decided_by: null,
      team: 'care',
    });
    const decided = await call('POST', path, { decision: 'approve' }, admin);
    expect(await decided.json()).toMatchObject({ state: 'approved', decided_by: 'admin' });
    const kept = [...store.values].filter(([key]) => key.includes('approval'));
    // The record, the word, and which record the call id stands for.
    expect(kept).toHaveLength(3);
    expect(JSON.stringify(kept)).not.toContain('secret');
  });
});

describe('what cannot be held is refused before a model is asked', () => {
  const refused: readonly [string, ProtocolId, JsonObject, number, RegExp][] = [
    [
      'code interpreter',
      'openai-responses',
      { tools: [{ type: 'code_interpreter', container: { type: 'auto' } }] },
      403,
      /code_interpreter acts/,
    ],
    [
      'an MCP server',
      'openai-responses',
      { tools: [{ type: 'mcp', server_label: 'x', server_url: 'https://x.test' }] },
      403,
      /mcp acts/,
    ],
    [
      'code execution',
      'anthropic-messages',
      { tools: [{ type: 'code_execution_20250825', name: 'code_execution' }] },
      403,
      /code_execution acts/,
    ],
    ['the background', 'openai-responses', { background: true }, 403, /in the background/],
    [
      'a result without its call',
      'openai-responses',
      {
        input: [{ type: 'function_call_output', call_id: 'call_9', output: 'x' }],
        previous_response_id: 'resp_1',
      },
      404,
      /No response/,
    ],
  ];
  test.each(refused)('%s', async (_, caller, body, status, message) => {
    const { send, turns, provider } = await makeAgent(caller);
    const answer = await send({ ...turns.ask, ...body });
    expect([answer.status, answer.body.error?.message]).toEqual([status, expect.stringMatching(message)]);
    expect(provider.calls).toEqual([]);
  });

  test('web search of a provider only reads', async () => {
    const { send, turns } = await makeAgent('openai-responses');
    expect((await send({ ...turns.ask, tools: [{ type: 'web_search' }] })).status).toBe(200);
  });
});
