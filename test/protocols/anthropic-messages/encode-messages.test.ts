/** Canonical messages -> turns of this wire, and what gets lost on the way. */
import { describe, expect, test } from 'vitest';
import type { Message } from '../../../src/core/request.ts';
import type { Target } from '../../../src/core/target.ts';
import { call, encode, lost, result, text, tool, user } from './encoding.ts';
import { messagesTarget } from './fixtures.ts';

describe('messages', () => {
  test('turns alternate, and results of a turn stand first in the next', () => {
    const { body } = encode({
      tools: [tool],
      messages: [
        user,
        { role: 'assistant', content: [text('I read.')] },
        { role: 'assistant', content: [call, { ...call, id: 'call_2' }] },
        { role: 'user', content: [text('Also:')] },
        { role: 'user', content: [{ ...result, content: [text('ok')] }] },
        { role: 'user', content: [{ ...result, callId: 'call_2', content: [], isError: true }] },
        { role: 'system', content: [text('Be brief.')] },
      ],
    });
    const input = { a: 1 };
    expect(body.messages).toEqual([
      { role: 'user', content: [{ type: 'text', text: 'go' }] },
      {
        role: 'assistant',
        content: [
          { type: 'text', text: 'I read.' },
          { type: 'tool_use', id: 'call_1', name: 'read', input },
          { type: 'tool_use', id: 'call_2', name: 'read', input },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'call_1', content: 'ok' },
          { type: 'tool_result', tool_use_id: 'call_2', is_error: true },
          { type: 'text', text: 'Also:' },
          { type: 'text', text: 'Instruction from the application, not from the user:\nBe brief.' },
        ],
      },
    ]);
  });

  test('the user speaks first', () => {
    const { body, losses } = encode({ messages: [{ role: 'assistant', content: [text('Hi.')] }, user] });
    expect(body.messages).toMatchObject([{ role: 'user' }, { role: 'assistant' }, { role: 'user' }]);
    expect(losses).toMatchObject([{ what: 'message-order', how: 'adapted' }]);
  });

  test('a conversation of nothing but instructions gets a user', () => {
    expect(encode({ messages: [], system: [text('Say hi.')] }).body).toMatchObject({
      system: [{ type: 'text', text: 'Say hi.' }],
      messages: [{ role: 'user' }],
    });
  });

  test('a started answer keeps no white space at its end', () => {
    const messages: Message[] = [
      user,
      { role: 'assistant', content: [text('The answer is: \n'), text(' ')] },
    ];
    expect(encode({ messages }).body.messages).toMatchObject([{}, { content: [{ text: 'The answer is:' }] }]);
    expect(lost({ messages })).toEqual([]);
  });

  test('a model without prefill is asked to continue', () => {
    const messages: Message[] = [user, { role: 'assistant', content: [text('The answer')] }];
    const target = messagesTarget({ rules: ['no-prefill'] });
    expect(encode({ messages }, target).body.messages).toMatchObject([{}, {}, { role: 'user' }]);
    expect(lost({ messages }, target)).toEqual(['prefill adapted']);
  });

  test('arguments that are no object are wrapped, missing ones are empty, odd ids are rewritten on both sides', () => {
    const id = 'functions.read:0';
    const messages: Message[] = [
      user,
      {
        role: 'assistant',
        content: [
          { ...call, id, input: 'not json' },
          { ...call, id: 'b', input: '' },
        ],
      },
      { role: 'user', content: [{ ...result, callId: id, content: [] }] },
    ];
    const { body, losses } = encode({ messages, tools: [tool] });
    expect(body.messages).toMatchObject([
      {},
      {
        content: [
          { id: 'functions_read_0', input: { input: 'not json' } },
          { id: 'b', input: {} },
        ],
      },
      { content: [{ tool_use_id: 'functions_read_0' }] },
    ]);
    expect(losses).toMatchObject([{ what: 'tool-input', how: 'adapted', field: 'messages[1].content[0]' }]);
  });

  test('reasoning goes back to the model that made it only', () => {
    const seal = (model: string) => ({ protocol: 'anthropic-messages', model, data: 'sig' }) as const;
    const reasoning = { type: 'reasoning', parts: ['a', 'b'] } as const;
    const content: Message['content'] = [
      { ...reasoning, parts: ['a', 'b'], seal: seal('claude-x') },
      { ...reasoning, parts: [], seal: { ...seal('claude-x'), data: 'redacted:hid' } },
      { ...reasoning, parts: ['c'], seal: seal('claude-y') },
      { ...reasoning, parts: ['d'], seal: { protocol: 'openai-responses', data: 'enc' } },
      { ...reasoning, parts: ['e'] },
      text('Done.'),
    ];
    const messages: Message[] = [user, { role: 'assistant', content }, user];
    expect(encode({ messages }).body.messages).toMatchObject([
      {},
      {
        content: [
          { type: 'thinking', thinking: 'a\n\nb', signature: 'sig' },
          { type: 'redacted_thinking', data: 'hid' },
          { type: 'text' },
        ],
      },
      {},
    ]);
    expect(encode({ messages }).losses.map(({ what, field }) => `${what} ${field}`)).toEqual([
      'reasoning-seal messages[1].content[2]',
      'reasoning-seal messages[1].content[3]',
      'reasoning-text messages[1].content[4]',
    ]);
  });

  test('a seal that names no model goes by its form', () => {
    const target = messagesTarget();
    const deepseek: Target = { ...target, provider: { ...target.provider, sealForm: 'uuid' } };
    const seal = { protocol: 'anthropic-messages', data: `redacted:Eq${'aZ09'.repeat(20)}` } as const;
    const content: Message['content'] = [{ type: 'reasoning', parts: [], seal }, text('Done.')];
    const messages: Message[] = [user, { role: 'assistant', content }, user];
    expect(encode({ messages }, deepseek).body.messages).toMatchObject([
      {},
      { content: [{ type: 'text' }] },
      {},
    ]);
    expect(lost({ messages }, deepseek)).toEqual(['reasoning-seal dropped']);
    expect(lost({ messages })).toEqual([]);
  });

  test('files: text as plain text, images as images, others as they are', () => {
    const file = (mediaType: string, data: string) =>
      ({ type: 'file', source: { kind: 'data', mediaType, data } }) as const;
    const content = [
      { ...file('text/markdown', btoa('# Hi')), filename: 'a.md' },
      file('image/png', 'iVBO'),
      file('application/pdf', 'JVBE'),
      file('text/plain', '%%'),
    ];
    const { body } = encode({ messages: [{ role: 'user', content }] });
    expect(body.messages).toEqual([
      {
        role: 'user',
        content: [
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: '# Hi' },
            title: 'a.md',
          },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'iVBO' } },
          { type: 'document', source: { type: 'base64', media_type: 'application/pdf', data: 'JVBE' } },
          { type: 'document', source: { type: 'base64', media_type: 'text/plain', data: '%%' } },
        ],
      },
    ]);
  });

  test("only this protocol's citations and opaque blocks go back", () => {
    const value = { type: 'char_location', cited_text: 'x' };
    const messages: Message[] = [
      user,
      {
        role: 'assistant',
        content: [
          {
            ...text('Cited.'),
            citations: [
              { kind: 'opaque', protocol: 'anthropic-messages', value },
              { kind: 'url', url: 'https://example.org' },
            ],
          },
          {
            type: 'opaque',
            protocol: 'anthropic-messages',
            kind: 'compaction',
            value: { type: 'compaction' },
          },
          {
            type: 'opaque',
            protocol: 'openai-responses',
            kind: 'web_search_call',
            value: { type: 'web_search_call' },
          },
        ],
      },
      user,
    ];
    expect(encode({ messages }).body.messages).toMatchObject([
      {},
      { content: [{ type: 'text', text: 'Cited.', citations: [value] }, { type: 'compaction' }] },
      {},
    ]);
    expect(lost({ messages })).toEqual(['opaque-block dropped']);
  });
});
