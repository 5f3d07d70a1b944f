/** Tools that items of a Responses conversation declare are tools: judged, taken out and held as those of the request are. */
import { describe, expect, test } from 'vitest';
import { judgeTools } from '../../src/classify/tools/judge-tools.ts';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { SafeguardAction } from '../../src/core/safeguard.ts';
import { openaiResponses } from '../../src/protocols/openai-responses/index.ts';
import { readTraits } from '../../src/routing/read-traits.ts';
import { createOutbound } from '../../src/upstream/outbound.ts';
import { makeKeyedApp } from '../support/world/keyed-app.ts';
import { makeConfig } from '../support/world/models.ts';
import { FakeProvider, json } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { toolTurns } from '../support/world/tool-turns.ts';

const declare = (name: string) => ({
  type: 'function',
  name,
  parameters: { type: 'object', properties: {} },
});
const user = { role: 'user', content: 'Go' };
const server = { type: 'mcp', server_label: 'x', server_url: 'https://mcp.test', require_approval: 'never' };

const holders: Readonly<Record<string, (tools: readonly JsonObject[]) => JsonObject>> = {
  additional_tools: (tools) => ({ type: 'additional_tools', role: 'developer', tools: [...tools] }),
  tool_search_output: (tools) => ({
    type: 'tool_search_output',
    call_id: 's1',
    execution: 'client',
    status: 'completed',
    tools: [...tools],
  }),
};
const { answer } = toolTurns['openai-responses'];

async function send(
  body: JsonObject,
  safeguards: readonly SafeguardAction[],
  settings: ConfigInput['safeguards'] = { shipped: false },
  tier?: string,
) {
  const provider = new FakeProvider(() => json(answer([{ id: 'call_1', name: 'delete_file', input: {} }])));
  const outbound = createOutbound((name) => (name.endsWith('_API_KEY') ? 'KEY' : undefined), provider.send);
  const routes: ConfigInput['routes'] = [{ name: 'rest', use: ['alpha'], safeguards }];
  const app = makeKeyedApp(undefined, { outbound, config: makeConfig({ routes, safeguards: settings }) });
  const { key } = await app.create({ name: 'agent', ...(tier !== undefined && { tier }) });
  const response = await app.call('POST', '/v1/responses', { model: 'auto', ...body }, { 'x-api-key': key });
  const [call] = provider.calls;
  return { response, sent: call === undefined ? null : JSON.parse(call.body) };
}

describe.each(Object.entries(holders))('%s', (_, hold) => {
  const input = (...tools: JsonObject[]) => [user, hold(tools)];

  test('declares tools beside those of the request, and no byte changes', () => {
    const { request } = ask('openai-responses', {
      tools: [declare('look')],
      input: input(declare('wipe'), { type: 'custom', name: 'run' }),
    });
    expect(request.tools.map(({ name }) => name)).toEqual(['look']);
    expect(request.lateTools?.map(({ name }) => name)).toEqual(['wipe', 'run']);
    expect(judgeTools(request)).toMatchObject({ highest: 'destructive' });
    expect(readTraits(ask('openai-responses', { input: input(declare('wipe')) }).request).hasTools).toBe(
      true,
    );
  });

  test('is refused where its tools cannot be read', () => {
    const result = openaiResponses.decodeRequest({ model: 'm', input: [user, hold(['x' as never])] });
    expect(result).toMatchObject({ ok: false, error: { field: 'input[1].tools[0]' } });
  });

  test('loses the tools that write', async () => {
    const { response, sent } = await send({ input: input(declare('read_file'), declare('delete_file')) }, [
      'read-only-tools',
    ]);
    expect(response.status).toBe(200);
    expect(sent.input).toEqual(input(declare('read_file')));
  });

  test('loses them under the shipped rule for anonymous people', async () => {
    const { sent } = await send({ input: input(declare('delete_file')) }, [], {}, 'anonymous');
    expect(sent.input).toEqual(input());
  });

  test('keeps its bytes where nothing is taken out', async () => {
    const { sent } = await send({ input: input(declare('read_file')) }, ['read-only-tools']);
    expect(sent.input).toEqual(input(declare('read_file')));
  });

  test('a tool that is demanded and writes is refused', async () => {
    const { response, sent } = await send({ input: input(declare('delete_file')), tool_choice: 'required' }, [
      'read-only-tools',
    ]);
    expect([response.status, sent]).toEqual([403, null]);
  });

  test('has its calls held', async () => {
    const { response } = await send({ input: input(declare('delete_file')) }, ['confirm-tools']);
    expect(response.status).toBe(200);
    expect(response.headers.get('x-signalbox-approvals')).toMatch(/^apr_/);
  });

  test('cannot bring a server that acts where nobody can hold it', async () => {
    const { response, sent } = await send({ input: input(server) }, ['confirm-tools']);
    expect([response.status, sent]).toEqual([403, null]);
  });
});

test('calls of tools that only the provider knows are held, too', async () => {
  const { response } = await send({ prompt: { id: 'pmpt_1' }, input: [user] }, ['confirm-tools']);
  expect(response.headers.get('x-signalbox-approvals')).toMatch(/^apr_/);
});
