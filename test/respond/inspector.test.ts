/** Who sees an answer before the client: on both lanes, unary and streamed, held back, rewritten and ended. */
import { describe, expect, test } from 'vitest';
import { type AnswerInspector, joinInspectors } from '../../src/core/answer-inspector.ts';
import { RouterError } from '../../src/core/errors.ts';
import type { StreamEvent } from '../../src/core/stream-event.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { respondToRun } from '../../src/respond/respond-run.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { makeExchange } from '../support/world/exchange.ts';
import { answerWell } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { terminalsIn } from '../support/world/serve.ts';
import { makeWorld } from '../support/world/world.ts';

/** Every text in capitals; what it is given of one block comes out at the block's end. */
function shout(): AnswerInspector {
  let held = '';
  return {
    push: (event: StreamEvent) => {
      if (event.type === 'block-delta' && event.delta.kind === 'text') {
        held += event.delta.text;
        return [];
      }
      if (event.type !== 'block-end' || held === '') return [event];
      const delta = { kind: 'text' as const, text: held.toUpperCase() };
      held = '';
      return [{ type: 'block-delta', index: event.index, delta }, event];
    },
  };
}

const refusing: AnswerInspector = {
  push: (event) => [event],
  beforeEnd: async () => new RouterError('safeguard_refused', 'The answer is held back.'),
};

/** Asks alpha, which speaks both protocols of OpenAI: so that each lane is had. */
async function serve(caller: ProtocolId, stream: boolean, inspector: () => AnswerInspector) {
  const { deps } = makeWorld(answerWell);
  const asked = ask(caller, { model: 'alpha', stream });
  const exchange = makeExchange(deps, asked.request, caller, { inspector });
  const run = await runPlan(exchange.plan, asked, deps, new AbortController().signal);
  const response = await respondToRun(exchange, run);
  return { status: response.status, text: await response.text() };
}

describe.each(protocolIds)('%s', (caller) => {
  test.each([false, true])('stream %s: rewritten before it goes out', async (stream) => {
    const plain = await serve(caller, stream, () => ({ push: (event) => [event] }));
    const { text, status } = await serve(caller, stream, shout);
    expect(status).toBe(200);
    expect(plain.text).toContain('Hello');
    expect(text).not.toContain('Hello');
    expect(text).toContain('HELLO');
  });

  test('ended by an inspector: an error in place of a unary answer', async () => {
    const { status, text } = await serve(caller, false, () => refusing);
    expect(status).toBe(403);
    expect(text).toContain('The answer is held back.');
    expect(text).not.toContain('Hello');
  });

  test.each([false, true])('stream %s: what one ends early, no other is asked about', async (stream) => {
    let asked = 0;
    const beforeEnd = async () => {
      asked++;
      return null;
    };
    const fault = { kind: 'safeguard', status: null, code: null, message: 'canary' } as const;
    const ending = (): AnswerInspector => ({
      push: (event) => [event.type === 'block-delta' ? { type: 'error', fault } : event],
      beforeEnd,
    });
    const { text } = await serve(caller, stream, ending);
    expect(text).not.toContain('Hello');
    expect(text).toMatch(/error/);
    expect(asked).toBe(0);
    await serve(caller, stream, () => ({ push: (event) => [event], beforeEnd }));
    expect(asked).toBe(1);
  });

  test('ended by an inspector: an error in place of the end of a stream', async () => {
    const { text } = await serve(caller, true, () => refusing);
    expect(text).toContain('The answer is held back.');
    expect(terminalsIn(caller, text)).toEqual({ signals: ['error'], isLast: true });
    expect(text).not.toMatch(/message_stop|response\.completed|"finish_reason":"stop"/);
  });
});

test('several see what the one before lets pass, and the first to refuse ends it', async () => {
  const joined = joinInspectors([shout(), refusing]);
  const events: StreamEvent[] = [
    { type: 'block-start', index: 0, block: { type: 'text', text: '' } },
    { type: 'block-delta', index: 0, delta: { kind: 'text', text: 'a' } },
    { type: 'block-end', index: 0 },
  ];
  expect(events.flatMap((event) => joined?.push(event) ?? [])).toContainEqual({
    type: 'block-delta',
    index: 0,
    delta: { kind: 'text', text: 'A' },
  });
  expect(await joined?.beforeEnd?.()).toMatchObject({ code: 'safeguard_refused' });
  expect(joinInspectors([])).toBeNull();
});
