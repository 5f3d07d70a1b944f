/**
 * The JavaScript side of the prelude's `host(operation, ...)`: redis.call, sha1hex and cjson.
 * It must never throw: a JavaScript exception would cut through Lua's own frames.
 */
import { createHash } from 'node:crypto';
import type { Bytes, Command, Reply } from '../../engine.ts';
import { formatDouble } from '../numbers.ts';
import { decodeCjson, encodeCjson } from './cjson.ts';
import type { LuaStack } from './lua-stack.ts';
import { jsonNull, type LuaValue, replyToLua } from './lua-value.ts';

/** Runs a command for redis.call and redis.pcall. */
export type CallCommand = (command: Command) => Reply;

/**
 * Takes `operation, ...` from the stack and pushes `true, value` or `false, message`.
 * `call` is null while no script runs. Returns how many values it pushed.
 */
export function answerHost(stack: LuaStack, call: CallCommand | null): number {
  const [operation, ...args] = stack.readAll();
  try {
    const value = runOperation(String(operation), args, call);
    stack.push(true);
    stack.push(value);
  } catch (cause) {
    stack.push(false);
    stack.push(cause instanceof Error ? cause.message : String(cause));
  }
  return 2;
}

function runOperation(operation: string, args: readonly LuaValue[], call: CallCommand | null): LuaValue {
  const [first] = args;
  switch (operation) {
    case 'call':
      if (!call) throw new Error('ERR no script is running');
      return replyToLua(call(readCall(args)));
    case 'sha1hex':
      return sha1(typeof first === 'string' ? first : '');
    case 'encode':
      return encodeCjson(first);
    case 'decode':
      if (typeof first !== 'string') throw new Error("bad argument #1 to 'decode' (string expected)");
      return decodeCjson(first);
    case 'null':
      return jsonNull;
    default:
      throw new Error(`the prelude asks for an unknown operation: ${operation}`);
  }
}

function readCall(args: readonly LuaValue[]): Command {
  if (args.length === 0) throw new Error('ERR Please specify at least one argument for this redis lib call');
  return args.map((arg) => {
    if (typeof arg === 'string') return arg;
    if (typeof arg === 'number') return formatDouble(arg);
    throw new Error('ERR Lua redis lib command arguments must be strings or integers');
  });
}

/** The hash Redis names scripts by, in hexadecimal. */
export function sha1(bytes: Bytes): string {
  return createHash('sha1').update(bytes, 'latin1').digest('hex');
}
