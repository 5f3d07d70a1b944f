/** What the config says that a tool does holds wherever tools are judged: rules, edits, routes, the gate, offline too. */
import { describe, expect, test } from 'vitest';
import { judgeTools } from '../../src/classify/tools/judge-tools.ts';
import { decideOffline } from '../../src/cli/decide-offline.ts';
import { readSubjects } from '../../src/cli/read-subjects.ts';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { ToolEffect } from '../../src/core/signals.ts';
import { makeApp } from '../support/world/app.ts';
import { judgeRequest } from '../support/world/judge-request.ts';
import { catalogue, makeConfig, today } from '../support/world/models.ts';
import { answerWell } from '../support/world/provider.ts';
import { makeRequest } from '../support/world/requests.ts';

const toolOf = (name: string) => ({ type: 'function', function: { name } });
const body = {
  model: 'auto',
  messages: [{ role: 'user', content: 'Hello' }],
  tools: [toolOf('get_widget'), toolOf('delete_widget')],
};

type Effects = Readonly<Record<string, ToolEffect>>;

function configOf(
  toolEffects: Effects,
  rules: NonNullable<ConfigInput['safeguards']>['rules'] = [],
  routes: ConfigInput['routes'] = [{ name: 'rest', use: ['delta'] }],
) {
  return makeConfig({ routes, safeguards: { shipped: false, rules, approvals: { toolEffects } } });
}

async function send(config: ReturnType<typeof configOf>, tools: readonly object[]) {
  const app = makeApp(answerWell, { config, catalogue, judgeRequest });
  const response = await app.call('POST', '/v1/chat/completions', { ...body, tools });
  await app.settled();
  const [call] = app.provider.calls;
  const { headers } = response;
  return {
    does: headers.get('x-signalbox-safeguards'),
    route: headers.get('x-signalbox-route'),
    tools: call === undefined ? null : (JSON.parse(call.body) as { tools?: unknown }).tools,
  };
}

describe('what the config says of a tool', () => {
  test.each<[Effects, string | null]>([
    [{}, null],
    [{ get_widget: 'destructive' }, 'log'],
    [{ 'get_*': 'destructive' }, 'log'],
    [{ 'get_*': 'write' }, null],
  ])('%j: rules on tools hold by it', async (effects, does) => {
    const config = configOf(effects, [{ name: 'grave', when: { tools: 'destructive' }, do: ['log'] }]);
    expect((await send(config, [toolOf('get_widget')])).does).toBe(does);
  });

  test.each<[Effects, readonly object[]]>([
    [{}, [toolOf('get_widget')]],
    [{ get_widget: 'write' }, []],
    [{ delete_widget: 'read' }, body.tools],
    [{ delete_widget: 'read', get_widget: 'write' }, [toolOf('delete_widget')]],
    [{ '*': 'read' }, body.tools],
  ])('%j: tools are taken out by it', async (effects, left) => {
    const config = configOf(effects, [{ name: 'look', do: ['read-only-tools'] }]);
    expect((await send(config, body.tools)).tools ?? []).toEqual(left);
  });

  test.each<[Effects, string]>([
    [{}, 'rest'],
    [{ get_widget: 'destructive' }, 'grave'],
  ])('%j: routes are matched by it, offline too', async (effects, route) => {
    const config = configOf(
      effects,
      [],
      [
        { name: 'grave', when: { tools: 'destructive' }, use: ['delta'] },
        { name: 'rest', use: ['delta'] },
      ],
    );
    const asked = { ...body, tools: [toolOf('get_widget')] };
    expect((await send(config, asked.tools)).route).toBe(route);
    const [read] = readSubjects([{ line: null, body: asked }], judgeRequest);
    if (!read?.subject.ok) throw new Error('the request cannot be read');
    const surroundings = {
      isConfigured: () => true,
      identity: callerNamed('one'),
      sessionId: null,
      nowMs: today,
    };
    const decided = decideOffline(read.subject.value, config, surroundings);
    expect(decided.ok && decided.value.plan.route).toBe(route);
  });

  test('goes for calls of tools that are not declared, and for tools past those that are judged', () => {
    const said = [{ tool: 'get_*', effect: 'destructive' }] as const;
    const call = { type: 'tool-call', id: 'c', name: 'get_widget', kind: 'function', input: '{}' } as const;
    const called = makeRequest({ messages: [{ role: 'assistant', content: [call] }] });
    expect(judgeTools(called).highest).toBe('read');
    expect(judgeTools(called, said)).toMatchObject({ highest: 'destructive', highestCalled: 'destructive' });
    const many = Array.from({ length: 513 }, (_, at) => ({
      kind: 'function' as const,
      name: at === 512 ? 'get_last' : `read_${at}`,
    }));
    expect(judgeTools(makeRequest({ tools: many })).highest).toBe('write');
    expect(judgeTools(makeRequest({ tools: many }), said).highest).toBe('destructive');
  });
});
