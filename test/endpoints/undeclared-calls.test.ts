/** Under `confirm-tools`: calls of tools that the request never told the model of. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { protocolIds } from '../../src/core/target.ts';
import { denial, makeAgent, read } from '../support/world/agent.ts';
import type { Called } from '../support/world/tool-turns.ts';

const routes: ConfigInput['routes'] = ['alpha', 'beta'].flatMap((model) => [
  { name: `asking-${model}`, when: 'by-name', use: [model], safeguards: ['confirm-tools'] },
  { name: `free-${model}`, when: 'by-name', use: [model] },
]);
const rest = { name: 'rest', use: ['alpha'] };
const write: Called = { id: 'call_1', name: 'write_file', input: { path: '/a' } };

const cases = protocolIds.flatMap((caller) =>
  ['alpha', 'beta'].flatMap((model) =>
    (['whole', 'streamed'] as const).map((form) => [caller, model, form] as const),
  ),
);

describe.each(cases)('%s over %s, %s', (caller, model, form) => {
  const stream = form === 'streamed';
  const begin = async () => {
    const agent = await makeAgent(caller, { shipped: false, rules: [] }, undefined, [...routes, rest]);
    const { tools: _, ...ask } = agent.turns.ask;
    const asking = (calls: readonly Called[]) => {
      agent.calls.push(...calls);
      return agent.send({ ...ask, model: `route/asking-${model}`, stream });
    };
    const answer = (calls: readonly Called[], route: string) => {
      const { tools: _tools, ...turn } = agent.turns.goOn(calls, 'Done: it is written.');
      return agent.send({ ...turn, model: `route/${route}-${model}` });
    };
    return { ...agent, asking, answer };
  };

  test('are held, and their results wait on every route', async () => {
    const { asking, answer, decide, sent } = await begin();
    const { status, text, held } = await asking([write, read('/b')]);
    expect([status, text.match(/apr_[0-9a-f]{32}/g)?.length]).toEqual([200, 1]);
    const id = /apr_[0-9a-f]{32}/.exec(text)?.[0];
    if (!stream) expect(held).toBe(id);
    for (const route of ['asking', 'free'])
      expect(await answer([write], route)).toMatchObject({ status: 403, held: id });
    await decide(id, { decision: 'deny' });
    expect((await answer([write], 'free')).status).toBe(200);
    expect(sent()).toMatch(denial);
  });

  test('that only read are not, nor is an answer without calls', async () => {
    const { asking, store } = await begin();
    for (const calls of [[read('/b')], []]) {
      const { status, text } = await asking(calls);
      expect([status, text.includes('approvals')]).toEqual([200, false]);
    }
    expect(store.commands.filter(({ keys }) => keys.join().includes('approval'))).toEqual([]);
  });

  test('end the answer where nothing can hold them; one without calls needs no store', async () => {
    const { asking, store } = await begin();
    store.isAway = true;
    expect((await asking([])).status).toBe(200);
    const { status, text } = await asking([write]);
    expect(status).toBe(stream ? 200 : 503);
    expect(text).toContain('Approvals cannot be read or written now.');
  });
});
