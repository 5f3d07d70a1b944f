/** A Responses stream whose bytes pass and that breaks: the error that ends it is of that stream, by id and number. */
import { expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import { streams } from '../support/world/answers.ts';
import { eventsIn } from '../support/world/serve.ts';
import { exchange } from './exchange.ts';
import { play, unevenSizes } from './script.ts';

const { events, outputAt } = streams['openai-responses'];
const numbered = events.map((event, at) =>
  event.replace(/^data: \{/m, `data: {"sequence_number":${at + 7},`),
);

test.each([outputAt + 1, outputAt + 2, events.length - 1])(
  'cut in front of event %i, and in the middle of it',
  async (at) => {
    for (const half of ['', numbered[at]?.slice(0, 40) ?? '']) {
      const text = numbered.slice(0, at).join('') + half;
      const { response, settled } = await exchange({
        caller: 'openai-responses',
        target: 'openai-responses',
        answer: (signal) => play({ text, sizes: unevenSizes(text.length), end: 'cut' }, signal),
      });
      const read = eventsIn(await response.text()).map(({ data }) => JSON.parse(data) as JsonObject);
      // The event that was cut is closed as one that means nothing.
      const got = read.filter(({ type }) => type !== 'keepalive');
      expect(read.length - got.length).toBe(half === '' ? 0 : 1);
      await settled();
      expect(got.map(({ sequence_number }) => sequence_number)).toEqual(got.map((_, place) => place + 7));
      expect(got.map(({ type }) => type).slice(-2)).toEqual(['error', 'response.failed']);
      const [created] = got as { response: JsonObject }[];
      const { id, model } = created?.response ?? {};
      expect(id).toBe('resp_1');
      expect(got.at(-1)?.response).toMatchObject({ id, model, status: 'failed' });
    }
  },
);
