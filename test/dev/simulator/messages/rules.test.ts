// What Messages refuses: each rule by a request that breaks it and nothing else.

import { describe, expect, it } from 'vitest';
import { anthropicHeaders, useClients } from '../clients.ts';

const { post } = await useClients();

type Body = Record<string, unknown>;
const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown) => ({ role: 'assistant', content });
const tool = { name: 'get_weather', input_schema: { type: 'object', properties: {} } };
const use = { type: 'tool_use', id: 'toolu_1', name: 'get_weather', input: {} };
const result = { type: 'tool_result', tool_use_id: 'toolu_1', content: 'sun' };
const base = { model: 'claude-sonnet-4-6', max_tokens: 2000, messages: [user('Hello')] };

const send = (body: Body, headers: Record<string, string> = anthropicHeaders) =>
  post('/anthropic/v1/messages', { ...base, ...body }, headers);
const errorText = async (response: Response) =>
  ((await response.json()) as { error: { message: string } }).error.message;

interface Refusal {
  name: string;
  body: Body;
  status?: number;
  type?: string;
  message: string | RegExp;
}

const refusals: Refusal[] = [
  { name: 'missing max_tokens', body: { max_tokens: undefined }, message: 'max_tokens: Field required' },
  {
    name: 'a cap above the model’s',
    body: { model: 'claude-haiku-4-5', max_tokens: 100_000 },
    message: /^max_tokens: 100000 > 64000/,
  },
  {
    name: 'an unknown model',
    body: { model: 'claude-9' },
    status: 404,
    type: 'not_found_error',
    message: 'model: claude-9',
  },
  {
    name: 'another maker’s model',
    body: { model: 'gpt-5.5' },
    status: 404,
    type: 'not_found_error',
    message: 'model: gpt-5.5',
  },
  { name: 'an unknown field', body: { n: 2 }, message: 'n: Extra inputs are not permitted' },
  {
    name: 'metadata of other kinds',
    body: { metadata: { team: 'x' } },
    message: 'metadata.team: Extra inputs are not permitted',
  },
  { name: 'empty messages', body: { messages: [] }, message: 'messages: at least one message is required' },
  {
    name: 'an assistant first',
    body: { messages: [assistant('x'), user('y')] },
    message: /first message must use the "user" role/,
  },
  {
    name: 'a role of another protocol',
    body: { messages: [{ role: 'tool', content: 'x' }] },
    message: /^messages.0.role/,
  },
  { name: 'an empty message', body: { messages: [user('')] }, message: /must have non-empty content/ },
  {
    name: 'an empty text block',
    body: { messages: [user([{ type: 'text', text: '' }])] },
    message: /must be non-empty/,
  },
  {
    name: 'a block of another protocol',
    body: { messages: [user([{ type: 'input_text', text: 'x' }])] },
    message: /Input tag 'input_text'/,
  },
  {
    name: 'an unknown field in a block',
    body: { messages: [user([{ type: 'text', text: 'x', detail: 'low' }])] },
    message: 'messages.0.content.0.text.detail: Extra inputs are not permitted',
  },
  {
    name: 'an image of another kind',
    body: {
      messages: [
        user([{ type: 'image', source: { type: 'base64', media_type: 'image/bmp', data: 'aGk=' } }]),
      ],
    },
    message: /media_type: Input should be 'image\/jpeg'/,
  },
  {
    name: 'a data URL for base64',
    body: {
      messages: [
        user([
          {
            type: 'image',
            source: { type: 'base64', media_type: 'image/png', data: 'data:image/png;base64,aGk=' },
          },
        ]),
      ],
    },
    message: /Invalid base64 data/,
  },
  {
    name: 'an orphan tool_result',
    body: { messages: [user([result])] },
    message: /^messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1/,
  },
  {
    name: 'a tool_use without its result',
    body: { messages: [user('x'), assistant([use]), user('y')] },
    message: /^messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1/,
  },
  {
    name: 'a tool_use at the end',
    body: { model: 'claude-haiku-4-5', messages: [user('x'), assistant([use])] },
    message: /without `tool_result` blocks/,
  },
  {
    name: 'two results for one call',
    body: { messages: [user('x'), assistant([use]), user([result, result])] },
    message: /multiple `tool_result` blocks/,
  },
  {
    name: 'a tool_use of the user',
    body: { messages: [user([use])] },
    message: /`tool_use` blocks can only be in `assistant` messages/,
  },
  {
    name: 'arguments as text',
    body: { messages: [user('x'), assistant([{ ...use, input: '{}' }]), user([result])] },
    message: /tool_use.input: Input should be a valid dictionary/,
  },
  {
    name: 'sampling on opus-4-7 and later',
    body: { model: 'claude-opus-4-7', temperature: 0.5 },
    message: '`temperature` is deprecated for this model.',
  },
  {
    name: 'top_k on later models',
    body: { model: 'claude-sonnet-5', top_k: 5 },
    message: '`top_k` is deprecated for this model.',
  },
  { name: 'a temperature above one', body: { temperature: 1.5 }, message: /range: 0..1/ },
  {
    name: 'manual thinking on later models',
    body: { model: 'claude-opus-4-7', thinking: { type: 'enabled', budget_tokens: 1024 } },
    message: /^"thinking.type.enabled" is not supported for this model/,
  },
  {
    name: 'adaptive thinking on older models',
    body: { model: 'claude-haiku-4-5', thinking: { type: 'adaptive' } },
    message: /adaptive thinking is not supported/,
  },
  {
    name: 'no thinking on models that always think',
    body: { model: 'claude-opus-5-5', thinking: { type: 'disabled' } },
    message: /"thinking.type.disabled" is not supported/,
  },
  {
    name: 'a budget that is too small',
    body: { thinking: { type: 'enabled', budget_tokens: 100 } },
    message: /greater than or equal to 1024/,
  },
  {
    name: 'a budget above the cap',
    body: { thinking: { type: 'enabled', budget_tokens: 3000 } },
    message: /`max_tokens` must be greater than `thinking.budget_tokens`/,
  },
  {
    name: 'a forced tool with thinking',
    body: { tools: [tool], tool_choice: { type: 'any' }, thinking: { type: 'enabled', budget_tokens: 1024 } },
    message: /Thinking may not be enabled when tool_choice forces tool use/,
  },
  {
    name: 'effort on haiku-4-5',
    body: { model: 'claude-haiku-4-5', output_config: { effort: 'low' } },
    message: 'This model does not support the effort parameter.',
  },
  {
    name: 'an effort the model lacks',
    body: { output_config: { effort: 'xhigh' } },
    message: "output_config.effort: Input should be 'low', 'medium', 'high' or 'max'",
  },
  {
    name: 'a foreign thinking signature',
    body: {
      messages: [
        user('x'),
        assistant([
          { type: 'thinking', thinking: 'hm', signature: 'RXJmb3JlaWdu' },
          { type: 'text', text: 'y' },
        ]),
        user('z'),
      ],
    },
    message: 'messages.1.content.0: Invalid `signature` in `thinking` block',
  },
  {
    name: 'a missing thinking signature',
    body: {
      messages: [
        user('x'),
        assistant([
          { type: 'thinking', thinking: 'hm' },
          { type: 'text', text: 'y' },
        ]),
        user('z'),
      ],
    },
    message: /thinking.signature: Field required/,
  },
  {
    name: 'a tool loop without its thinking',
    body: {
      thinking: { type: 'enabled', budget_tokens: 1024 },
      tools: [tool],
      messages: [user('x'), assistant([use]), user([result])],
    },
    message: /^messages.1.content.0.type: Expected `thinking` or `redacted_thinking`, but found `tool_use`/,
  },
  {
    name: 'prefill on later models',
    body: { messages: [user('x'), assistant('y')] },
    message: /does not support assistant message prefill/,
  },
  {
    name: 'prefill with trailing space',
    body: { model: 'claude-haiku-4-5', messages: [user('x'), assistant('y ')] },
    message: /cannot end with trailing whitespace/,
  },
  {
    name: 'a tool of another protocol',
    body: { tools: [{ type: 'function', function: { name: 'x' } }] },
    message: /^tools.0: Input tag 'function'/,
  },
  {
    name: 'a tool without a schema',
    body: { tools: [{ name: 'x' }] },
    message: 'tools.0.custom.input_schema: Field required',
  },
  {
    name: 'two tools of one name',
    body: { tools: [tool, tool] },
    message: 'tools: Tool names must be unique.',
  },
  {
    name: 'a tool name with a dot',
    body: { tools: [{ ...tool, name: 'a.b' }] },
    message: /String should match pattern/,
  },
  {
    name: 'a choice without tools',
    body: { tool_choice: { type: 'auto' } },
    message: /may only be specified while providing tools/,
  },
  {
    name: 'a choice of another protocol',
    body: { tools: [tool], tool_choice: 'required' },
    message: /tool_choice/,
  },
  {
    name: 'a choice of an undeclared tool',
    body: { tools: [tool], tool_choice: { type: 'tool', name: 'x' } },
    message: "Tool 'x' not found in provided tools",
  },
  {
    name: 'five cache marks',
    body: {
      system: Array.from({ length: 5 }, () => ({
        type: 'text',
        text: 'x',
        cache_control: { type: 'ephemeral' },
      })),
    },
    message: 'A maximum of 4 blocks with cache_control may be provided. Found 5.',
  },
  { name: 'a blank stop sequence', body: { stop_sequences: [' '] }, message: /must contain non-whitespace/ },
  {
    name: 'a prompt beyond the window',
    body: { model: 'claude-haiku-4-5', messages: [user('word '.repeat(201_000))] },
    message: /^prompt is too long: \d+ tokens > 200000 maximum$/,
  },
];

describe('refusals', () => {
  it.each(refusals)('$name', async ({ body, status = 400, type = 'invalid_request_error', message }) => {
    const response = await send(body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      type: 'error',
      error: { type, message: typeof message === 'string' ? message : expect.stringMatching(message) },
      request_id: response.headers.get('request-id'),
    });
  });
});

describe('headers', () => {
  it('want a key and a version', async () => {
    const keyless = await send({}, { 'anthropic-version': '2023-06-01' });
    expect(keyless.status).toBe(401);
    expect(await keyless.json()).toMatchObject({
      error: { type: 'authentication_error', message: 'x-api-key header is required' },
    });
    const versionless = await send({}, { 'x-api-key': 'k' });
    expect(await errorText(versionless)).toBe('anthropic-version: header is required');
    const bearer = await send({}, { authorization: 'Bearer k', 'anthropic-version': '2023-06-01' });
    expect(bearer.status).toBe(200);
  });

  it('of the newest version end sampling on every model', async () => {
    expect((await send({ temperature: 0.5 })).status).toBe(200);
    const newer = await send(
      { temperature: 0.5 },
      { ...anthropicHeaders, 'anthropic-version': '2026-10-21' },
    );
    expect(await errorText(newer)).toBe('`temperature` is deprecated for this model.');
  });

  it('of a beta let unknown fields pass', async () => {
    expect(
      (
        await send(
          { fallbacks: [] },
          { ...anthropicHeaders, 'anthropic-beta': 'server-side-fallback-2026-07-01' },
        )
      ).status,
    ).toBe(200);
  });
});

describe('thinking that comes back', () => {
  const model = 'claude-opus-5-5';
  const first = { model, messages: [user('Why is the sky blue?')] };
  const thinkingTurn = async () => (await (await send(first)).json()) as { content: Body[] };
  const followUp = (content: Body[], opening = first.messages[0]) => ({
    model,
    messages: [opening, assistant(content), user('And at dusk?')],
  });

  it('is accepted as it was', async () => {
    const { content } = await thinkingTurn();
    expect((await send(followUp(content))).status).toBe(200);
  });

  it('is accepted with the question as blocks instead of a string', async () => {
    const { content } = await thinkingTurn();
    expect(
      (await send(followUp(content, user([{ type: 'text', text: 'Why is the sky blue?' }])))).status,
    ).toBe(200);
  });

  it('is refused when its words were changed', async () => {
    const { content } = await thinkingTurn();
    const changed = content.map((block) =>
      block.type === 'thinking' ? { ...block, thinking: 'other words' } : block,
    );
    expect(await errorText(await send(followUp(changed)))).toMatch(
      /^messages.1.content.0: `thinking` or `redacted_thinking` blocks .* cannot be modified/,
    );
  });

  it('is refused in another conversation by models that bind it', async () => {
    const { content } = await thinkingTurn();
    expect(await errorText(await send(followUp(content, user('Why is the sea salt?'))))).toMatch(
      /bound to a different conversation/,
    );
  });
});

describe('count_tokens', () => {
  it('has the same rules, but for the cap', async () => {
    const { max_tokens: _cap, ...uncapped } = base;
    const count = (body: Body) => post('/anthropic/v1/messages/count_tokens', body, anthropicHeaders);
    expect((await count(uncapped)).status).toBe(200);
    expect(await errorText(await count({ ...uncapped, messages: [] }))).toBe(
      'messages: at least one message is required',
    );
  });
});
