/**
 * One Lua state that runs Redis scripts, one at a time and to the end. It knows Lua and the rules of
 * Redis scripts; what redis.call does is given to each run.
 */
import { createHash } from 'node:crypto';
import { LuaFactory } from 'wasmoon';
import { type Bytes, type Command, errorReply, type Reply } from '../../engine.ts';
import { formatDouble } from '../numbers.ts';
import { CjsonError, decodeCjson, encodeCjson } from './cjson.ts';
import { translateLua } from './lua-source.ts';
import { type LuaApi, LuaStack, withBytes } from './lua-stack.ts';
import { jsonNull, type LuaValue, luaToReply, replyToLua } from './lua-value.ts';
import { prelude } from './prelude.ts';

/** Redis would answer BUSY to everybody; here a script that does not end is stopped. */
const scriptLimitMs = 5000;
const instructionsPerCheck = 1_000_000;
const countHook = 8;
const multipleResults = -1;
/** lua.h: LUA_REGISTRYINDEX - 1. */
const firstUpvalue = -1_001_001;

export interface ScriptRun {
  readonly sha: string;
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
  /** Runs a command for redis.call and redis.pcall. */
  call(command: Command): Reply;
}

export interface LuaMachine {
  /** Compiles and keeps a script; returns the error text of one that does not compile. */
  compile(sha: string, source: Bytes): string | null;
  /** Runs a compiled script. What it wrote before an error stays written, as in Redis. */
  run(script: ScriptRun): Reply;
  /** Drops all compiled scripts. */
  forget(): void;
}

export async function createLuaMachine(): Promise<LuaMachine> {
  const lua = await new LuaFactory().getLuaModule();
  // wasmoon types its wrappers, not the C functions under them.
  const api = lua.module as unknown as LuaApi;
  const state = api._luaL_newstate();
  const stack = new LuaStack(api, state);
  let current: ScriptRun | null = null;
  let deadlineMs = Number.POSITIVE_INFINITY;

  const host = api.addFunction((caller) => answerHost(new LuaStack(api, caller ?? state), current), 'ii');
  const hook = api.addFunction((caller) => {
    if (performance.now() < deadlineMs) return undefined;
    new LuaStack(api, caller ?? state).push(`the script ran longer than ${scriptLimitMs} ms and was stopped`);
    return api._lua_error(caller ?? state);
  }, 'vii');

  const relay = api.addFunction((caller) => relayCall(api, caller ?? state), 'ii');

  /** Calls the function and its arguments on the stack and returns its results. */
  function invoke(argumentCount: number): LuaValue[] {
    const status = api._lua_pcallk(state, argumentCount, multipleResults, 0, 0, 0);
    const results = stack.readAll();
    api._lua_settop(state, 0);
    if (status !== 0) throw new Error(`the Lua engine failed: ${String(results.at(-1))}`);
    return results;
  }

  function invokeGlobal(name: string, args: readonly LuaValue[]): LuaValue[] {
    withBytes(api, name, (pointer) => api._lua_getglobal(state, pointer));
    for (const arg of args) stack.push(arg);
    return invoke(args.length);
  }

  api._luaL_openlibs(state);
  withBytes(api, prelude, (text) =>
    withBytes(api, '=prelude', (name) => api._luaL_loadbufferx(state, text, prelude.length, name, 0)),
  );
  api._lua_pushcclosure(state, host, 0);
  api._lua_pushcclosure(
    state,
    api.addFunction((caller) => wrapFunction(api, caller ?? state, relay), 'ii'),
    0,
  );
  invoke(2);
  api._lua_sethook(state, hook, countHook, instructionsPerCheck);

  function run(script: ScriptRun): Reply {
    current = script;
    deadlineMs = performance.now() + scriptLimitMs;
    const [succeeded, result] = invokeGlobal('__run', [
      script.sha,
      toTable(script.keys),
      toTable(script.args),
    ]);
    deadlineMs = Number.POSITIVE_INFINITY;
    current = null;
    return succeeded === true ? luaToReply(result) : describeFailure(script.sha, result);
  }

  return {
    compile: (sha, source) => {
      const translation = translateLua(source);
      if (!translation.ok) return translation.error;
      const [message] = invokeGlobal('__compile', [sha, translation.code]);
      return typeof message === 'string' ? message : null;
    },
    run,
    forget: () => void invokeGlobal('__forget', []),
  };
}

/** The prelude's `as_c(fn)`: a C function that calls `fn`, its only upvalue. */
function wrapFunction(api: LuaApi, caller: number, relay: number): number {
  api._lua_settop(caller, 1);
  api._lua_pushcclosure(caller, relay, 1);
  return 1;
}

function relayCall(api: LuaApi, caller: number): number {
  const argumentCount = api._lua_gettop(caller);
  api._lua_pushvalue(caller, firstUpvalue);
  api._lua_rotate(caller, 1, 1);
  api._lua_callk(caller, argumentCount, multipleResults, 0, 0);
  return api._lua_gettop(caller);
}

function toTable(items: readonly Bytes[]): LuaValue {
  return new Map(items.map((item, at) => [at + 1, item]));
}

/**
 * The prelude's `host(operation, ...)`: pushes `true, value` or `false, message`. It must never throw:
 * a JavaScript exception would cut through Lua's own frames.
 */
function answerHost(stack: LuaStack, script: ScriptRun | null): number {
  const [operation, ...args] = stack.readAll();
  try {
    const value = runOperation(String(operation), args, script);
    stack.push(true);
    stack.push(value);
  } catch (cause) {
    stack.push(false);
    stack.push(cause instanceof Error ? cause.message : String(cause));
  }
  return 2;
}

function runOperation(operation: string, args: readonly LuaValue[], script: ScriptRun | null): LuaValue {
  switch (operation) {
    case 'call':
      return script ? replyToLua(script.call(readCall(args))) : undefined;
    case 'sha1hex':
      return sha1(typeof args[0] === 'string' ? args[0] : '');
    case 'encode':
      return encodeCjson(args[0]);
    case 'decode':
      if (typeof args[0] === 'string') return decodeCjson(args[0]);
      throw new CjsonError("bad argument #1 to 'decode' (string expected)");
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

function describeFailure(sha: string, failure: LuaValue): Reply {
  const [text, line] = failure instanceof Map ? [failure.get('err'), failure.get('line')] : [];
  const message = typeof text === 'string' ? text.replace(/[\r\n]+/g, ' ') : 'ERR unknown error';
  const place = typeof line === 'number' ? `, on @user_script:${line}` : '';
  return errorReply(`${message} script: ${sha}${place}.`);
}

/** The name of a script. */
export function sha1(bytes: Bytes): string {
  return createHash('sha1').update(bytes, 'latin1').digest('hex');
}
