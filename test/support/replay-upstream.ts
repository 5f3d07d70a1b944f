/** An upstream that answers whatever it is told to, byte by byte: for replaying what providers sent. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Replay = {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  /** Sizes in bytes of the pieces to send the body in; the rest goes last. Empty: all at once. */
  readonly pieces?: readonly number[];
};

export type ReplayUpstream = {
  readonly url: string;
  /** What the next requests are answered with. */
  play(replay: Replay): void;
  /** The last request's body, as received. */
  lastBody(): string;
  stop(): Promise<void>;
};

function split(body: Buffer, pieces: readonly number[]): Buffer[] {
  const parts: Buffer[] = [];
  let at = 0;
  for (const size of pieces) {
    if (at >= body.length) break;
    parts.push(body.subarray(at, at + size));
    at += size;
  }
  if (at < body.length) parts.push(body.subarray(at));
  return parts;
}

export async function startReplayUpstream(): Promise<ReplayUpstream> {
  let current: Replay = { status: 500, contentType: 'text/plain', body: 'nothing to play' };
  let received = '';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      received = Buffer.concat(chunks).toString('utf8');
      const { status, contentType, body, pieces } = current;
      response.writeHead(status, { 'content-type': contentType });
      for (const part of split(Buffer.from(body), pieces ?? [])) {
        response.write(part);
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    play: (replay) => {
      current = replay;
    },
    lastBody: () => received,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
