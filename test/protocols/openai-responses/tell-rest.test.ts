/** What a stream would still have said: at whatever event it broke off, the rest makes the same answer, once. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../../../src/core/collect.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { replay } from '../../../src/core/replay.ts';
import type { LlmResponse } from '../../../src/core/response.ts';
import { openaiResponses } from '../../../src/protocols/openai-responses/index.ts';
import { createTeller } from '../../../src/protocols/openai-responses/tell-rest.ts';
import { arbitraryResponse } from '../../support/arbitrary.ts';
import {
  decoded,
  decodeText,
  emptyRequest,
  encodeStream,
  parseStream,
  printWire,
  responsesTarget,
  wireEvents,
} from './fixtures.ts';

const utf8 = new TextEncoder();

const responses = arbitraryResponse({
  stops: [
    { reason: 'end', raw: 'completed' },
    { reason: 'max-tokens', raw: 'max_output_tokens' },
  ],
  toolStop: { reason: 'tool-calls', raw: 'completed' },
  reasoning: 'parts',
  seal: { protocol: 'openai-responses', model: 'gpt-x' },
  refusals: true,
  urlCitations: true,
  customTools: true,
  reasoningUsage: true,
});

/** The stream of an answer, and the finished response object that its last event holds. */
function tell(response: LlmResponse): {
  events: readonly { text: string; data: JsonObject }[];
  whole: JsonObject;
} {
  const text = encodeStream(replay(response));
  const texts = text.split(/(?<=\n\n)/);
  const events = wireEvents(text).map((data, at) => ({ text: texts[at] ?? '', data }));
  return { events, whole: events.at(-1)?.data.response as JsonObject };
}

function hear(texts: string): ReturnType<typeof createTeller> {
  const teller = createTeller();
  for (const event of parseStream(utf8.encode(texts))) teller.hear(event);
  return teller;
}

describe('law', () => {
  test('what was said and the rest make the answer that the whole stream makes', () => {
    fc.assert(
      fc.property(responses, fc.nat(), (response, place) => {
        const { events, whole } = tell(response);
        // The last event ends the stream: behind it nothing is missing.
        const said = events
          .slice(0, place % events.length)
          .map(({ text }) => text)
          .join('');
        const collected = collect(decodeText(said + hear(said).tellRest(whole)));
        const expected = collect(decodeText(events.map(({ text }) => text).join('')));
        expect(expected.ok).toBe(true);
        if (!collected.ok || !expected.ok) throw new Error(JSON.stringify(collected));
        expect(collected.value).toEqual(expected.value);
      }),
    );
  });

  test('numbers go on from the last one, and nothing is opened or closed twice', () => {
    fc.assert(
      fc.property(responses, fc.nat(), (response, place) => {
        const { events, whole } = tell(response);
        const said = events.slice(0, place % events.length);
        const rest = wireEvents(hear(said.map(({ text }) => text).join('')).tellRest(whole));
        const all = [...said.map(({ data }) => data), ...rest];
        expect(all.map((data) => data.sequence_number)).toEqual(all.map((_, at) => at));
        const frames = all
          .filter(({ type }) => !String(type).endsWith('.delta'))
          .map(({ type, output_index, content_index, summary_index, annotation_index }) =>
            [type, output_index, content_index, summary_index, annotation_index].join(),
          );
        expect(new Set(frames).size).toBe(frames.length);
      }),
    );
  });
});

test('an answer that was called off or failed ends as such', () => {
  const opening = printWire(['response.created', { sequence_number: 0, response: { id: 'resp_1' } }]);
  for (const status of ['cancelled', 'failed', 'incomplete']) {
    const rest = wireEvents(hear(opening).tellRest({ id: 'resp_1', status, output: [] }));
    expect(rest.at(-1)).toMatchObject({ type: `response.${status}`, response: { status } });
  }
  const odd = wireEvents(hear(opening).tellRest({ id: 'resp_1', status: 'odd', output: [] }));
  expect(odd.at(-1)).toMatchObject({ type: 'response.failed' });
});

describe('background mode', () => {
  const { longWork } = openaiResponses;
  if (longWork === null) throw new Error('Responses has it');

  test('is asked for as a stream; nothing is said of keeping it', () => {
    const request = longWork.ask(emptyRequest());
    expect(request).toMatchObject({ stream: true, state: { background: true } });
    const { body } = openaiResponses.encodeRequest(request, responsesTarget());
    expect(body).toMatchObject({ stream: true, background: true });
    expect(body).not.toHaveProperty('store');
    const raw = { model: 'gpt-x', input: 'Hello' };
    const before = decoded(raw);
    expect(openaiResponses.patchRequest(raw, before, longWork.ask(before), responsesTarget())).toEqual({
      background: true,
      stream: true,
    });
  });

  test.each([
    ['response.in_progress', { sequence_number: 2, response: { id: 'resp_1' } }, [2, 'resp_1', 'going']],
    ['response.output_text.delta', { sequence_number: 7, delta: '"sequence_number":9' }, [7, null, 'going']],
    ['response.completed', { sequence_number: 8, response: { id: 'resp_1' } }, [8, 'resp_1', 'over']],
    ['response.cancelled', { sequence_number: 8, response: {} }, [8, null, 'over']],
    ['error', { sequence_number: 8, error: {} }, [8, null, 'failing']],
    ['response.created', { sequence_number: 0, response: { id: '../models' } }, [0, null, 'going']],
  ] as const)('%s is known by its number', (type, fields, [number, responseId, state]) => {
    const [event] = parseStream(utf8.encode(printWire([type, fields])));
    if (event === undefined) throw new Error('no event');
    expect(longWork.readMark(event)).toEqual({ number, responseId, state });
  });

  test('the whole answer is the very text of the last event', () => {
    const response = '{"id": "resp_1", "status":"completed", "n": 1.50e3, "t":"\\u00fc"}';
    const whole = {
      event: 'response.completed',
      data: `{"type":"response.completed", "response" : ${response} }`,
    };
    expect(longWork.readWhole(whole)).toBe(response);
    expect(longWork.readWhole({ event: 'response.created', data: '{"response":{}}' })).toBeNull();
    expect(longWork.readWhole({ data: 'no JSON' })).toBeNull();
  });

  test('paths', () => {
    expect(longWork.resumePath('resp_1', 7)).toBe('/responses/resp_1?stream=true&starting_after=7');
    expect(longWork.resumePath('resp_1', null)).toBe('/responses/resp_1?stream=true');
    expect(longWork.answerPath('resp_1')).toBe('/responses/resp_1');
    expect(longWork.cancelPath('resp_1')).toBe('/responses/resp_1/cancel');
  });

  test('an answer is over unless it is queued or in progress', () => {
    const statuses = ['queued', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled'];
    expect(statuses.map((status) => longWork.isOver({ status }))).toEqual([
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });
});
