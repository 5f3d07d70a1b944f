/** Every field of the three requests that holds strings: a masked value stands in none that goes out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Json, JsonObject } from '../../src/core/json.ts';
import type { StreamEvent } from '../../src/core/stream-event.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { createFinder, refuseNames, refuseSensitive } from '../../src/safeguards/find-sensitive.ts';
import { maskRequest } from '../../src/safeguards/mask-request.ts';
import { unmaskAnswer } from '../../src/safeguards/unmask-answer.ts';

const mail = 'anna.berg@posteo.de';
const every = new Set(['secret', 'personal', 'payment'] as const);
const schema = {
  type: 'object',
  properties: { to: { type: 'string', enum: [mail], description: `of ${mail}` } },
};
const remark = { type: 'object', $comment: mail };
const named = { type: 'object', properties: { [mail]: { type: 'string' } } };
const call = { type: 'function', function: { name: 'f', arguments: JSON.stringify({ [mail]: 1 }) } };

type Field = readonly [name: string, body: JsonObject];
const chat = (...messages: JsonObject[]): JsonObject => ({ messages });
const input = (...items: JsonObject[]): JsonObject => ({ input: items });
const parts = (...content: JsonObject[]): JsonObject => ({ messages: [{ role: 'user', content }] });
const said = (...content: JsonObject[]): JsonObject => ({ messages: [{ role: 'assistant', content }] });

/** In words: looked through, and masked. */
const texts: Readonly<Record<ProtocolId, readonly Field[]>> = {
  'openai-chat': [
    ['content', chat({ role: 'user', content: mail })],
    ['name of a person', chat({ role: 'user', name: mail, content: 'Hello' })],
    ['filename', parts({ type: 'file', file: { filename: `${mail} 1.pdf`, file_data: 'data:,x' } })],
    ['arguments', chat({ role: 'assistant', content: null, tool_calls: [{ id: 'c', ...call }] })],
    ['refusal', chat({ role: 'assistant', content: null, refusal: mail })],
    ['reasoning', chat({ role: 'assistant', content: '', reasoning_content: mail })],
    ['metadata', { metadata: { mail } }],
    ['a name of metadata', { metadata: { [mail]: 'x' } }],
    [
      'an annotation',
      chat({ role: 'assistant', content: '', annotations: [{ url_citation: { title: mail } }] }),
    ],
    ['$comment', { response_format: { type: 'json_schema', json_schema: { name: 'x', schema: remark } } }],
    ['stop', { stop: mail }],
    ['stops', { stop: ['x', mail] }],
    ['prompt_cache_key', { prompt_cache_key: mail }],
    ['prediction', { prediction: { type: 'content', content: mail } }],
    ['response_format', { response_format: { type: 'json_schema', json_schema: { name: 'x', schema } } }],
  ],
  'openai-responses': [
    ['instructions', { instructions: mail }],
    ['input', { input: mail }],
    [
      'filename',
      input({ role: 'user', content: [{ type: 'input_file', filename: mail, file_data: 'data:,x' }] }),
    ],
    [
      'function_call',
      input({ type: 'function_call', call_id: 'c', name: 'f', arguments: `{"to":"${mail}"}` }),
    ],
    [
      'output',
      input({ type: 'function_call_output', call_id: 'c', output: [{ type: 'input_text', text: mail }] }),
    ],
    [
      'filename of an output',
      input({ type: 'function_call_output', call_id: 'c', output: [{ type: 'input_file', filename: mail }] }),
    ],
    [
      'reason',
      input({ type: 'mcp_approval_response', approval_request_id: 'm', approve: false, reason: mail }),
    ],
    ['tool_search_call', input({ type: 'tool_search_call', call_id: 'c', arguments: { query: mail } })],
    ['computer_call', input({ type: 'computer_call', call_id: 'c', action: { type: 'type', text: mail } })],
    ['metadata', { metadata: { mail } }],
    ['a name of metadata', { metadata: { [mail]: 'x' } }],
    [
      'an annotation',
      input({ type: 'message', role: 'assistant', content: [{ annotations: [{ title: mail }] }] }),
    ],
    ['an error', input({ type: 'mcp_call', id: 'm', name: 'f', arguments: '{}', error: mail })],
    [
      'an error with words',
      input({ type: 'mcp_call', id: 'm', name: 'f', error: { type: 'http_error', message: mail } }),
    ],
    ['revised_prompt', input({ type: 'image_generation_call', id: 'i', revised_prompt: mail })],
    ['$comment', { text: { format: { type: 'json_schema', name: 'x', schema: remark } } }],
    ['prompt_cache_key', { prompt_cache_key: mail }],
    ['prompt.variables', { prompt: { id: 'pmpt_1', variables: { mail } } }],
    ['a text of them', { prompt: { id: 'p', variables: { mail: { type: 'input_text', text: mail } } } }],
    ['text.format', { text: { format: { type: 'json_schema', name: 'x', schema } } }],
  ],
  'anthropic-messages': [
    ['system', { system: mail }],
    ['content', { messages: [{ role: 'user', content: mail }] }],
    ['stop_sequences', { stop_sequences: [mail] }],
    [
      'search_result',
      parts({ type: 'search_result', source: `https://a.test/${mail}`, title: 'x', content: [] }),
    ],
    ['title', parts({ type: 'document', title: mail, source: { type: 'text', data: 'x' } })],
    ['context', parts({ type: 'document', context: mail, source: { type: 'text', data: 'x' } })],
    ['document', parts({ type: 'document', source: { type: 'text', data: mail } })],
    ['tool_use', said({ type: 'tool_use', id: 'c', name: 'f', input: { [mail]: mail } })],
    ['tool_result', parts({ type: 'tool_result', tool_use_id: 'c', content: mail })],
    ['thinking', said({ type: 'thinking', thinking: mail, signature: 's' })],
    ['citation', said({ type: 'text', text: 'x', citations: [{ source: mail, cited_text: mail }] })],
    ['input_examples', { tools: [{ name: 'f', input_schema: {}, input_examples: [{ to: mail }] }] }],
    ['output_config', { output_config: { format: { type: 'json_schema', schema } } }],
    ['$comment', { output_config: { format: { type: 'json_schema', schema: remark } } }],
  ],
};

/** Found elsewhere, and masked here as well. */
const others: Readonly<Record<ProtocolId, readonly Field[]>> = {
  'openai-chat': [
    ['web_search_options', { web_search_options: { user_location: { approximate: { city: mail } } } }],
    ['an id', chat({ role: 'tool', tool_call_id: mail, content: 'x' })],
  ],
  'openai-responses': [
    ['an id', input({ type: 'item_reference', id: mail })],
    ['a text file', { unknown: { file_data: `data:text/plain;base64,${btoa(mail)}` } }],
    ['an item that nobody knows', input({ type: 'whatever', said: { by: [mail] } })],
  ],
  'anthropic-messages': [
    ['context_management', { context_management: { edits: [{ note: mail }] } }],
    ['an error of a tool', said({ type: 'text_editor_code_execution_tool_result', content: { said: mail } })],
  ],
};

/** What nobody can put another word in place of. */
const fixed: Readonly<
  Record<ProtocolId, readonly (readonly [field: string, isName: boolean, JsonObject])[]>
> = {
  'openai-chat': [
    [
      'response_format.json_schema.schema.properties',
      true,
      { response_format: { type: 'json_schema', json_schema: { schema: named } } },
    ],
    [
      'tools[0].function.parameters.properties',
      true,
      { tools: [{ type: 'function', function: { name: 'f', parameters: named } }] },
    ],
    [
      'tools[0].function.description',
      false,
      { tools: [{ type: 'function', function: { name: 'f', description: `Writes to ${mail}.` } }] },
    ],
    ['functions[0].parameters.$comment', false, { functions: [{ name: 'f', parameters: remark }] }],
  ],
  'openai-responses': [
    ['text.format.schema.properties', true, { text: { format: { type: 'json_schema', schema: named } } }],
    ['tools[0].parameters.properties', true, { tools: [{ type: 'function', name: 'f', parameters: named }] }],
    ['tools[0].description', false, { tools: [{ type: 'function', name: 'f', description: mail }] }],
    [
      'input[0].tools[0].parameters.$comment',
      false,
      input({ type: 'additional_tools', tools: [{ type: 'function', name: 'f', parameters: remark }] }),
    ],
    ['prompt.variables', true, { prompt: { id: 'p', variables: { [mail]: 'x' } } }],
  ],
  'anthropic-messages': [
    [
      'output_config.format.schema.properties',
      true,
      { output_config: { format: { type: 'json_schema', schema: named } } },
    ],
    ['tools[0].input_schema.properties', true, { tools: [{ name: 'f', input_schema: named }] }],
    ['tools[0].description', false, { tools: [{ name: 'f', description: mail, input_schema: {} }] }],
  ],
};

const leading: Readonly<Record<ProtocolId, 'messages' | 'input'>> = {
  'openai-chat': 'messages',
  'openai-responses': 'input',
  'anthropic-messages': 'messages',
};

/** Beside a message that gives the value away. */
function withMessage(id: ProtocolId, body: JsonObject): JsonObject {
  const turns = body[leading[id]];
  const first = { role: 'user', content: `Write to ${mail}.` };
  return {
    model: 'm',
    max_tokens: 9,
    ...body,
    [leading[id]]: [first, ...(Array.isArray(turns) ? turns : [])],
  };
}

function mask(id: ProtocolId, body: JsonObject) {
  const { requestGuard } = protocols[id];
  const masked = maskRequest(JSON.stringify(body), body, requestGuard, every, createFinder());
  return { masks: masked?.masks ?? null, sent: { ...body, ...masked?.edits } as JsonObject };
}

describe.each(protocolIds)('%s', (id) => {
  test.each(texts[id])('%s is masked and refused by itself', (_, body) => {
    const { masks, sent } = mask(id, body);
    expect(JSON.stringify(sent)).not.toContain(mail);
    expect(JSON.stringify(sent)).toContain('[EMAIL_1]');
    expect([...(masks ?? [])]).toEqual([['[EMAIL_1]', mail]]);
    expect(() => refuseSensitive(body, protocols[id].requestGuard, every, createFinder())).toThrow(
      /: \d email/,
    );
  });

  test.each([...texts[id], ...others[id]])('%s is masked where the value is known', (_, body) => {
    expect(JSON.stringify(mask(id, withMessage(id, body)).sent)).not.toContain(mail);
  });

  test.each(fixed[id])('%s is refused, and masked by nobody', (field, isName, body) => {
    const { requestGuard } = protocols[id];
    const refuse = () => refuseSensitive(body, requestGuard, every, createFinder());
    expect(refuse).toThrow(`: 1 email. The first stands in ${field}.`);
    const names = () => refuseNames(body, requestGuard, every, createFinder());
    if (isName) expect(names).toThrow(`A name in \`${field}\` holds`);
    else expect(names).not.toThrow();
    expect(mask(id, body).sent).toEqual(body);
  });

  test('keys of the servers of tools are theirs', () => {
    const key = 'AKIAQ4RT7XKPZM3W2VBN';
    const server = { type: 'mcp', server_label: 's', headers: { authorization: key }, authorization: key };
    const body = { tools: [server], mcp_servers: [{ name: 's', authorization_token: key }] };
    refuseSensitive(body, protocols[id].requestGuard, every, createFinder());
  });

  test('tools, bytes, addresses of files and people go as they are', () => {
    const kept: JsonObject = {
      tools: [{ type: 'function', name: 'f', function: { name: 'f', description: mail }, description: mail }],
      tool_choice: { type: 'function', name: mail },
      user: mail,
      safety_identifier: mail,
      unknown: { data: mail, image_url: { url: mail }, file_url: mail },
      sealed: { signature: mail, extra_content: { google: { thought_signature: mail } } },
    };
    const body = withMessage(id, kept);
    expect(mask(id, body).sent).toMatchObject(kept);
  });

  test('words of the protocol are no values, whatever stands in the text', () => {
    const body = withMessage(id, { service_tier: 'auto', reasoning_effort: 'high', tool_choice: 'auto' });
    const secret = { role: 'user', content: 'password: "assistant1" and password: "auto"' };
    const answer = { role: 'assistant', content: 'fine' };
    const turns = [secret, answer];
    const { sent } = mask(id, { ...body, model: 'assistant1', [leading[id]]: turns });
    expect(sent).toMatchObject({ model: 'assistant1', service_tier: 'auto', tool_choice: 'auto' });
    expect((sent[leading[id]] as JsonObject[])[1]).toEqual(answer);
  });

  test('no value that is known stands in any field that nobody knows', () => {
    const name = fc.string({ maxLength: 8 }).filter((one) => !/^(data|url|user|tools|functions)$/.test(one));
    const { tree } = fc.letrec<{ tree: Json; leaf: Json }>((tie) => ({
      leaf: fc.oneof(fc.constantFrom(mail, `to ${mail}!`, `{"to":"${mail}"}`), fc.string(), fc.integer()),
      tree: fc.oneof(
        { maxDepth: 4 },
        tie('leaf'),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.oneof(name, fc.constant(mail)), tie('tree'), { maxKeys: 3 }),
      ) as fc.Arbitrary<Json>,
    }));
    fc.assert(
      fc.property(tree, (value) => {
        const body = withMessage(id, { unknown: value });
        const { sent } = mask(id, body);
        expect(JSON.stringify(sent)).not.toContain(mail);
        expect(JSON.stringify(sent).replaceAll('[EMAIL_1]', mail)).toBe(JSON.stringify(body));
      }),
    );
  });
});

test('a client reads the stop sequence that it sent', () => {
  const { masks } = mask('anthropic-messages', { stop_sequences: [mail] });
  const end = { type: 'response-end', stop: { reason: 'stop-string', sequence: '[EMAIL_1]' } } as StreamEvent;
  const [told] = unmaskAnswer(masks ?? new Map()).push(end);
  expect(told).toMatchObject({ stop: { sequence: mail } });
});
