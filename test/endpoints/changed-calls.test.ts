/** Held calls whose results come back under their call id and under another tool's name or other arguments. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { protocolIds } from '../../src/core/target.ts';
import { denial, makeAgent, read, remove } from '../support/world/agent.ts';
import type { Called } from '../support/world/tool-turns.ts';

const minute = 60_000;
const held = remove('/a');
const holding: ConfigInput['safeguards'] = {
  approvals: { preapproved: [{ tool: 'delete_*', arguments: { path: '/sandbox/*' } }] },
};
const routes: ConfigInput['routes'] = [
  { name: 'asking', when: 'by-name', use: ['alpha'], safeguards: ['confirm-tools'] },
  { name: 'free', when: 'by-name', use: ['alpha'] },
  { name: 'rest', use: ['alpha'] },
];

/** Each passes by itself: over the route that holds calls, over one that holds none. */
const changes: readonly (readonly [how: string, where: 'holding' | 'free', changed: Called])[] = [
  ['the name of a tool that reads', 'holding', { ...held, name: 'get_file' }],
  ['the name of a declared tool that reads', 'holding', { ...held, name: 'read_file' }],
  ['arguments that a pattern allows', 'holding', remove('/sandbox/a')],
  ['the name of a tool that reads', 'free', { ...held, name: 'get_file' }],
  ['the name of a tool that writes', 'free', { ...held, name: 'write_file' }],
  ['other arguments', 'free', remove('/b')],
];
const cases = protocolIds.flatMap((caller) =>
  [false, true].flatMap((stream) =>
    changes.map(
      ([how, where, changed]) => [caller, stream ? 'streamed' : 'whole', how, where, changed] as const,
    ),
  ),
);

describe.each(cases)('%s, %s: under %s (%s)', (caller, form, _, where, changed) => {
  const begin = async () => {
    const isHolding = where === 'holding';
    const safeguards = isHolding ? holding : { shipped: false, rules: [] };
    const agent = await makeAgent(caller, safeguards, undefined, isHolding ? undefined : routes);
    const models = isHolding ? {} : { model: 'route/asking' };
    const { told } = await agent.begin([held], undefined, { stream: form === 'streamed', ...models });
    expect(told).toMatchObject([{ tool: 'delete_file', call_id: 'call_1' }]);
    const goOn = (calls: readonly Called[]) =>
      agent.send({
        ...agent.turns.goOn(calls, 'Done: it is gone.'),
        ...(!isHolding && { model: 'route/free' }),
      });
    return { ...agent, id: told[0]?.id, goOn };
  };

  test('one that waits goes on waiting', async () => {
    const { goOn, id, provider } = await begin();
    const answer = await goOn([changed]);
    expect(answer).toMatchObject({ status: 403, held: id });
    expect(answer.body.error?.message).toContain(`${id} (delete_file, call call_1) waits until`);
    expect(provider.calls).toHaveLength(1);
  });

  test.each(['denied', 'expired'])('the result of one that was %s is withheld', async (state) => {
    const { goOn, id, decide, clock, sent } = await begin();
    if (state === 'denied') await decide(id, { decision: 'deny' });
    else clock.ms += 15 * minute;
    expect((await goOn([changed])).status).toBe(200);
    expect(sent()).toMatch(denial);
    expect(sent()).not.toContain('Done');
  });

  test('one that was approved is approved as it was, and no other way', async () => {
    const { goOn, id, decide, provider, sent } = await begin();
    await decide(id, { decision: 'approve' });
    const answer = await goOn([changed]);
    expect([answer.status, answer.held, answer.body.error?.message]).toEqual([
      403,
      null,
      expect.stringMatching(/^These calls were changed since a person approved them: call call_1 is now /),
    ]);
    expect(provider.calls).toHaveLength(1);
    expect((await goOn([held])).status).toBe(200);
    expect(sent()).toContain('Done: it is gone.');
  });
});

describe.each(protocolIds)('%s', (caller) => {
  test('a call as it was held costs one read of the store, a changed one a second', async () => {
    const { begin, goOn, decide, store } = await makeAgent(caller);
    const { told } = await begin([held]);
    await decide(told[0]?.id, { decision: 'approve' });
    const readsOf = async (calls: readonly Called[]) => {
      const from = store.commands.length;
      const { status } = await goOn(calls);
      const asked = store.commands.slice(from).filter(({ keys }) => keys.join().includes('approval'));
      return [status, ...asked.map(({ name }) => name)];
    };
    expect(await readsOf([held])).toEqual([200, 'MGET']);
    expect(await readsOf([{ ...held, name: 'get_file' }])).toEqual([403, 'MGET', 'MGET']);
  });

  test('what was held under changed arguments stands for itself, once it is approved', async () => {
    const { begin, goOn, decide } = await makeAgent(caller);
    const { told } = await begin([held]);
    await decide(told[0]?.id, { decision: 'approve' });
    const edited = await goOn([remove('/b')]);
    expect(edited.status).toBe(403);
    await decide(edited.held ?? '', { decision: 'approve' });
    expect((await goOn([remove('/b')])).status).toBe(200);
    expect((await goOn([held])).status).toBe(200);
    expect((await goOn([{ ...held, name: 'get_file' }])).status).toBe(403);
  });

  test('a provider that gives one id to two calls: each stands for itself', async () => {
    const { begin, goOn, decide, sent } = await makeAgent(caller);
    const { told } = await begin([held]);
    const both = [held, read('/b', held.id)];
    expect(await goOn(both)).toMatchObject({ status: 403, held: told[0]?.id });
    await decide(told[0]?.id, { decision: 'approve' });
    expect((await goOn(both)).status).toBe(200);
    expect(sent()).not.toMatch(denial);
  });

  test('the call of another key, and another call id, are other calls', async () => {
    const { begin, goOn, create } = await makeAgent(caller);
    await begin([held]);
    const { key } = await create({ name: 'stranger' });
    expect((await goOn([{ ...held, name: 'get_file' }], key)).status).toBe(200);
    expect((await goOn([{ ...held, name: 'get_file', id: 'call_7' }])).status).toBe(200);
  });
});

test('functions of the old form have no ids: the place of their call names it', async () => {
  const { calls, send, turns, decide, sent } = await makeAgent('openai-chat');
  const { messages } = turns.ask as { messages: JsonObject[] };
  const functions = [{ name: 'delete_file' }, { name: 'get_file' }];
  const turn = (name: string, said: string) => [
    { role: 'assistant', content: null, function_call: { name, arguments: '{"path":"/a"}' } },
    { role: 'function', name, content: said },
  ];
  const before = [...messages, ...turn('get_file', 'Text.')];
  calls.push({ id: 'call_of_the_provider', name: 'delete_file', input: { path: '/a' } });
  const first = await send({ messages: before, functions });
  expect(first.held).toMatch(/^apr_/);
  for (const declared of [{ functions }, {}]) {
    const next = { messages: [...before, ...turn('get_file', 'Done.')], ...declared };
    expect(await send(next)).toMatchObject({ status: 403, held: first.held });
  }
  await decide(first.held ?? '', { decision: 'deny' });
  expect((await send({ messages: [...before, ...turn('get_file', 'Done.')], functions })).status).toBe(200);
  expect(sent()).not.toContain('Done.');
});
