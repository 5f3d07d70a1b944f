/** The whole app in this process, before providers that always answer well: whatever fails is the router's own fault. */
import { createHash } from 'node:crypto';
import routes from '../../../routes.config.ts';
import { createApp } from '../../../src/app.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../../src/config/compile-config.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import { Health } from '../../../src/upstream/health.ts';
import { createOutbound } from '../../../src/upstream/outbound.ts';
import { streams, unary } from '../../support/world/answers.ts';
import { makeWorld } from '../../support/world/world.ts';
// This runs in threads of its own, which have no set-up file.
import '../../support/workerd-streams.ts';

const key = 'sk-sbx-fuzz';

export const paths: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

const spoken: readonly (readonly [path: string, protocol: ProtocolId])[] = [
  ['/chat/completions', 'openai-chat'],
  ['/responses', 'openai-responses'],
  ['/messages', 'anthropic-messages'],
];

function streamed(protocol: ProtocolId): Response {
  return new Response(streams[protocol].events.join(''), {
    headers: { 'content-type': 'text/event-stream' },
  });
}

/** Refuses what is no JSON object with a model: the router must never send it. */
const send: typeof fetch = async (url, init) => {
  const [, protocol] = spoken.find(([path]) => new URL(String(url)).pathname.endsWith(path)) ?? [];
  const body = JSON.parse(String(init?.body)) as JsonObject;
  if (protocol === undefined || typeof body.model !== 'string')
    throw new Error(`a request that no provider knows: ${url}`);
  // Slow models are asked for a stream, whatever the caller asked for.
  return body.stream === true ? streamed(protocol) : Response.json(unary[protocol]);
};

export type Served = { readonly status: number; readonly text: string };
export type Serve = (protocol: ProtocolId, body: string) => Promise<Served>;

/** Rejects with whatever the app throws or leaves behind in `waitUntil`. */
export function makeServe(): Serve {
  const compiled = compileConfig(routes, catalogue, 0);
  if (!compiled.ok) throw new Error('routes.config.ts does not compile');
  const { config } = compiled;
  const digest = new Uint8Array(createHash('sha256').update(key).digest());
  const outbound = createOutbound((name) => (name.endsWith('_API_KEY') ? 'fuzz' : undefined), send);
  let left: Promise<unknown>[] = [];
  const { deps } = makeWorld(undefined, {
    config,
    catalogue,
    outbound,
    keyRing: () => [{ id: 'fuzz', digest }],
    storedKeys: null,
    scripts: null,
    adminToken: null,
    canaries: () => [],
    waitUntil: (work) => void left.push(work),
    log: () => undefined,
    now: Date.now,
  });
  // A circuit that one case opened would hide the targets from the next.
  const app = createApp(config, () => ({ ...deps, health: new Health() }));
  const context = { waitUntil: () => undefined, passThroughOnException: () => undefined, props: {} };
  return async (protocol, body) => {
    const request = new Request(`http://router.test${paths[protocol]}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body,
    });
    const response = await app.fetch(request, {}, context as unknown as ExecutionContext);
    const text = await response.text();
    await Promise.all(left);
    left = [];
    return { status: response.status, text };
  };
}
