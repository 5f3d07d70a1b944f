/**
 * The whole app inside workerd, before an upstream whose stream the test writes: native streams on both sides, as in
 * production.
 */
import { createApp } from '../../src/app.ts';
import type { Row } from '../../src/core/row.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import type { Store } from '../../src/ledger/store.ts';
import { makeConfig } from '../support/world/models.ts';
import { leastBody } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const key = 'sk-sbx-worker';

const paths: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

export type Exchange = {
  readonly response: Response;
  /** Resolves when everything behind the answer is done. */
  readonly settled: () => Promise<void>;
  /** What the store got. */
  readonly rows: readonly Row[];
};

export type Asking = {
  readonly caller: ProtocolId;
  /** What the target speaks. */
  readonly target: ProtocolId;
  readonly wantsUsage?: boolean;
  readonly answer: (signal: AbortSignal) => Response | Promise<Response>;
  readonly signal?: AbortSignal;
  /** Silence that ends a stream; long by default. */
  readonly idleMs?: number;
  /** Silence before the first ping; long by default. */
  readonly pingAfterMs?: number;
};

function configOf(target: ProtocolId, idleMs: number, pingAfterMs: number) {
  return makeConfig({
    providers: { led: { baseUrl: 'https://led.example', protocols: { [target]: '' } } },
    models: [{ id: 'led', provider: 'led', protocols: [target] }],
    routes: [{ name: 'auto', use: ['led'], deadlines: { firstEventMs: 20_000, idleMs, totalMs: 60_000 } }],
    limits: { pingAfterMs },
  });
}

/** Sends one streamed request and gives what comes back at once. */
export async function exchange({
  caller,
  target,
  wantsUsage = true,
  answer,
  signal,
  idleMs = 20_000,
  pingAfterMs = 20_000,
}: Asking): Promise<Exchange> {
  const store: Store = {
    get: async () => null,
    getMany: async (keys) => keys.map(() => null),
    setFor: async () => undefined,
    setIfAbsent: async () => true,
    remove: async () => undefined,
    setManyFor: async () => undefined,
  };
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key)));
  const config = configOf(target, idleMs, pingAfterMs);
  const { deps, settled, ledger } = makeWorld((call) => answer(call.signal), {
    config,
    store,
    keyRing: () => [{ id: 'worker', digest }],
    storedKeys: null,
    scripts: null,
    adminToken: null,
    canaries: () => [],
    now: Date.now,
  });
  const body = {
    ...leastBody[caller],
    stream: true,
    ...(caller === 'openai-chat' && wantsUsage && { stream_options: { include_usage: true } }),
  };
  const request = new Request(`https://router.example${paths[caller]}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
    ...(signal && { signal }),
  });
  const context = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} };
  const response = await createApp(config, () => deps).fetch(
    request,
    {},
    context as unknown as ExecutionContext,
  );
  return { response, settled, rows: ledger.rows };
}
