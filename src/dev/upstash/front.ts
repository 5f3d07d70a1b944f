/**
 * The HTTP face of the local Upstash-compatible server: Upstash's REST protocol on 127.0.0.1.
 * It checks the token, reads commands and prints replies; what commands do is the engine's business.
 * For development only: no TLS, no SSE endpoints (/subscribe, /monitor).
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type Encoding, encodeError, encodeItem } from './encode-reply.ts';
import type { Engine } from './engine.ts';
import { createExecutor, type Executor } from './execute.ts';
import {
  type Parsed,
  parseCommandBody,
  parseCommandsBody,
  parsePathCommand,
  readQueryToken,
} from './requests.ts';

/** Upstash's limit on its free and pay-as-you-go plans. */
const maxBodyBytes = 10 * 1024 * 1024;

export interface Front {
  /** For example `http://127.0.0.1:41234`. */
  readonly url: string;
  /** See `Executor.billedCommands`. */
  billedCommands(): number;
  /** Stops listening and drops open connections. Leaves the engine alone. */
  stop(): Promise<void>;
}

export interface FrontOptions {
  readonly engine: Engine;
  readonly token: string;
  /** 0 or absent: a free port. */
  readonly port?: number;
}

interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Starts listening. Rejects when the port is taken or the token is empty. */
export async function startFront({ engine, token, port = 0 }: FrontOptions): Promise<Front> {
  if (token === '') throw new Error('the local Upstash server needs a token that is not empty');
  const executor = createExecutor(engine);
  const isToken = tokenCheck(token);
  let answered = 0;
  const server = createServer(async (request, response) => {
    const answer = await answerRequest(request, executor, isToken);
    // Opaque to clients: they only send back the last one they saw.
    response.setHeader('upstash-sync-token', `local-${++answered}`);
    send(request, response, answer);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no TCP address');
  return {
    url: `http://127.0.0.1:${address.port}`,
    billedCommands: executor.billedCommands,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answerRequest(
  request: IncomingMessage,
  executor: Executor,
  isToken: (token: string | null) => boolean,
): Promise<Answer> {
  const url = request.url ?? '/';
  const method = request.method ?? 'GET';
  if (!['HEAD', 'GET', 'POST', 'PUT'].includes(method)) return failure(405, 'ERR method not allowed');
  if (!isToken(readBearer(request) ?? readQueryToken(url))) {
    return failure(401, 'WRONGPASS invalid or missing auth token');
  }
  try {
    const body = await readBody(request);
    if (!body.ok) return failure(400, body.error);
    return await runRequest(method, url, body.value, readEncoding(request), executor);
  } catch (cause) {
    // The engine is gone or the client hung up: neither is a Redis error, so it is not a 400.
    return failure(500, `ERR ${cause instanceof Error ? cause.message : String(cause)}`);
  }
}

async function runRequest(
  method: string,
  url: string,
  body: Buffer,
  encoding: Encoding,
  executor: Executor,
): Promise<Answer> {
  const hasBody = method === 'POST' || method === 'PUT';
  const path = url.split('?')[0];
  if (hasBody && (path === '/pipeline' || path === '/multi-exec')) {
    const commands = parseCommandsBody(body);
    if (!commands.ok) return failure(400, commands.error);
    const replies = await (path === '/pipeline'
      ? executor.pipeline(commands.value)
      : executor.transaction(commands.value));
    if ('discarded' in replies) return failure(400, replies.discarded);
    return { status: 200, body: `[${replies.map((reply) => encodeItem(reply, encoding)).join(',')}]` };
  }
  const command =
    hasBody && path === '/'
      ? parseCommandBody(body)
      : parsePathCommand(url, hasBody ? body : Buffer.alloc(0));
  if (!command.ok) return failure(400, command.error);
  const [reply] = await executor.pipeline([command.value]);
  if (!reply) return failure(500, 'ERR the engine gave no reply');
  return { status: reply.type === 'error' ? 400 : 200, body: encodeItem(reply, encoding) };
}

function failure(status: number, text: string): Answer {
  return { status, body: encodeError(text) };
}

function send(request: IncomingMessage, response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(answer.body),
  });
  response.end(request.method === 'HEAD' ? undefined : answer.body);
}

/** Compares digests, so the time tells neither the length nor a common beginning of the token. */
function tokenCheck(token: string): (given: string | null) => boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const expected = digest(token);
  return (given) => timingSafeEqual(digest(given ?? ''), expected);
}

function readBearer(request: IncomingMessage): string | null {
  return /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;
}

function readEncoding(request: IncomingMessage): Encoding {
  return request.headers['upstash-encoding'] === 'base64' ? 'base64' : 'plain';
}

/** Reads a body that is too long to its end without keeping it, so that the client sees the answer. */
async function readBody(request: IncomingMessage): Promise<Parsed<Buffer>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= maxBodyBytes) chunks.push(chunk);
  }
  if (size > maxBodyBytes) {
    const error = `ERR max request size exceeded. Limit: ${maxBodyBytes} bytes, Actual: ${size} bytes`;
    return { ok: false, error };
  }
  return { ok: true, value: Buffer.concat(chunks) };
}
