/**
 * Law 7: after the commit point there is exactly one upstream, and the client gets exactly one terminal signal:
 * wherever the upstream breaks, however it breaks, over whichever protocols. The native lane has its own in workerd.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { collect } from '../../src/core/collect.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { said, secret, streams, told } from '../support/world/answers.ts';
import { makeConfig } from '../support/world/models.ts';
import { type Answer, bodyOf, byModel, eventStream } from '../support/world/provider.ts';
import { eventsIn, serve, terminalsIn } from '../support/world/serve.ts';
import { makeWorld } from '../support/world/world.ts';

/** A config in which the first target speaks `upstream` only, and the second the caller's protocol. */
function configOf(upstream: ProtocolId) {
  return makeConfig({
    providers: { first: { baseUrl: 'https://first.example', protocols: { [upstream]: '' } } },
    models: [{ id: 'first', provider: 'first', protocols: [upstream] }],
    routes: [{ name: 'auto', use: ['first', 'delta'], maxAttempts: 3 }],
  });
}

type Break = 'error' | 'end' | 'cut';

/** The first target's stream, broken in front of event `at`. */
function breaking(upstream: ProtocolId, at: number, how: Break): Answer {
  const { events, error } = streams[upstream];
  const before = events.slice(0, at);
  if (how === 'error') return ({ signal }) => eventStream(bodyOf([...before, error], 'close', signal));
  return ({ signal }) => eventStream(bodyOf(before, how === 'cut' ? 'cut' : 'close', signal));
}

const pairs = protocolIds.flatMap((upstream) =>
  protocolIds.filter((caller) => caller !== upstream).map((caller) => [upstream, caller] as const),
);

/** Chat Completions without the wish for usage: carried event by event, so that the usage chunk can be left out. */
const lanes = [...pairs, ['openai-chat', 'openai-chat'] as const];

async function serveBroken(upstream: ProtocolId, caller: ProtocolId, at: number, how: Break) {
  const world = makeWorld(byModel({ first: [breaking(upstream, at, how)] }), { config: configOf(upstream) });
  const served = await serve(world, { caller });
  return { ...served, models: world.provider.models };
}

/** The events after which nothing is missing but the end marker. */
const wholeFrom: Readonly<Record<ProtocolId, number>> = {
  'openai-chat': 4,
  'openai-responses': 10,
  'anthropic-messages': 7,
};

describe.each(lanes)('an answer of %s for a caller of %s', (upstream, caller) => {
  const { events, outputAt } = streams[upstream];
  const places = events.map((_, at) => at);

  test('unbroken: the end, once and last', async () => {
    const { text, carried, models } = await serveBroken(upstream, caller, events.length, 'end');
    expect(models).toEqual(['first']);
    expect(terminalsIn(caller, text)).toEqual({ signals: ['end'], isLast: true });
    expect(carried).toMatchObject({ outcome: 'completed', fault: null, usage: told });
    const decoder = protocols[caller].streamDecoder();
    const read = eventsIn(text).flatMap((event) => decoder.push(event));
    expect(collect(read)).toMatchObject({ ok: true, value: { blocks: [{ type: 'text', text: said }] } });
  });

  test.each(places.filter((at) => at <= outputAt))(
    'an error in front of event %i: the next target',
    async (at) => {
      for (const how of ['error', 'end', 'cut'] as const) {
        const { text, models, carried } = await serveBroken(upstream, caller, at, how);
        expect(models.at(-1)).toBe('delta');
        expect(models.filter((model) => model === 'first').length).toBeLessThanOrEqual(2);
        expect(terminalsIn(caller, text).signals).toEqual(['end']);
        expect(carried?.outcome).toBe('completed');
        expect(text).not.toContain(secret);
      }
    },
  );

  test.each(places.filter((at) => at > outputAt))(
    'behind the commit point, in front of event %i',
    async (at) => {
      for (const how of ['error', 'end', 'cut'] as const) {
        const { text, models, carried } = await serveBroken(upstream, caller, at, how);
        const isWhole =
          at >= wholeFrom[upstream] && how !== 'error' && (how === 'end' || upstream === caller);
        expect(models).toEqual(['first']);
        expect(terminalsIn(caller, text).signals).toHaveLength(isWhole && upstream === caller ? 0 : 1);
        if (!isWhole) expect(terminalsIn(caller, text)).toMatchObject({ signals: ['error'] });
        expect(carried?.outcome).toBe(isWhole ? 'completed' : 'failed');
        if (upstream !== caller) expect(text).not.toContain(secret);
      }
    },
  );
});

describe('the client leaves', () => {
  const { events } = streams['anthropic-messages'];
  const leaving = (route: string, at: number) => {
    const world = makeWorld();
    let isCancelled = false;
    world.provider.answer = ({ signal }) =>
      eventStream(
        bodyOf(events, 'close', signal, () => {
          isCancelled = true;
        }),
      );
    const config = makeConfig({
      routes: [
        { name: 'auto', use: ['beta'], onClientAbort: 'cancel' },
        { name: 'drained', use: ['beta'], onClientAbort: 'drain' },
      ],
    });
    const served = serve(
      { ...world, deps: { ...world.deps, config } },
      {
        caller: 'openai-chat',
        body: { model: route, stream_options: { include_usage: true } },
        onPiece: (text, leave) => {
          if (text.split('\n\n').length > at) leave();
        },
      },
    );
    return served.then((each) => ({ ...each, world, wasCancelled: () => isCancelled }));
  };

  test('whenever: one upstream, no second attempt, and no fault of the target', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('auto', 'route/drained'),
        fc.integer({ min: 0, max: 6 }),
        async (route, at) => {
          const { world, carried } = await leaving(route, at);
          expect(world.provider.calls).toHaveLength(1);
          expect(['client-left', 'completed']).toContain(carried?.outcome);
          expect(carried?.fault).toBeNull();
        },
      ),
      { numRuns: 20 },
    );
  });

  test('under drain the answer is read to its end, so that its usage is known', async () => {
    const { carried, world } = await leaving('route/drained', 1);
    expect(carried).toMatchObject({ outcome: 'client-left', usage: told });
    expect(world.provider.calls[0]?.signal.aborted).toBe(false);
  });

  test('under cancel the upstream is stopped', async () => {
    const { carried, world } = await leaving('auto', 1);
    expect(carried).toMatchObject({ outcome: 'client-left' });
    expect(world.provider.calls[0]?.signal.aborted).toBe(true);
  });
});
