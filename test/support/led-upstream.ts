/**
 * An upstream that a test leads by the hand: it answers only what the test writes, and tells whether its connections
 * were closed from outside. Each call has a connection of its own, so that open ones can be counted.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

export type LedCall = {
  readonly path: string;
  readonly body: Record<string, unknown>;
  /** Status and headers, before any body. */
  begin(status?: number, contentType?: string): void;
  /** Part of the body; begins with an event stream if nothing has begun. */
  write(text: string): void;
  end(text?: string): void;
  /** Breaks the connection off without an end. */
  cut(): void;
  /** Whether the other side closed the connection before the answer was out. */
  readonly wasLeft: boolean;
  /** Whether the whole answer has been taken. */
  readonly isOut: boolean;
};

export type LedUpstream = {
  readonly url: string;
  /** All calls so far, in order. */
  readonly calls: readonly LedCall[];
  readonly openConnections: number;
  /** Lets every later call go through this first; null: calls wait for the test. */
  onCall: ((call: LedCall) => void) | null;
  stop(): Promise<void>;
};

class Call implements LedCall {
  readonly path: string;
  readonly body: Record<string, unknown>;
  readonly #response: ServerResponse;
  wasLeft = false;
  isOut = false;
  #isCutByUs = false;

  constructor(path: string, body: Record<string, unknown>, response: ServerResponse) {
    this.path = path;
    this.body = body;
    this.#response = response;
    response.once('close', () => {
      this.isOut = response.writableFinished;
      this.wasLeft = !response.writableFinished && !this.#isCutByUs;
    });
  }

  begin(status = 200, contentType = 'text/event-stream'): void {
    this.#response.writeHead(status, { 'content-type': contentType, connection: 'close' });
    this.#response.flushHeaders();
  }

  write(text: string): void {
    if (!this.#response.headersSent) this.begin();
    this.#response.write(text);
  }

  end(text = ''): void {
    if (!this.#response.headersSent) this.begin();
    this.#response.end(text);
  }

  cut(): void {
    this.#isCutByUs = true;
    this.#response.destroy();
  }
}

export async function startLedUpstream(): Promise<LedUpstream> {
  const calls: Call[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Record<string, unknown>;
      const call = new Call(request.url ?? '', body, response);
      calls.push(call);
      upstream.onCall?.(call);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const upstream: LedUpstream = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    get openConnections() {
      return sockets.size;
    },
    onCall: null,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return upstream;
}
