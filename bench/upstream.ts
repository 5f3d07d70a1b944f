/**
 * The benchmark's provider, a process of its own: `node bench/upstream.ts paceMs events textBytes` prints its port
 * and answers the three protocols. Every event is one HTTP chunk. Without a pace (0) all events are written at once;
 * with one, the text of each carries the time of its sending (`@nanoseconds@`, CLOCK_MONOTONIC).
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WireBody, wireBodies } from './wire-bodies.ts';

const [paceMs = 0, eventCount = 0, textBytes = 0] = process.argv.slice(2).map(Number);

const sentence = ' and so the train may pass the junction';
const piece = sentence.repeat(Math.ceil(textBytes / sentence.length)).slice(0, textBytes);

type Stream = { readonly count: number; readonly at: (index: number) => Uint8Array };

const made = new Map<WireBody, Stream>();

function streamOf(body: WireBody): Stream {
  const known = made.get(body);
  if (known) return known;
  const toBytes = (event: string) => Buffer.from(event);
  const open = body.open.map(toBytes);
  const close = body.close.map(toBytes);
  const delta = toBytes(body.delta(piece));
  const lastDelta = eventCount - close.length;
  const stream: Stream = {
    count: eventCount,
    at: (index) => {
      const lifecycle = index < open.length ? open[index] : close[index - lastDelta];
      if (lifecycle) return lifecycle;
      return paceMs > 0 ? toBytes(body.delta(`@${process.hrtime.bigint()}@${piece}`)) : delta;
    },
  };
  made.set(body, stream);
  return stream;
}

function sendAtOnce(stream: Stream, response: ServerResponse): void {
  let sent = 0;
  const go = () => {
    while (sent < stream.count) {
      if (!response.write(stream.at(sent++))) {
        response.once('drain', go);
        return;
      }
    }
    response.end();
  };
  go();
}

function sendPaced(stream: Stream, response: ServerResponse): void {
  let sent = 0;
  const timer = setInterval(() => {
    if (sent < stream.count) {
      response.write(stream.at(sent++));
      return;
    }
    clearInterval(timer);
    response.end();
  }, paceMs);
  response.on('close', () => clearInterval(timer));
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}

const server = createServer(async (request, response) => {
  const body = wireBodies[request.url ?? ''];
  if (body === undefined) {
    console.error(`nothing at ${request.url}`);
    response.writeHead(404).end();
    return;
  }
  const asked = JSON.parse(await readBody(request)) as { stream?: boolean };
  if (asked.stream !== true) {
    response.writeHead(200, { 'content-type': 'application/json' }).end(body.json);
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (paceMs > 0) sendPaced(streamOf(body), response);
  else sendAtOnce(streamOf(body), response);
});

server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
