/**
 * Prints Redis replies as Upstash's JSON items: `{"result":...}` or `{"error":"..."}`.
 * Pure. Written by hand because integers go up to 64 bits, which JSON.stringify cannot print.
 */
import { type Bytes, fromBytes, type Reply } from './engine.ts';

export type Encoding = 'plain' | 'base64';

/** One item of an answer. Error texts are never base64. */
export function encodeItem(reply: Reply, encoding: Encoding): string {
  if (reply.type === 'error') return encodeError(reply.text);
  // Only a plain OK is left alone; the client turns every other string back from base64.
  if (reply.type === 'status' && reply.text === 'OK') return '{"result":"OK"}';
  return `{"result":${encodeResult(reply, encoding)}}`;
}

export function encodeError(text: Bytes): string {
  return `{"error":${JSON.stringify(fromBytes(text))}}`;
}

function encodeResult(reply: Reply, encoding: Encoding): string {
  switch (reply.type) {
    case 'status':
    case 'error':
      return encodeString(reply.text, encoding);
    case 'integer':
      return reply.value.toString();
    case 'bulk':
      return reply.bytes === null ? 'null' : encodeString(reply.bytes, encoding);
    case 'array':
      return reply.items === null
        ? 'null'
        : `[${reply.items.map((item) => encodeResult(item, encoding)).join(',')}]`;
    default:
      return reply satisfies never;
  }
}

function encodeString(bytes: Bytes, encoding: Encoding): string {
  if (encoding === 'base64') return `"${Buffer.from(bytes, 'latin1').toString('base64')}"`;
  return JSON.stringify(fromBytes(bytes));
}
