/**
 * RESP2, the wire protocol of Redis: commands to bytes, bytes to replies.
 * Pure and incremental: it knows no socket, and any split of the input gives the same replies.
 */
import type { Bytes, Command, Reply } from './engine.ts';

/** One command as an array of bulk strings. */
export function encodeCommand(command: Command): Buffer {
  let text = `*${command.length}\r\n`;
  for (const argument of command) text += `$${argument.length}\r\n${argument}\r\n`;
  return Buffer.from(text, 'latin1');
}

export interface ReplyParser {
  /** Takes the next piece and returns the replies it completes. Throws on bytes that are not RESP2. */
  push(chunk: Buffer): Reply[];
}

interface OpenArray {
  readonly items: Reply[];
  readonly length: number;
}

/**
 * Keeps what is unread and the stack of arrays still open, so a long answer that arrives in many
 * pieces is read once, not again from its start for every piece.
 */
export function createReplyParser(): ReplyParser {
  let unread: Buffer = Buffer.alloc(0);
  const open: OpenArray[] = [];

  /** Hangs a finished reply into the open arrays; returns it when it is a whole answer. */
  function close(reply: Reply): Reply | null {
    let finished = reply;
    for (;;) {
      const parent = open.at(-1);
      if (!parent) return finished;
      parent.items.push(finished);
      if (parent.items.length < parent.length) return null;
      open.pop();
      finished = { type: 'array', items: parent.items };
    }
  }

  function push(chunk: Buffer): Reply[] {
    const bytes = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    const done: Reply[] = [];
    let at = 0;
    for (;;) {
      const token = readToken(bytes, at);
      if (!token) break;
      at = token.next;
      if (token.arrayLength !== null && token.arrayLength > 0) {
        open.push({ items: [], length: token.arrayLength });
        continue;
      }
      const finished = close(token.reply);
      if (finished) done.push(finished);
    }
    unread = bytes.subarray(at);
    return done;
  }

  return { push };
}

interface Token {
  /** The reply itself; for an array of `arrayLength` items, the empty array that starts it. */
  readonly reply: Reply;
  readonly arrayLength: number | null;
  readonly next: number;
}

function readToken(bytes: Buffer, start: number): Token | null {
  const lineEnd = bytes.indexOf('\r\n', start, 'latin1');
  if (lineEnd < 0) return null;
  const line: Bytes = bytes.toString('latin1', start + 1, lineEnd);
  const next = lineEnd + 2;
  const plain = (reply: Reply): Token => ({ reply, arrayLength: null, next });
  switch (String.fromCharCode(bytes[start] ?? 0)) {
    case '+':
      return plain({ type: 'status', text: line });
    case '-':
      return plain({ type: 'error', text: line });
    case ':':
      return plain({ type: 'integer', value: BigInt(line) });
    case '$':
      return readBulk(bytes, Number(line), next);
    case '*': {
      const arrayLength = Number(line);
      return { reply: { type: 'array', items: arrayLength < 0 ? null : [] }, arrayLength, next };
    }
    default:
      throw new Error(`not a RESP2 reply: ${JSON.stringify(bytes.toString('latin1', start, lineEnd))}`);
  }
}

function readBulk(bytes: Buffer, length: number, start: number): Token | null {
  if (length < 0) return { reply: { type: 'bulk', bytes: null }, arrayLength: null, next: start };
  const end = start + length;
  if (bytes.length < end + 2) return null;
  return {
    reply: { type: 'bulk', bytes: bytes.toString('latin1', start, end) },
    arrayLength: null,
    next: end + 2,
  };
}
