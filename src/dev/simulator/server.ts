// The provider simulator as an HTTP server on 127.0.0.1: every provider under its own path.
// Must not decide answers or shapes; it receives, finds the endpoint, and hands over.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerControl } from './control.ts';
import { type FaultRule, FaultRules } from './faults.ts';
import { RateMeter } from './headers.ts';
import { openOutlet } from './outlet.ts';
import { PromptCache } from './prompt-cache.ts';
import { type InvoiceLine, type RecordedRequest, Records } from './records.ts';
import { ResponseStore } from './responses/store.ts';
import { sendJson } from './send.ts';
import { type Received, serveProvider, type World } from './serve-provider.ts';

export interface SimulatorOptions {
  /** 0 (the default) takes any free port. */
  port?: number;
  /** 0 (the default) answers at once, 1 as slowly as the real models. */
  pace?: number;
}

export interface Simulator {
  /** http://127.0.0.1:port; a provider's base URL is this plus /{provider} and its own path. */
  url: string;
  /** All requests since the start or the last clear, in order. */
  requests(): RecordedRequest[];
  /** What the providers charge for those requests. */
  invoice(): InvoiceLine[];
  /** Bills the provider's last answer once more; false: there is none. */
  billAgain(provider: string): boolean;
  /** Resolves when no request is under way, so that aborts and counts are final. */
  settled(): Promise<void>;
  /** Forgets stored responses alone, as a provider does after a while. */
  forgetResponses(): void;
  /** Forgets requests, faults, cached prompts and stored responses. */
  clear(): void;
  /** Adds a fault rule; throws on an unknown fault. */
  setFault(rule: FaultRule): void;
  stop(): Promise<void>;
}

const MAX_BODY_BYTES = 32 * 1024 * 1024;

export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const world: World = {
    pace: options.pace ?? 0,
    faults: new FaultRules(),
    records: new Records(),
    promptCache: new PromptCache(),
    responses: new ResponseStore(),
    rates: new RateMeter(),
  };
  const server = createServer((request, response) => {
    receive(request, response, world).catch((error: unknown) => {
      console.error('simulator:', error);
      response.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests: () => world.records.list(),
    invoice: () => world.records.invoice(),
    billAgain: (provider) => world.records.billAgain(provider),
    settled: () => world.records.settled(),
    forgetResponses: () => world.responses.clear(),
    clear() {
      world.records.clear();
      world.faults.clear();
      world.promptCache.clear();
      world.responses.clear();
    },
    setFault(rule) {
      const problem = world.faults.add(rule);
      if (problem !== undefined) throw new Error(problem);
    },
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

async function receive(request: IncomingMessage, response: ServerResponse, world: World): Promise<void> {
  response.socket?.setNoDelay(true);
  const outlet = openOutlet(response);
  const url = new URL(request.url ?? '/', 'http://127.0.0.1');
  const body = await readBody(request);
  if (body === undefined && outlet.isGone) return;
  const method = request.method ?? 'GET';
  if (url.pathname === '/_control' || url.pathname.startsWith('/_control/')) {
    const answer = await answerControl(world, method, url, body ?? '');
    return sendJson(outlet, answer.status, {}, answer.body);
  }
  const received: Received = {
    method,
    url,
    headers: flatHeaders(request),
    rawHeaders: request.rawHeaders,
    text: body,
  };
  await serveProvider(received, outlet, world);
}

/** The body as text; undefined if it is larger than any provider takes, or never ends. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
    }
  } catch {
    return undefined;
  }
  return bytes > MAX_BODY_BYTES ? undefined : Buffer.concat(chunks).toString('utf8');
}

function flatHeaders(request: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}
