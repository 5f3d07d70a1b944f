/** A streamed answer's items are kept before the client has its end, and only of answers that end. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/core/json.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import type { CarryInput } from '../../src/respond/carry-input.ts';
import { Outlet } from '../../src/respond/outlet.ts';
import { carryTranslated } from '../../src/respond/translate.ts';
import { runPlan } from '../../src/upstream/run-plan.ts';
import { streams } from '../support/world/answers.ts';
import { planOf } from '../support/world/plan.ts';
import { bodyOf, eventStream } from '../support/world/provider.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const end = 'event: response.completed';

/** A committed stream of the Messages model `beta`, as told over Responses. */
async function commit(events: readonly string[], caller: ProtocolId = 'openai-responses') {
  const { deps } = makeWorld(({ signal }) => eventStream(bodyOf(events, 'close', signal)));
  const asked = ask(caller, { model: 'beta', stream: true, max_tokens: 10 });
  const plan = planOf(deps, asked.request, caller);
  const run = await runPlan(plan, asked, deps, new AbortController().signal);
  if (run.kind !== 'answered' || run.answer.kind !== 'stream') throw new Error(run.kind);
  return { run, answer: run.answer, request: asked.request };
}

type Kept = { readonly items: string; readonly clientHad: string };

async function carry(events: readonly string[], clientLeavesAt = Number.POSITIVE_INFINITY) {
  const { run, answer, request } = await commit(events);
  let text = '';
  let writes = 0;
  const sink = {
    write: async (piece: string) => {
      if (++writes > clientLeavesAt) throw new TypeError('gone');
      text += piece;
    },
  };
  const outlet = new Outlet(sink, () => undefined);
  const kept: Kept[] = [];
  const input: CarryInput = {
    answer,
    planned: run.planned,
    caller: protocols['openai-responses'],
    context: { id: 'a'.repeat(24), created: 1, model: 'beta', request },
    requestId: 'req_1',
    stop: run.stop,
    onClientAbort: 'drain',
    inspector: null,
    keepItems: async (items) => {
      // Everything that was not held back is with the client before the store has answered.
      await outlet.drain();
      kept.push({ items, clientHad: text });
    },
  };
  const carried = await carryTranslated(input, outlet);
  run.stop.release();
  return { carried, kept, text };
}

const { events } = streams['anthropic-messages'];

describe('a stream over the translate lane', () => {
  test('waits with its end and that of its last item, and with nothing else, until the items are kept', async () => {
    const { carried, kept, text } = await carry(events);
    expect(carried.outcome).toBe('completed');
    expect(kept).toHaveLength(1);
    const had = kept[0]?.clientHad ?? '';
    expect(had).toContain('event: response.output_text.delta');
    const rest = text.slice(had.length);
    expect(text).toBe(had + rest);
    expect(rest).toMatch(/^event: response\.output_text\.done/);
    expect(rest).not.toContain('delta');
    expect(text.split(end)).toHaveLength(2);
    expect(rest).toContain(end);
  });

  test('keeps the items that its last event tells', async () => {
    const { kept, text } = await carry(events);
    const last = text.slice(text.lastIndexOf('data: ') + 'data: '.length);
    const { response } = JSON.parse(last) as { response: { output: JsonObject[] } };
    expect(JSON.parse(kept[0]?.items ?? '')).toEqual(response.output);
    expect(response.output[0]?.id).toBe(`msg_sbx_${'a'.repeat(24)}_0`);
  });

  test.each([
    ['that is cut', events.slice(0, -2)],
    ['that fails', [...events.slice(0, -2), streams['anthropic-messages'].error]],
  ])('%s keeps nothing', async (_, broken) => {
    const { carried, kept, text } = await carry(broken);
    expect(carried.outcome).toBe('failed');
    expect(kept).toEqual([]);
    expect(text).toContain('event: response.failed');
  });

  test('keeps nothing for a client that has left', async () => {
    const { carried, kept } = await carry(events, 0);
    expect(carried.outcome).toBe('client-left');
    expect(kept).toEqual([]);
  });
});
