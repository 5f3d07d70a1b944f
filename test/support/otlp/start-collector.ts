/** A collector that keeps what it is sent, on a free loopback port. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export type Received = {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
};

export type Collector = {
  readonly url: string;
  readonly received: Received[];
  /** Answers from now on, by path; 200 without it. */
  answer: (path: string) => { status: number; headers?: Record<string, string> };
  readonly stop: () => Promise<void>;
};

export async function startCollector(): Promise<Collector> {
  const received: Received[] = [];
  const server = createServer(async (request, response) => {
    const { url: path = '', headers } = request;
    received.push({ path, headers, body: JSON.parse(await text(request)) });
    const { status, headers: more } = collector.answer(path);
    response.writeHead(status, { 'content-type': 'application/json', ...more }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const collector: Collector = {
    url: `http://127.0.0.1:${port}`,
    received,
    answer: () => ({ status: 200 }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return collector;
}
