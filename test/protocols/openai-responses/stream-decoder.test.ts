/** Streams that are not as they should be: odd hosts, broken events, absurd numbers. */
import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/core/collect.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { decodeText, printWire } from './fixtures.ts';

const created = ['response.created', { response: { id: 'resp_1', model: 'gpt-x', created_at: 5 } }] as const;

function completed(over: JsonObject = {}): readonly [string, JsonObject] {
  return ['response.completed', { response: { id: 'resp_1', status: 'completed', output: [], ...over } }];
}

function blocksOf(...events: (readonly [string, JsonObject])[]) {
  const collected = collect(decodeText(printWire(created, ...events, completed())));
  return collected.ok ? collected.value.blocks : collected.error;
}

const message = { type: 'message', id: 'msg_1', role: 'assistant', content: [] };

describe('odd streams', () => {
  test('unknown events, keep-alives and [DONE] are passed over', () => {
    const text = printWire(
      created,
      ['response.rate_limits.updated', { limits: [] }],
      ['keepalive', { sequence_number: 3 }],
      completed(),
    );
    expect(decodeText(`${text}data: [DONE]\n\n`).map(({ type }) => type)).toEqual([
      'response-start',
      'ping',
      'response-end',
    ]);
  });

  test('the SSE event name stands in for a missing type', () => {
    const text = `event: response.completed\ndata: {"response":{"status":"completed","output":[]}}\n\n`;
    expect(decodeText(text).at(-1)).toEqual({
      type: 'response-end',
      stop: { reason: 'end', raw: 'completed' },
    });
  });

  test('text that is no JSON ends the stream as an error', () => {
    const events = decodeText(`${printWire(created)}data: {"type":\n\n${printWire(completed())}`);
    expect(events.slice(1)).toEqual([
      { type: 'error', fault: expect.objectContaining({ kind: 'invalid-response' }) },
    ]);
  });

  test('a chat error in place of an event is a fault', () => {
    const events = decodeText('data: {"error":{"message":"Busy","code":"server_is_overloaded"}}\n\n');
    expect(events).toEqual([{ type: 'error', fault: expect.objectContaining({ kind: 'overloaded' }) }]);
  });

  test('text is taken from deltas, or from the done event where there were none', () => {
    const at = { output_index: 0, content_index: 0 };
    expect(
      blocksOf(
        ['response.output_item.added', { output_index: 0, item: message }],
        ['response.output_text.done', { ...at, text: 'Late' }],
      ),
    ).toEqual([{ type: 'text', text: 'Late' }]);
    expect(
      blocksOf(
        ['response.output_text.delta', { ...at, delta: 'Un' }],
        ['response.output_text.delta', { ...at, delta: 'announced' }],
        ['response.output_text.done', { ...at, text: 'Unannounced' }],
      ),
    ).toEqual([{ type: 'text', text: 'Unannounced' }]);
  });

  test('events without output_index belong to the item of their id', () => {
    expect(
      blocksOf(
        ['response.output_item.added', { output_index: 3, item: message }],
        ['response.output_text.delta', { item_id: 'msg_1', delta: 'Hi' }],
        [
          'response.output_item.done',
          { output_index: 3, item: { ...message, content: [{ type: 'output_text', text: 'Hi' }] } },
        ],
      ),
    ).toEqual([{ type: 'text', text: 'Hi' }]);
  });

  test('nothing is told twice after an item has ended', () => {
    const item = { ...message, content: [{ type: 'output_text', text: 'Once' }] };
    expect(
      blocksOf(
        ['response.output_item.done', { output_index: 0, item }],
        ['response.output_text.done', { output_index: 0, content_index: 0, text: 'Once' }],
        ['response.output_item.done', { output_index: 0, item }],
      ),
    ).toEqual([{ type: 'text', text: 'Once' }]);
  });

  test('a call whose name comes late is told whole at its end', () => {
    const item = { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'now', arguments: '{"a":1}' };
    expect(
      blocksOf(
        ['response.output_item.added', { output_index: 0, item: { ...item, name: '', arguments: '' } }],
        ['response.function_call_arguments.delta', { output_index: 0, delta: '{"a"' }],
        ['response.output_item.done', { output_index: 0, item }],
      ),
    ).toMatchObject([{ type: 'tool-call', id: 'c', name: 'now', input: '{"a":1}' }]);
  });

  test('arguments are taken from the done event where there were no pieces', () => {
    const item = { type: 'function_call', id: 'fc_1', call_id: 'c', name: 'now', arguments: '' };
    expect(
      blocksOf(
        ['response.output_item.added', { output_index: 0, item }],
        ['response.function_call_arguments.done', { output_index: 0, arguments: '{"a":1}' }],
        ['response.output_item.done', { output_index: 0, item: { ...item, arguments: '{"a":1}' } }],
      ),
    ).toMatchObject([{ input: '{"a":1}' }]);
  });

  test('citations that only the end of a part tells', () => {
    const annotation = {
      type: 'url_citation',
      url: 'https://example.com',
      title: '',
      start_index: 0,
      end_index: 2,
    };
    const part = { type: 'output_text', text: 'Hi', annotations: [annotation] };
    expect(
      blocksOf(
        ['response.output_item.added', { output_index: 0, item: message }],
        ['response.output_text.delta', { output_index: 0, content_index: 0, delta: 'Hi' }],
        ['response.content_part.done', { output_index: 0, content_index: 0, part }],
      ),
    ).toEqual([
      {
        type: 'text',
        text: 'Hi',
        citations: [{ kind: 'url', url: 'https://example.com', start: 0, end: 2 }],
      },
    ]);
  });

  test('parts of a summary are numbered without gaps, whatever the wire counts', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [] };
    const piece = (summary_index: number, delta: string) =>
      ['response.reasoning_summary_text.delta', { output_index: 0, summary_index, delta }] as const;
    expect(
      blocksOf(
        ['response.output_item.added', { output_index: 0, item }],
        piece(7, 'A'),
        piece(900_000_000, 'B'),
        piece(7, 'C'),
      ),
    ).toEqual([{ type: 'reasoning', parts: ['AC', 'B'], id: 'rs_1' }]);
  });

  test('a seal is that of the end of its item, for the model that answered', () => {
    const item = { type: 'reasoning', id: 'rs_1', summary: [], encrypted_content: 'part' };
    expect(
      blocksOf(
        ['response.output_item.added', { output_index: 0, item }],
        ['response.output_item.done', { output_index: 0, item: { ...item, encrypted_content: 'whole' } }],
      ),
    ).toEqual([
      {
        type: 'reasoning',
        parts: [],
        id: 'rs_1',
        seal: { protocol: 'openai-responses', model: 'gpt-x', data: 'whole' },
      },
    ]);
  });

  test('absurd counts are not reported', () => {
    const usage = { input_tokens: -5, output_tokens: '12', output_tokens_details: { reasoning_tokens: 1.5 } };
    const events = decodeText(printWire(created, completed({ usage })));
    expect(events.map(({ type }) => type)).toEqual(['response-start', 'response-end']);
  });

  test.each([
    ['response.cancelled', { status: 'cancelled' }, 'cancelled'],
    ['response.failed', { status: 'failed', error: null }, 'failed'],
  ])('%s is an error', (type, response, code) => {
    const events = decodeText(printWire(created, [type, { response }]));
    expect(events.at(-1)).toMatchObject({ type: 'error', fault: { kind: 'server', code } });
  });

  test('an end for a reason we do not know is told in its own word', () => {
    const events = decodeText(
      printWire(created, [
        'response.incomplete',
        { response: { status: 'incomplete', incomplete_details: { reason: 'steered' } } },
      ]),
    );
    expect(events.at(-1)).toEqual({ type: 'response-end', stop: { reason: 'unknown', raw: 'steered' } });
  });
});
