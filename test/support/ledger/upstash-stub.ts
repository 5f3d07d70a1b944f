/** A server that speaks Upstash's protocol as far as a test tells it to, and keeps what it was sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Behaviour =
  | { readonly kind: 'answer'; readonly status?: number; readonly body: unknown }
  | { readonly kind: 'raw'; readonly body: string }
  | { readonly kind: 'drop' }
  | { readonly kind: 'silence' };

export type UpstashStub = {
  readonly url: string;
  /** Bodies of the calls so far. */
  readonly seen: unknown[];
  /** What the next calls get, one each; the last for all that follow. */
  behave(...next: readonly Behaviour[]): void;
  /** Called when a call has come in whole. */
  onSeen: () => void;
  stop(): Promise<void>;
};

/** As Upstash encodes texts for clients that ask for it, which this one always does. */
export function encoded(result: unknown): unknown {
  if (Array.isArray(result)) return result.map(encoded);
  return typeof result === 'string' && result !== 'OK' ? Buffer.from(result).toString('base64') : result;
}

export const answering = (result: unknown): Behaviour => ({
  kind: 'answer',
  body: { result: encoded(result) },
});

export const refusing = (status: number, error: string): Behaviour => ({
  kind: 'answer',
  status,
  body: { error },
});

export async function startUpstashStub(): Promise<UpstashStub> {
  let next: Behaviour[] = [{ kind: 'silence' }];
  const seen: unknown[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    request.on('end', () => {
      seen.push(JSON.parse(text));
      const how = next.length > 1 ? next.shift() : next[0];
      stub.onSeen();
      if (how?.kind === 'drop') request.socket.destroy();
      else if (how?.kind === 'raw') response.end(how.body);
      else if (how?.kind === 'answer') {
        response.writeHead(how.status ?? 200, { 'content-type': 'application/json' });
        response.end(JSON.stringify(how.body));
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stub: UpstashStub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    behave: (...behaviours) => {
      next = [...behaviours];
    },
    onSeen: () => {},
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stub;
}
