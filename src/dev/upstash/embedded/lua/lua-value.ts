/**
 * Lua values on the JavaScript side, and Redis's rules for turning replies into them and back.
 * Pure; the stack of the Lua machine is lua-stack.ts's business.
 */
import {
  arrayReply,
  type Bytes,
  bulkReply,
  errorReply,
  integerReply,
  nilReply,
  type Reply,
  statusReply,
} from '../../engine.ts';

/** Functions, threads and userdata: nothing Redis can carry. */
export interface LuaOpaque {
  readonly luaType: string;
}

/** cjson.null: a light userdata, so it differs from nil and from false. */
export const jsonNull: LuaOpaque = { luaType: 'null' };

export type LuaValue = undefined | boolean | number | Bytes | LuaTable | LuaOpaque;
export type LuaTable = Map<LuaValue, LuaValue>;

const maxInt64 = 2n ** 63n - 1n;
const minInt64 = -(2n ** 63n);

/** Integers become doubles, so beyond 2^53 they lose their last digits, as in Redis. */
export function replyToLua(reply: Reply): LuaValue {
  switch (reply.type) {
    case 'status':
      return new Map([['ok', reply.text]]);
    case 'error':
      return new Map([['err', reply.text]]);
    case 'integer':
      return Number(reply.value);
    case 'bulk':
      return reply.bytes ?? false;
    case 'array':
      return reply.items === null
        ? false
        : new Map(reply.items.map((item, at) => [at + 1, replyToLua(item)]));
    default:
      return reply satisfies never;
  }
}

/** What a script returns: numbers are cut to integers, an array ends before its first nil. */
export function luaToReply(value: LuaValue): Reply {
  if (typeof value === 'string') return bulkReply(value);
  if (typeof value === 'number') return integerReply(truncate(value));
  if (value === true) return integerReply(1);
  if (!(value instanceof Map)) return nilReply;
  const [error, status] = [value.get('err'), value.get('ok')];
  // A reply is one line.
  if (typeof error === 'string') return errorReply(error.replace(/[\r\n]+/g, ' '));
  if (typeof status === 'string') return statusReply(status.replace(/[\r\n]/g, ' '));
  const items: Reply[] = [];
  for (let at = 1; ; at++) {
    const item = value.get(at);
    if (item === undefined) return arrayReply(items);
    items.push(luaToReply(item));
  }
}

/** A cast to a 64-bit integer, as x86 does it: what does not fit becomes the smallest one. */
function truncate(value: number): bigint {
  if (!Number.isFinite(value)) return minInt64;
  const whole = BigInt(Math.trunc(value));
  return whole > maxInt64 || whole < minInt64 ? minInt64 : whole;
}
