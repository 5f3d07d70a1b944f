import { describe, expect, test } from 'vitest';
import { readSignals } from '../../../src/classify/signals/read-signals.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { tokenFamilies } from '../../../src/core/token-rates.ts';
import { readRequest } from '../../../src/intake/read-request.ts';

function signalsOf(body: JsonObject) {
  const request = readRequest(body);
  if (!request.ok) throw new Error(`${request.error.field} ${request.error.message}`);
  return readSignals(request.value);
}

const ask = { role: 'user', content: 'Wie ist das Wetter morgen in Berlin?' };
const callOf = (id: string) => ({
  id,
  type: 'function',
  function: { name: 'forecast', arguments: '{"city":"Berlin"}' },
});
const calling = (...ids: string[]) => ({ role: 'assistant', tool_calls: ids.map(callOf) });
const resultOf = (id: string) => ({ role: 'tool', tool_call_id: id, content: 'Regen, 7 Grad' });

describe('the same in all three protocols', () => {
  const text = 'Schreibe an kunde@firma.de, dass die Rechnung bezahlt ist.';
  const bodies: Record<string, JsonObject> = {
    chat: { messages: [{ role: 'user', content: text }] },
    responses: { input: text },
    messages: { max_tokens: 9, messages: [{ role: 'user', content: [{ type: 'text', text }] }], system: [] },
  };
  test.each(Object.entries(bodies))('%s', (_, body) => {
    expect(signalsOf(body)).toMatchObject({
      language: { lastTurn: [{ code: 'de', share: 1 }], whole: [{ code: 'de', share: 1 }] },
      code: { share: 0, languages: [] },
      input: { textUnits: text.length, images: 0, audio: 0, files: 0 },
      output: { image: false, audio: false },
      structuredOutput: 'none',
      toolChoice: null,
      parallelTools: null,
      toolLoop: { state: 'none', openCalls: 0, turns: 1, steps: 0 },
      found: [{ kind: 'email', origin: 'caller', count: 1, checked: 0 }],
      examples: 0,
      isWhole: true,
    });
  });
});

test('tokens of every family', () => {
  const { tokens } = signalsOf({ messages: [ask] });
  expect(Object.keys(tokens)).toEqual([...tokenFamilies]);
  for (const count of Object.values(tokens)) expect(count).toBeGreaterThan(5);
});

describe('what is asked for', () => {
  test('schema, tool choice, parallel calls, speech', () => {
    const said = signalsOf({
      messages: [ask],
      response_format: { type: 'json_schema', json_schema: { name: 'a', schema: { type: 'object' } } },
      tools: [{ type: 'function', function: { name: 'forecast' } }],
      tool_choice: 'required',
      parallel_tool_calls: false,
      modalities: ['text', 'audio'],
      audio: { voice: 'alloy', format: 'wav' },
    });
    expect(said).toMatchObject({
      structuredOutput: 'schema',
      toolChoice: 'required',
      parallelTools: false,
      output: { audio: true, image: false },
    });
  });

  test('plain JSON; a picture by the tool that makes one', () => {
    expect(signalsOf({ messages: [ask], response_format: { type: 'json_object' } }).structuredOutput).toBe(
      'json',
    );
    expect(signalsOf({ input: 'a cat', tools: [{ type: 'image_generation' }] }).output.image).toBe(true);
  });

  test('media, inside tool results too', () => {
    const image = { type: 'image', source: { type: 'url', url: 'https://a.test/b.png' } };
    const said = signalsOf({
      max_tokens: 9,
      system: 'x',
      messages: [
        { role: 'user', content: [image, { type: 'text', text: 'what is it?' }] },
        { role: 'assistant', content: [{ type: 'tool_use', id: 't1', name: 'zoom', input: {} }] },
        { role: 'user', content: [{ type: 'tool_result', tool_use_id: 't1', content: [image] }] },
      ],
    });
    expect(said.input).toMatchObject({ images: 2, audio: 0, files: 0 });
  });
});

describe('the loop of tool calls', () => {
  test.each([
    ['none', [ask], 0, 1, 0],
    ['open', [ask, calling('a', 'b')], 2, 1, 1],
    ['open', [ask, calling('a', 'b'), resultOf('a')], 1, 1, 1],
    ['results-in', [ask, calling('a', 'b'), resultOf('a'), resultOf('b')], 0, 1, 1],
    ['results-in', [ask, calling('a'), resultOf('a'), calling('b'), resultOf('b')], 0, 1, 2],
    ['none', [ask, calling('a'), resultOf('a'), { role: 'assistant', content: 'Regen.' }, ask], 0, 2, 0],
  ])('%s', (state, messages, openCalls, turns, steps) => {
    expect(signalsOf({ messages }).toolLoop).toEqual({ state, openCalls, turns, steps });
  });
});

describe('findings', () => {
  test('by whose words they are in, most first, and never the value', () => {
    const said = signalsOf({
      messages: [
        { role: 'system', content: 'Escalate to chef@firma.de.' },
        {
          role: 'user',
          content: 'Card 4539 1488 0343 6467, mail a@firma.de and b@firma.de, not c@example.com',
        },
        calling('a'),
        { role: 'tool', tool_call_id: 'a', content: 'iban DE44 5001 0517 5407 3249 31' },
      ],
    });
    expect(said.found).toHaveLength(4);
    expect(said.found[0]).toEqual({ kind: 'email', origin: 'caller', count: 2, checked: 0 });
    expect(said.found).toEqual(
      expect.arrayContaining([
        { kind: 'email', origin: 'system', count: 1, checked: 0 },
        { kind: 'card', origin: 'caller', count: 1, checked: 1 },
        { kind: 'iban', origin: 'tool-result', count: 1, checked: 1 },
      ]),
    );
    expect(said.examples).toBe(1);
    expect(JSON.stringify(said)).not.toMatch(/firma|4539|5001/);
  });

  test('in a schema and a prediction they are the caller’s', () => {
    const schema = { type: 'object', description: 'For a@firma.de' };
    const said = signalsOf({
      messages: [ask],
      response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
      prediction: { type: 'content', content: 'Dear b@firma.de' },
    });
    expect(said.found).toEqual([{ kind: 'email', origin: 'caller', count: 2, checked: 0 }]);
    expect(said.input.textUnits).toBe(ask.content.length);
  });

  test('what is too long to be scanned whole says so; the newest is scanned', () => {
    const old = { role: 'user', content: `old@firma.de ${'word '.repeat(60_000)}` };
    const said = signalsOf({ messages: [old, { role: 'user', content: 'new@firma.de' }] });
    expect(said.isWhole).toBe(false);
    expect(said.found).toEqual([{ kind: 'email', origin: 'caller', count: 2, checked: 0 }]);
  });
});

test('language of the last turn and of the whole; code is not counted as language', () => {
  const english = 'You answer questions of customers about their orders and nothing else at all. '.repeat(4);
  const said = signalsOf({
    messages: [
      { role: 'system', content: english },
      { role: 'user', content: 'Warum geht das nicht?\n```js\nif (the && of) return and;\n```' },
    ],
  });
  expect(said.language.lastTurn).toEqual([{ code: 'de', share: 1 }]);
  expect(said.language.whole.map(({ code }) => code)).toEqual(['en', 'de']);
  expect(said.code.languages).toEqual(['javascript']);
  expect(said.code.share).toBeGreaterThan(0);
});
