/**
 * A small load generator over node:http: N keep-alive connections, each sending its next request when the last
 * answer is whole. Every answer must be a 200 of the length that the first one had.
 */
import { Agent, type IncomingMessage, request } from 'node:http';

/** `key`: for both Workers; the bare one passes it on. */
export type Ask = {
  readonly port: number;
  readonly path: string;
  readonly body: string;
  readonly key: string;
};

/** In the router's own variables. */
export const benchKey = 'bench-key';

export function send({ port, path, body, key }: Ask, agent: Agent): Promise<IncomingMessage> {
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    authorization: `Bearer ${key}`,
    'anthropic-version': '2023-06-01',
  };
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method: 'POST', agent, headers };
    request(options, resolve).on('error', reject).end(body);
  });
}

async function readWhole(answer: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of answer) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

async function sendOne(ask: Ask, agent: Agent, bytes: number): Promise<void> {
  const answer = await send(ask, agent);
  let read = 0;
  let first = '';
  for await (const part of answer as AsyncIterable<Buffer>) {
    if (read === 0 && answer.statusCode !== 200) first = part.toString();
    read += part.byteLength;
  }
  if (answer.statusCode === 200 && read === bytes) return;
  throw new Error(
    `${ask.path} on port ${ask.port}: ${answer.statusCode} with ${read} bytes instead of ${bytes} ${first}`,
  );
}

export class Load {
  readonly #agent: Agent;
  readonly #connections: number;

  constructor(connections: number) {
    this.#connections = connections;
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** One request, to learn what the answer is. */
  async probe(ask: Ask): Promise<{ status: number; headers: IncomingMessage['headers']; body: Buffer }> {
    const answer = await send(ask, this.#agent);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: await readWhole(answer) };
  }

  /** Requests served until `isOver`. */
  async until(isOver: (served: number) => boolean, ask: Ask, bytes: number): Promise<number> {
    let started = 0;
    let served = 0;
    const work = async () => {
      while (!isOver(started)) {
        started++;
        await sendOne(ask, this.#agent, bytes);
        served++;
      }
    };
    await Promise.all(Array.from({ length: this.#connections }, work));
    return served;
  }

  close(): void {
    this.#agent.destroy();
  }
}
