/** A receiver of webhooks: answers as it is told to, and keeps what it was sent. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Delivery = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly answered: number;
};

export type Receiver = {
  readonly url: string;
  readonly deliveries: Delivery[];
  /** What the next deliveries are answered with, one each; all others get 204. */
  answer(...statuses: readonly number[]): void;
  stop(): Promise<void>;
};

export async function startReceiver(): Promise<Receiver> {
  const deliveries: Delivery[] = [];
  let next: number[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const answered = next.shift() ?? 204;
      const body = Buffer.concat(chunks).toString();
      deliveries.push({ path: request.url ?? '', headers: request.headers, body, answered });
      response.writeHead(answered);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deliveries,
    answer: (...statuses) => {
      next = [...statuses];
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
