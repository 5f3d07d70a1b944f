/**
 * Calls that go to one provider as they are (stored responses, embeddings, token counts): no plan and no retry, the
 * provider's own answer where it speaks the caller's protocol, our words where it failed.
 */
import { RouterError, type UpstreamFault } from '../core/errors.ts';
import { errorOfFault, faultTable } from '../core/fault-table.ts';
import type { Loss } from '../core/features.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { StopSwitch } from '../core/stop-switch.ts';
import type { ProtocolId, Provider } from '../core/target.ts';
import { protocols } from '../protocols/index.ts';
import { answerHeaders } from '../respond/answer-headers.ts';
import { pickHeaders } from '../upstream/outbound.ts';
import { readBounded } from '../upstream/read-body.ts';
import type { KeyedCall } from './endpoint.ts';
import { type Watched, watchBody } from './watch-body.ts';

export type Forwarded = {
  readonly provider: Provider;
  readonly protocol: ProtocolId;
  readonly path: string;
  readonly body?: string;
  /** For the answer's headers. */
  readonly model?: string;
  readonly losses?: readonly Loss[];
  /** More of them: what is left of limits. */
  readonly limitHeaders?: Readonly<Record<string, string>>;
  /** Called once, when it is over. */
  readonly onEnd?: (ended: Ended) => void;
};

/** How a call came out: the provider's fault, or how its answer reached the client. */
export type Ended = { readonly fault: UpstreamFault } | { readonly fault: null; readonly answer: Watched };

/** Up to the headers: a kept response may be streamed for as long as it takes. */
const headersTimeoutMs = 60_000;
const errorLimitBytes = 64 * 1024;

function readJson(text: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

async function callProvider({ http, deps }: KeyedCall, forwarded: Forwarded): Promise<Response> {
  const { provider, protocol, path, body, onEnd } = forwarded;
  const method = http.method === 'DELETE' ? 'DELETE' : http.method === 'GET' ? 'GET' : 'POST';
  const stop = new StopSwitch();
  stop.stopAfter(headersTimeoutMs, 'deadline');
  try {
    return await deps.outbound.call(provider, protocol, path, {
      method,
      headers: { ...protocols[protocol].headers, ...pickHeaders(protocol, http.headers) },
      signal: stop.signal,
      ...(body !== undefined && { body }),
    });
  } catch (error) {
    const kind = stop.reason === null ? 'unreachable' : 'timeout';
    onEnd?.({ fault: { kind, status: null, code: null, message: '' } });
    if (error instanceof RouterError) throw error;
    throw new RouterError(faultTable[kind].code, faultTable[kind].message, { cause: error });
  } finally {
    stop.release();
  }
}

/** The body for the client, watched where somebody wants to know. */
function bodyOf({ body }: Response, { onEnd }: Forwarded, { waitUntil }: KeyedCall['deps']): BodyInit | null {
  if (onEnd === undefined) return body;
  const told = (answer: Watched) => onEnd({ fault: null, answer });
  if (body !== null) return watchBody(body, told, waitUntil);
  told({ head: '', tail: '', end: 'completed' });
  return null;
}

/** Errors: as the fault table says; a provider's 4xx that is the caller's business passes as it is. */
export async function forward(call: KeyedCall, forwarded: Forwarded): Promise<Response> {
  const { provider, protocol, model, losses = [], limitHeaders, onEnd } = forwarded;
  const response = await callProvider(call, forwarded);
  const headers = {
    ...answerHeaders({
      requestId: call.requestId,
      configVersion: call.deps.config.version,
      provider: provider.id,
      attempts: 1,
      lane: 'passthrough',
      losses,
      ...(model !== undefined && { model }),
    }),
    ...limitHeaders,
  };
  const type = response.headers.get('content-type') ?? 'application/json';
  if (response.ok) {
    const body = bodyOf(response, forwarded, call.deps);
    return new Response(body, { headers: { ...headers, 'content-type': type } });
  }
  const text = (await readBounded(response, errorLimitBytes).catch(() => null)) ?? '';
  const raw = readJson(text);
  const fault = protocols[protocol].decodeError(response.status, response.headers, raw);
  onEnd?.({ fault });
  const isCallers =
    fault.kind === 'bad-request' || fault.kind === 'model-missing' || fault.kind === 'context-length';
  if (isCallers && raw !== null) {
    return new Response(text, {
      status: response.status,
      headers: { ...headers, 'content-type': 'application/json' },
    });
  }
  throw errorOfFault(fault, []);
}
