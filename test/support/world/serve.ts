/** A streamed request from its plan to the client's last byte, without a Worker: for the lanes that JavaScript carries. */
import type { Carried } from '../../../src/core/carried.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { SseEvent } from '../../../src/core/protocol.ts';
import type { Run } from '../../../src/core/run.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import { protocols } from '../../../src/protocols/index.ts';
import { carryStream } from '../../../src/respond/carry.ts';
import { createSseParser } from '../../../src/sse/parse.ts';
import { runPlan } from '../../../src/upstream/run-plan.ts';
import { planOf } from './plan.ts';
import { ask } from './requests.ts';
import type { World } from './world.ts';

export type Serving = {
  readonly caller: ProtocolId;
  readonly body?: JsonObject;
  readonly client?: AbortController;
  /** Called with everything the client has got so far, after each piece. */
  readonly onPiece?: (text: string, leave: () => void) => void;
};

export type Served = {
  readonly run: Run;
  /** Everything the client got; empty where no stream was begun. */
  readonly text: string;
  /** Null where no stream was begun. */
  readonly carried: Carried | null;
};

/** What the client reads, piece by piece; `leave` cancels as a closed connection does. */
async function readAll(body: ReadableStream<Uint8Array>, onPiece: Serving['onPiece']): Promise<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
    onPiece?.(text, () => void reader.cancel());
  }
}

/** Plans, runs and carries a request for a stream. Throws where there is no plan. */
export async function serve(world: World, serving: Serving): Promise<Served> {
  const { caller, body, client = new AbortController(), onPiece } = serving;
  const { deps } = world;
  const asked = ask(caller, { stream: true, ...body });
  const plan = planOf(deps, asked.request, caller);
  const run = await runPlan(plan, asked, deps, client.signal);
  if (run.kind !== 'answered' || run.answer.kind !== 'stream') return { run, text: '', carried: null };
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
  const reading = readAll(readable, onPiece);
  const carried = await carryStream(
    {
      answer: run.answer,
      planned: run.planned,
      caller: protocols[caller],
      context: { id: 'a'.repeat(24), created: 1, model: 'alpha', request: asked.request },
      requestId: 'req_test',
      stop: run.stop,
      onClientAbort: plan.onClientAbort,
      keepItems: null,
      inspector: null,
    },
    writable,
  );
  return { run, text: await reading, carried };
}

type Terminal = 'end' | 'error';

/** Whether an event says that the answer is over, in the words of the protocol's own documentation. */
const terminalOf: Readonly<Record<ProtocolId, (event: SseEvent, data: JsonObject) => Terminal | null>> = {
  'openai-chat': ({ data }, body) => (data === '[DONE]' ? 'end' : body.error ? 'error' : null),
  // `error` comes in front of `response.failed`: together they are one signal.
  'openai-responses': (_, { type }) =>
    type === 'response.completed' || type === 'response.incomplete'
      ? 'end'
      : type === 'response.failed'
        ? 'error'
        : null,
  'anthropic-messages': (_, { type }) =>
    type === 'message_stop' ? 'end' : type === 'error' ? 'error' : null,
};

function parse(data: string): JsonObject {
  return data.startsWith('[') ? {} : (JSON.parse(data) as JsonObject);
}

export function eventsIn(text: string): SseEvent[] {
  const parser = createSseParser();
  return [...parser.push(new TextEncoder().encode(text)), ...parser.end()];
}

/** Every signal in a stream that it is over, in order, and whether anything stands behind the first. */
export function terminalsIn(protocol: ProtocolId, text: string): { signals: Terminal[]; isLast: boolean } {
  const all = eventsIn(text).map((event) => terminalOf[protocol](event, parse(event.data)));
  const signals = all.filter((each) => each !== null);
  return { signals, isLast: signals.length > 0 && all.at(-1) !== null };
}
