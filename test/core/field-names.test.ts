/** One setting under the names of three protocols: exact where it is surely right, else the nearest name, or none. */
import { describe, expect, test } from 'vitest';
import { fieldOfFault, fieldOfLoss, nameOf, sentName } from '../../src/core/field-names.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { ProtocolId } from '../../src/core/target.ts';

const chat: ProtocolId = 'openai-chat';
const responses: ProtocolId = 'openai-responses';
const messages: ProtocolId = 'anthropic-messages';

describe('a setting', () => {
  test.each<[ProtocolId, string]>([
    [chat, 'max_completion_tokens'],
    [responses, 'max_output_tokens'],
    [messages, 'max_tokens'],
  ])('%s calls the cap %s', (protocol, name) => expect(nameOf('maxOutputTokens', protocol)).toBe(name));

  test.each<[JsonObject, string]>([
    [{}, 'max_completion_tokens'],
    [{ max_tokens: 5 }, 'max_tokens'],
    [{ max_tokens: 5, max_completion_tokens: 6 }, 'max_completion_tokens'],
    [{ max_tokens: null }, 'max_completion_tokens'],
  ])('in %j it is %s', (raw, name) => expect(sentName('maxOutputTokens', { to: chat, raw })).toBe(name));

  test('one that the protocol does not have has no name', () => {
    expect(sentName('stop', { to: responses, raw: {} })).toBeNull();
  });
});

type Row = [field: string, from: ProtocolId, to: ProtocolId, raw: JsonObject, told: string | null];

describe('of a loss', () => {
  test.each<Row>([
    ['output_config.format', messages, chat, {}, 'response_format'],
    ['output_config.format', messages, responses, { text: { format: {} } }, 'text.format'],
    ['output_config.effort', messages, chat, {}, 'reasoning_effort'],
    ['stop_sequences', messages, chat, {}, 'stop'],
    ['safety_identifier', chat, messages, {}, 'metadata.user_id'],
    ['safety_identifier', responses, chat, { user: 'u' }, 'user'],
    ['messages[1].content[0]', responses, messages, {}, 'messages[1].content[0]'],
    ['messages[1].content[0]', messages, responses, {}, 'input'],
    ['messages[1].content[0]', messages, chat, {}, 'messages'],
    ['messages', messages, responses, {}, 'input'],
    ['tools[1].strict', messages, responses, { tools: [{}, {}] }, 'tools[1]'],
    ['tools[1].strict', messages, chat, { tools: [{}], functions: [{}] }, 'functions[0]'],
    ['tools[4]', messages, chat, { tools: [{}] }, 'tools'],
    ['temperature', messages, chat, {}, 'temperature'],
    ['stop_sequences', messages, responses, {}, 'stop_sequences'],
  ])('%s from %s to %s with %j', (field, from, to, raw, told) => {
    expect(fieldOfLoss(field, { from, to, raw })).toBe(told);
  });
});

describe('of a fault', () => {
  test.each<Row>([
    ['max_output_tokens', responses, messages, { max_tokens: 1 }, 'max_tokens'],
    ['max_output_tokens', responses, chat, {}, null],
    ['text.format.schema', responses, chat, { response_format: {} }, 'response_format'],
    ['output_config.format.schema', messages, responses, { text: { format: {} } }, 'text.format'],
    ['tools[0].name', responses, messages, { tools: [{}] }, 'tools[0]'],
    ['tools.1.custom.name', messages, chat, { tools: [{}, {}] }, 'tools[1]'],
    ['tools.2.custom.name', messages, chat, { tools: [{}, {}] }, null],
    ['tools.0.custom.name', messages, chat, { functions: [{}] }, 'functions[0]'],
    ['input[3].content', responses, messages, { messages: [] }, null],
    ['messages.3.content', messages, responses, { input: [] }, null],
    ['messages', messages, responses, { input: [] }, 'input'],
    ['temperature', messages, chat, { temperature: 1 }, 'temperature'],
    ['temperature', messages, chat, {}, null],
    ['store', responses, messages, {}, null],
    ['__proto__', responses, messages, {}, null],
    ['constructor', responses, messages, {}, null],
    ['system.0', messages, chat, {}, null],
  ])('%s from %s to %s with %j', (param, from, to, raw, told) => {
    expect(fieldOfFault(param, { from, to, raw })).toBe(told);
  });
});
