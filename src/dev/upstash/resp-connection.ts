/**
 * One RESP2 connection to a Redis socket. Replies come back in the order of the commands, so any
 * number of commands may be under way at once. It does not know what the commands mean.
 */
import { connect, type Socket } from 'node:net';
import type { Command, Reply } from './engine.ts';
import { createReplyParser, encodeCommand } from './resp.ts';

export interface RespConnection {
  /**
   * Writes all commands in one go (nothing of other callers comes in between) and waits for all
   * replies. Rejects when the connection is lost before the last reply.
   */
  send(commands: readonly Command[]): Promise<Reply[]>;
  /** Resolves when the connection is closed, by whichever side. */
  readonly closed: Promise<void>;
  close(): void;
}

interface Waiting {
  readonly expected: number;
  readonly replies: Reply[];
  resolve(replies: Reply[]): void;
  reject(cause: Error): void;
}

/** Rejects when nobody listens on the socket. */
export async function connectResp(socketPath: string): Promise<RespConnection> {
  const socket = connect(socketPath);
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve);
    socket.once('error', reject);
  });
  return overSocket(socket);
}

function overSocket(socket: Socket): RespConnection {
  const waiting: Waiting[] = [];
  const parser = createReplyParser();
  let failure: Error | null = null;

  function take(reply: Reply): void {
    const first = waiting[0];
    if (!first) throw new Error('redis-server sent a reply nobody waits for');
    first.replies.push(reply);
    if (first.replies.length < first.expected) return;
    waiting.shift();
    first.resolve(first.replies);
  }

  socket.on('data', (chunk: Buffer) => {
    try {
      for (const reply of parser.push(chunk)) take(reply);
    } catch (cause) {
      socket.destroy(cause instanceof Error ? cause : new Error(String(cause)));
    }
  });
  socket.on('error', (cause) => {
    failure = cause;
  });
  const closed = new Promise<void>((resolve) => {
    socket.on('close', () => {
      failure ??= new Error('redis-server closed the connection');
      for (const call of waiting.splice(0)) call.reject(failure);
      resolve();
    });
  });

  function send(commands: readonly Command[]): Promise<Reply[]> {
    if (failure) return Promise.reject(failure);
    if (commands.length === 0) return Promise.resolve([]);
    return new Promise((resolve, reject) => {
      waiting.push({ expected: commands.length, replies: [], resolve, reject });
      socket.write(Buffer.concat(commands.map(encodeCommand)));
    });
  }

  return { send, closed, close: () => socket.destroy() };
}

/**
 * Sends over one connection for as long as it lasts, then over the next one: `open` makes it when there is something to
 * send. Nothing is sent twice: what was under way when a connection was lost rejects.
 */
export function keepConnected(
  open: () => Promise<RespConnection>,
  first: RespConnection | null = null,
): RespConnection['send'] {
  let current: Promise<RespConnection> | null = first === null ? null : keep(Promise.resolve(first));

  function keep(opened: Promise<RespConnection>): Promise<RespConnection> {
    const drop = () => {
      if (current === opened) current = null;
    };
    void opened.then(({ closed }) => closed).then(drop, drop);
    return opened;
  }

  return async (commands) => {
    current ??= keep(open());
    const connection = await current;
    return connection.send(commands);
  };
}
