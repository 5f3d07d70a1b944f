/**
 * Global set-up of the tests inside workerd: a server outside of it that plays the streams it is sent. Bodies that
 * come over a connection are the only ones that behave in workerd as a provider's do.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TestProject } from 'vitest/node';
import type { Script } from './script.ts';

declare module 'vitest' {
  interface ProvidedContext {
    upstreamUrl: string;
  }
}

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Bytes that each endless stream has got rid of, by its name. */
const taken = new Map<string, number>();

async function play(response: ServerResponse, script: Script): Promise<void> {
  const { text, sizes, end, delayMs = 0 } = script;
  if (delayMs > 0) await new Promise((resolve) => setTimeout(resolve, delayMs));
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const bytes = Buffer.from(text);
  let at = 0;
  for (const size of sizes) {
    if (at >= bytes.length) break;
    response.write(bytes.subarray(at, at + size));
    at += size;
    await tick();
  }
  if (at < bytes.length) response.write(bytes.subarray(at));
  if (script.flood !== undefined) await flood(response, script.flood);
  if (end === 'close') response.end();
  // What was written must be out first: a cut is told from loss by nothing else.
  else if (end === 'cut') response.write('', () => setImmediate(() => response.destroy()));
}

/** Writes the event as often as it takes to make so many bytes, as fast as they are taken. */
async function flood(
  response: ServerResponse,
  { name, event, bytes }: NonNullable<Script['flood']>,
): Promise<void> {
  const closed = new Promise((resolve) => response.once('close', resolve));
  for (let sent = 0; sent < bytes && !response.destroyed; sent += event.length) {
    taken.set(name, sent);
    if (!response.write(event))
      await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed]);
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    response.socket?.setNoDelay(true);
    if (request.method === 'GET') {
      const name = new URL(request.url ?? '/', 'http://upstream').searchParams.get('name') ?? '';
      response.end(String(taken.get(name) ?? 0));
      return;
    }
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void play(response, JSON.parse(Buffer.concat(chunks).toString()) as Script));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  project.provide('upstreamUrl', `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
