/** A provider without a network: answers calls as a script says, and remembers each call. */
import type { ProtocolId } from '../../../src/core/target.ts';
import { streams, unary } from './answers.ts';

export type SentCall = {
  readonly url: string;
  readonly method: string;
  readonly headers: Headers;
  readonly body: string;
  readonly redirect: string | undefined;
  readonly signal: AbortSignal;
  /** Model named in the body. */
  readonly model: string;
};

export type Answer = (call: SentCall) => Response | Promise<Response>;

const utf8 = new TextEncoder();

/** How a body ends: by itself, cut by the network, or never (only an abort ends it). */
export type BodyEnd = 'close' | 'cut' | 'hang';

/** One chunk per text; hears the call's signal as a fetched body does. `onCancel` is told when nobody reads on. */
export function bodyOf(
  texts: readonly string[],
  end: BodyEnd = 'close',
  signal?: AbortSignal,
  onCancel?: () => void,
): ReadableStream<Uint8Array> {
  const queue = [...texts];
  return new ReadableStream({
    type: 'bytes',
    start(controller) {
      signal?.addEventListener('abort', () => controller.error(signal.reason), { once: true });
    },
    pull(controller) {
      const text = queue.shift();
      if (text !== undefined) controller.enqueue(utf8.encode(text));
      else if (end === 'close') {
        controller.close();
        controller.byobRequest?.respond(0);
      } else if (end === 'cut') controller.error(new TypeError('terminated'));
      else return new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
      return undefined;
    },
    cancel: () => onCancel?.(),
  });
}

export function json(body: unknown, status = 200, headers: HeadersInit = {}): Response {
  return new Response(JSON.stringify(body), {
    status,
    headers: { ...headers, 'content-type': 'application/json' },
  });
}

export function eventStream(body: ReadableStream<Uint8Array>): Response {
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

const protocolOfPath: readonly (readonly [string, ProtocolId])[] = [
  ['/chat/completions', 'openai-chat'],
  ['/responses', 'openai-responses'],
  ['/messages', 'anthropic-messages'],
];

export function protocolOf({ url }: SentCall): ProtocolId {
  const found = protocolOfPath.find(([path]) => new URL(url).pathname.endsWith(path));
  if (found === undefined) throw new Error(`no protocol at ${url}`);
  return found[1];
}

export function wantsStream({ body }: SentCall): boolean {
  return (JSON.parse(body) as { stream?: boolean }).stream === true;
}

/** Answers any model as it should be. */
export const answerWell: Answer = (call) => {
  const protocol = protocolOf(call);
  if (!wantsStream(call)) return json(unary[protocol]);
  return eventStream(bodyOf(streams[protocol].events, 'close', call.signal));
};

/** Never answers; ends with the call's signal, as fetch does. */
export const hang: Answer = ({ signal }) =>
  new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

export const unreachable: Answer = () => {
  throw new TypeError('fetch failed');
};

function modelIn(body: string): string {
  const model = body === '' ? '' : (JSON.parse(body) as { model?: unknown }).model;
  return typeof model === 'string' ? model : '';
}

export class FakeProvider {
  readonly calls: SentCall[] = [];
  answer: Answer;

  constructor(answer: Answer = answerWell) {
    this.answer = answer;
  }

  get models(): string[] {
    return this.calls.map(({ model }) => model);
  }

  /** Like fetch; an aborted signal throws at once. */
  readonly send: typeof fetch = async (input, init) => {
    const request = init ?? {};
    const body = typeof request.body === 'string' ? request.body : '';
    const signal = request.signal ?? new AbortController().signal;
    const call: SentCall = {
      url: String(input),
      method: request.method ?? 'GET',
      headers: new Headers(request.headers),
      body,
      redirect: request.redirect,
      signal,
      model: modelIn(body),
    };
    this.calls.push(call);
    signal.throwIfAborted();
    return this.answer(call);
  };
}

/** By model: the answers in order, the last one for ever; `answerWell` for models without. */
export function byModel(script: Readonly<Record<string, readonly Answer[]>>): Answer {
  const asked = new Map<string, number>();
  return (call) => {
    const answers = script[call.model] ?? [answerWell];
    const at = asked.get(call.model) ?? 0;
    asked.set(call.model, at + 1);
    return (answers[at] ?? answers.at(-1) ?? answerWell)(call);
  };
}
