/**
 * The demo of `npm start`: sends a dozen requests to the running Worker, one after the other, and shows what was
 * decided for each. Runs against simulated providers only.
 */
import { isObject } from '../../core/json.ts';
import type { ProtocolId } from '../../core/target.ts';
import { type DemoResult, demoLines } from './demo-lines.ts';
import { type DemoRequest, demoRequests } from './demo-requests.ts';
import type { Style } from './style.ts';

export type DemoSettings = {
  readonly url: string;
  readonly key: string;
  /** Routes of the config; requests for others are left out. */
  readonly routes: readonly string[];
  readonly simulator: { setFault(rule: { fault: string; times: number }): void };
  readonly style: Style;
  readonly say: (line: string) => void;
  readonly stop: AbortSignal;
};

const paths: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

/** Ends early where `stop` fires. */
export async function runDemo(settings: DemoSettings): Promise<void> {
  const { routes, style, say, stop } = settings;
  const isKnown = ({ model }: DemoRequest) =>
    !model.startsWith('route/') || routes.includes(model.slice('route/'.length));
  const requests = demoRequests.filter(isKnown);
  say('');
  say(`${style.strong('Demo')}: ${requests.length} requests, and route → model (provider, lane) of each`);
  say('');
  let answered = 0;
  for (const request of requests) {
    const result = await send(request, settings).catch((error: unknown) => error);
    if (stop.aborted) return;
    if (result instanceof Error || !isResult(result)) {
      say(`${request.protocol} ${request.model}: ${String(result)}`);
      continue;
    }
    if (result.error === null) answered += 1;
    for (const line of demoLines(request, result, style)) say(line);
  }
  say('');
  say(`${answered} of ${requests.length} answered. Signalbox keeps running; Ctrl-C ends it.`);
}

function isResult(value: unknown): value is DemoResult {
  return typeof value === 'object' && value !== null && 'status' in value;
}

async function send(request: DemoRequest, settings: DemoSettings): Promise<DemoResult> {
  const { url, key, simulator, stop } = settings;
  if (request.fault !== undefined) simulator.setFault({ fault: request.fault, times: 1 });
  const startedAtMs = performance.now();
  const response = await fetch(url + paths[request.protocol], {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      authorization: `Bearer ${key}`,
      ...(request.protocol === 'anthropic-messages' && { 'anthropic-version': '2023-06-01' }),
    },
    body: JSON.stringify({ model: request.model, ...request.body }),
    signal: stop,
  });
  const text = await response.text();
  return {
    status: response.status,
    durationMs: performance.now() - startedAtMs,
    header: (name) => response.headers.get(name),
    error: response.ok ? null : errorMessage(text),
  };
}

/** All three protocols have it at the same place. */
function errorMessage(text: string): string {
  try {
    const body: unknown = JSON.parse(text);
    if (isObject(body) && isObject(body.error) && typeof body.error.message === 'string')
      return body.error.message;
  } catch {
    // Not ours: shown as it is.
  }
  return text.slice(0, 200);
}
