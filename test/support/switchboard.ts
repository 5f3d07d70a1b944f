/** Stands between the router and its store: passes everything on, unless the store is away; then connections break. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Switchboard = {
  readonly url: string;
  isAway: boolean;
  stop(): void;
};

/** `target`: asked for each call, since the store may be started after this. */
export async function startSwitchboard(target: () => { readonly url: string }): Promise<Switchboard> {
  const server = createServer((request, response) => {
    if (switchboard.isAway) return void request.socket.destroy();
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      const answer = await fetch(`${target().url}${request.url ?? ''}`, {
        method: 'POST',
        headers: Object.fromEntries(
          Object.entries(request.headers).filter(([name]) => name !== 'host' && name !== 'content-length'),
        ) as Record<string, string>,
        body: Buffer.concat(chunks),
      });
      response.writeHead(answer.status, { 'content-type': 'application/json' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const switchboard = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isAway: false,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
  return switchboard;
}
