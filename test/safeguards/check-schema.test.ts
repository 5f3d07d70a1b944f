/** Answers against the schema that their request asks for: another attempt, an error, or the answer as it is. */
import { afterEach, describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { Block } from '../../src/core/block.ts';
import type { JsonObject } from '../../src/core/json.ts';
import { replay } from '../../src/core/replay.ts';
import type { StopReason } from '../../src/core/response.ts';
import type { SafeguardAction } from '../../src/core/safeguard.ts';
import { checkSchema, type SchemaHit } from '../../src/safeguards/check-schema.ts';
import { makeApp, type TestApp } from '../support/world/app.ts';
import { FakeLedger } from '../support/world/ledger.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, byModel, json } from '../support/world/provider.ts';

const schema = {
  type: 'object',
  properties: { city: { type: 'string' }, zip: { type: 'integer' } },
  required: ['city'],
  additionalProperties: false,
};
const right = '{"city":"Aachen","zip":52062}';
const wrong = '{"city":"Aachen","zip":"52062"}';

function saying(content: string | null, finish = 'stop', more: JsonObject = {}): Answer {
  return () =>
    json({
      id: 'c',
      object: 'chat.completion',
      created: 1,
      model: 'delta',
      choices: [{ index: 0, message: { role: 'assistant', content, ...more }, finish_reason: finish }],
      usage: { prompt_tokens: 10, completion_tokens: 7, total_tokens: 17 },
    });
}

let app: TestApp;
let ledger: FakeLedger;
afterEach(() => app.settled());

function make(script: Readonly<Record<string, readonly Answer[]>>, more: readonly SafeguardAction[] = []) {
  const safeguards = ['check-schema', ...more] as const;
  const routes: ConfigInput['routes'] = [{ name: 'rest', use: ['delta', 'alpha'], safeguards }];
  ledger = new FakeLedger();
  app = makeApp(byModel(script), {
    config: makeConfig({ routes, safeguards: { shipped: false } }),
    ledger,
  });
}

const format = { type: 'json_schema', json_schema: { name: 'place', schema, strict: true } };
const ask = (content = 'Where is it?', more: object = {}) =>
  app.call('POST', '/v1/chat/completions', {
    model: 'auto',
    messages: [{ role: 'user', content }],
    response_format: format,
    ...more,
  });

const contentOf = async (response: Response) =>
  ((await response.json()) as { choices: { message: { content: string } }[] }).choices[0]?.message.content;

describe('an answer that comes whole', () => {
  test('and matches passes as it came, with one attempt', async () => {
    make({ delta: [saying(right)] });
    const response = await ask();
    expect(await contentOf(response)).toBe(right);
    expect(response.headers.get('x-signalbox-lane')).toBe('passthrough');
    expect(app.provider.models).toEqual(['delta']);
    expect(app.log).toEqual([]);
  });

  test('and does not is asked for once more, and both are paid for', async () => {
    make({ delta: [saying(wrong), saying(right)] });
    const response = await ask();
    expect(await contentOf(response)).toBe(right);
    await app.settled();
    expect(app.provider.models).toEqual(['delta', 'delta']);
    expect(app.log).toMatchObject([{ event: 'safeguard', code: 'schema', detail: 'type' }]);
    const usage = { inputTokens: 10, outputTokens: 7 };
    expect(ledger.rows).toMatchObject([
      { outcome: 'failed', errorCode: 'upstream_invalid_response', usageSource: 'measured', usage },
      { outcome: 'completed', errorCode: null, usageSource: 'measured', usage },
    ]);
  });

  test('and never does is an error that names the place and no word of it', async () => {
    make({ delta: [saying(wrong)], alpha: [saying('no JSON at all')] });
    const response = await ask();
    expect(response.status).toBe(502);
    const text = await response.text();
    expect(JSON.parse(text).error).toMatchObject({ code: 'upstream_invalid_response' });
    expect(text).not.toContain('52062');
    expect(app.provider.models.length).toBeGreaterThan(2);
  });

  test('the place, where one target is left', async () => {
    const routed = makeConfig({
      routes: [{ name: 'rest', use: ['delta'], safeguards: ['check-schema'] }],
      safeguards: { shipped: false },
    });
    app = makeApp(byModel({ delta: [saying(wrong)] }), { config: routed });
    expect(await (await ask()).json()).toMatchObject({ error: { param: 'zip', message: /schema/ } });
  });

  test.each<[string, Answer]>([
    ['cut by the limit of tokens', saying('{"city":', 'length')],
    ['a refusal', saying(null, 'stop', { refusal: 'I cannot.' })],
  ])('is not checked: %s', async (_, answer) => {
    make({ delta: [answer] });
    expect((await ask()).status).toBe(200);
    expect(app.provider.models).toEqual(['delta']);
    expect(app.log).toEqual([]);
  });

  test('a request without a schema is not checked', async () => {
    make({ delta: [saying(wrong)] });
    expect((await ask(undefined, { response_format: { type: 'json_object' } })).status).toBe(200);
  });

  test('what was masked is checked as the client gets it', async () => {
    const mail = 'anna.berg@posteo.de';
    const listed = { ...schema, properties: { city: { enum: [mail] } } };
    make({ delta: [saying('{"city":"[EMAIL_1]"}')] }, ['mask-personal-data']);
    const asked = { response_format: { type: 'json_schema', json_schema: { name: 'one', schema: listed } } };
    const response = await ask(`Write to ${mail}`, asked);
    expect(await contentOf(response)).toBe(`{"city":"${mail}"}`);
  });

  test.each([{ n: 2 }])('what does not come as one answer is refused: %o', async (more) => {
    make({ delta: [saying(right)] });
    expect((await ask(undefined, more)).status).toBe(400);
    expect(app.provider.calls).toEqual([]);
  });
});

describe('a stream', () => {
  const inspect = (blocks: readonly Block[], reason: StopReason = 'end') => {
    const hits: [SchemaHit, string][] = [];
    const { push } = checkSchema({ schema, onHit: (...hit) => hits.push(hit) });
    const events = replay({ blocks: [...blocks], stop: { reason }, usage: {} });
    const out = events.flatMap((event) => push(event));
    return {
      hits,
      last: out.at(-1),
      isWhole: out.length === events.length && out.slice(0, -1).every((one, at) => one === events[at]),
    };
  };

  test('that matches ends as it does', () => {
    expect(inspect([{ type: 'text', text: right }])).toMatchObject({
      hits: [],
      last: { type: 'response-end' },
      isWhole: true,
    });
  });

  test('that does not has an error in place of its end, and all before it', () => {
    expect(inspect([{ type: 'text', text: wrong }])).toMatchObject({
      hits: [['schema', 'type']],
      last: { type: 'error', fault: { kind: 'schema', param: 'zip' } },
      isWhole: true,
    });
    expect(inspect([{ type: 'text', text: `${right} And more.` }]).hits).toEqual([['schema', 'json']]);
  });

  test('in pieces is checked as one text', () => {
    const [a, b] = [right.slice(0, 9), right.slice(9)];
    expect(
      inspect([
        { type: 'text', text: a },
        { type: 'text', text: b },
      ]).hits,
    ).toEqual([]);
  });

  test('with calls, or that others have ended, is not', () => {
    const call: Block = { type: 'tool-call', id: 'c', kind: 'function', name: 'look', input: '{}' };
    expect(inspect([{ type: 'text', text: wrong }, call], 'end').hits).toEqual([]);
    expect(inspect([{ type: 'text', text: wrong }], 'content-filter').hits).toEqual([]);
  });

  test('that is longer than what is kept passes, and that is told', () => {
    const text = `{"city":"${'a'.repeat(256 * 1024)}"`;
    expect(inspect([{ type: 'text', text }])).toMatchObject({
      hits: [['schema-unchecked', 'length']],
      last: { type: 'response-end' },
    });
  });
});

test('a schema that cannot be followed ends no answer', () => {
  const hits: [SchemaHit, string][] = [];
  const { push } = checkSchema({ schema: { $ref: '#' }, onHit: (...hit) => hits.push(hit) });
  const events = replay({ blocks: [{ type: 'text', text: '1' }], stop: { reason: 'end' }, usage: {} });
  expect(events.flatMap((event) => push(event))).toEqual(events);
  expect(hits).toEqual([['schema-unchecked', 'schema']]);
});
