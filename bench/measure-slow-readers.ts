/**
 * 500 clients that read a stream of 4 MiB slowly: what the router keeps for each must not grow with what the upstream
 * could send. Peak of resident memory over the start, for the bare proxy and the router.
 */
import { connect, type Socket } from 'node:net';
import type { BundledModule } from './bundle.ts';
import type { Ask } from './load.ts';
import { chatPassthrough, messagesToResponses } from './scenarios.ts';
import { asksOf, setStage } from './stage.ts';
import { rssMiBOf, type Worker } from './workerd.ts';

export type SlowReadersResult = {
  readonly bareKiBPerClient: number;
  readonly routerKiBPerClient: number;
  readonly readKiBPerClient: number;
};

/** Far beyond what the kernel keeps in its socket buffers for a client. */
const longStream = { events: 512, textBytes: 8192 };
const clients = 500;
const seconds = 30;
/** A client takes one piece (at most 64 KiB) and rests for so long. */
const restMs = 2000;

type Reader = { readonly socket: Socket; bytes: number };

function readSlowly({ port, path, body, key }: Ask): Reader {
  const socket = connect(port, '127.0.0.1');
  const head = [
    `POST ${path} HTTP/1.1`,
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${Buffer.byteLength(body)}`,
    `authorization: Bearer ${key}`,
    'anthropic-version: 2023-06-01',
  ];
  socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  const reader: Reader = { socket, bytes: 0 };
  socket.on('data', (piece) => {
    reader.bytes += piece.byteLength;
    socket.pause();
    setTimeout(() => socket.resume(), restMs);
  });
  socket.on('error', () => undefined);
  return reader;
}

async function grow(worker: Worker, ask: Ask): Promise<{ kiBPerClient: number; readKiB: number }> {
  const before = rssMiBOf(worker.pid);
  const readers = Array.from({ length: clients }, () => readSlowly(ask));
  let peak = before;
  for (let second = 0; second < seconds; second++) {
    await new Promise((resolve) => setTimeout(resolve, 1000));
    peak = Math.max(peak, rssMiBOf(worker.pid));
  }
  const bytes = readers.reduce((sum, reader) => sum + reader.bytes, 0);
  const silent = readers.filter((reader) => reader.bytes < 1024).length;
  for (const { socket } of readers) socket.destroy();
  if (silent > 0) throw new Error(`${silent} of ${clients} slow readers of ${worker.name} got no stream`);
  return { kiBPerClient: ((peak - before) * 1024) / clients, readKiB: bytes / 1024 / clients };
}

const slowScenarios = [chatPassthrough, messagesToResponses] as const;

export async function measureSlowReaders(
  folder: string,
  modules: readonly BundledModule[],
): Promise<Record<string, SlowReadersResult>> {
  const results: Record<string, SlowReadersResult> = {};
  for (const scenario of slowScenarios) {
    const stage = await setStage(folder, modules, longStream);
    const asks = asksOf(scenario, stage);
    const bare = await grow(stage.bare, asks.bare);
    const router = await grow(stage.router, asks.router);
    stage.end();
    results[scenario.name] = {
      bareKiBPerClient: bare.kiBPerClient,
      routerKiBPerClient: router.kiBPerClient,
      readKiBPerClient: router.readKiB,
    };
  }
  return results;
}
