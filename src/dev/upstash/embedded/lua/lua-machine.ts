/**
 * One Lua state that runs Redis scripts, one at a time and to the end. It knows Lua and the rules of
 * Redis scripts; what redis.call does is given to each run.
 */
import { LuaFactory } from 'wasmoon';
import { type Bytes, errorReply, type Reply } from '../../engine.ts';
import { answerHost, type CallCommand } from './lua-host.ts';
import { translateLua } from './lua-source.ts';
import { type LuaApi, LuaStack, withBytes } from './lua-stack.ts';
import { type LuaValue, luaToReply } from './lua-value.ts';
import { prelude } from './prelude.ts';

/** Redis would answer BUSY to everybody; here a script that does not end is stopped. */
const scriptLimitMs = 5000;
const instructionsPerCheck = 1_000_000;
/** lua.h: LUA_MASKCOUNT, LUA_MULTRET, and LUA_REGISTRYINDEX - 1. */
const countHook = 8;
const multipleResults = -1;
const firstUpvalue = -1_001_001;

/** A declared cache: the WebAssembly module is compiled once; every machine has its own state in it. */
const factory = new LuaFactory();

export interface ScriptRun {
  readonly sha: string;
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
  readonly call: CallCommand;
}

export async function createLuaMachine(): Promise<LuaMachine> {
  const lua = await factory.getLuaModule();
  // wasmoon types its wrappers, not the C functions under them.
  return new LuaMachine(lua.module as unknown as LuaApi);
}

export class LuaMachine {
  readonly #api: LuaApi;
  readonly #state: number;
  readonly #stack: LuaStack;
  readonly #callbacks: number[] = [];
  #call: CallCommand | null = null;
  #deadlineMs = Number.POSITIVE_INFINITY;

  constructor(api: LuaApi) {
    this.#api = api;
    this.#state = api._luaL_newstate();
    this.#stack = new LuaStack(api, this.#state);
    api._luaL_openlibs(this.#state);
    this.#loadPrelude();
    const hook = this.#callback((caller) => this.#checkTime(caller), 'vii');
    api._lua_sethook(this.#state, hook, countHook, instructionsPerCheck);
  }

  /** Compiles and keeps a script; returns the error text of one that does not compile. */
  compile(sha: string, source: Bytes): string | null {
    const translation = translateLua(source);
    if (!translation.ok) return translation.error;
    const [message] = this.#invokeGlobal('__compile', [sha, translation.code]);
    return typeof message === 'string' ? message : null;
  }

  /** Runs a compiled script. What it wrote before an error stays written, as in Redis. */
  run({ sha, keys, args, call }: ScriptRun): Reply {
    this.#call = call;
    this.#deadlineMs = performance.now() + scriptLimitMs;
    const [succeeded, result] = this.#invokeGlobal('__run', [sha, toTable(keys), toTable(args)]);
    this.#deadlineMs = Number.POSITIVE_INFINITY;
    this.#call = null;
    return succeeded === true ? luaToReply(result) : describeFailure(sha, result);
  }

  /** Drops all compiled scripts. */
  forget(): void {
    this.#invokeGlobal('__forget', []);
  }

  /** Frees the state. Nothing may be called afterwards. */
  close(): void {
    this.#api._lua_close(this.#state);
    for (const pointer of this.#callbacks) this.#api.removeFunction(pointer);
  }

  /** Runs the prelude with its two functions, `host` and `as_c`. */
  #loadPrelude(): void {
    const [api, state] = [this.#api, this.#state];
    const relay = this.#callback((caller) => relayCall(api, caller), 'ii');
    const host = this.#callback((caller) => answerHost(new LuaStack(api, caller), this.#call), 'ii');
    const asC = this.#callback((caller) => wrapFunction(api, caller, relay), 'ii');
    withBytes(api, prelude, (text) =>
      withBytes(api, '=prelude', (name) => api._luaL_loadbufferx(state, text, prelude.length, name, 0)),
    );
    api._lua_pushcclosure(state, host, 0);
    api._lua_pushcclosure(state, asC, 0);
    this.#invoke(2);
  }

  /** Calls the function and its arguments on the stack and returns its results. */
  #invoke(argumentCount: number): LuaValue[] {
    const status = this.#api._lua_pcallk(this.#state, argumentCount, multipleResults, 0, 0, 0);
    const results = this.#stack.readAll();
    this.#api._lua_settop(this.#state, 0);
    if (status !== 0) throw new Error(`the Lua engine failed: ${String(results.at(-1))}`);
    return results;
  }

  #invokeGlobal(name: string, args: readonly LuaValue[]): LuaValue[] {
    withBytes(this.#api, name, (pointer) => this.#api._lua_getglobal(this.#state, pointer));
    for (const arg of args) this.#stack.push(arg);
    return this.#invoke(args.length);
  }

  #checkTime(caller: number): number | undefined {
    if (performance.now() < this.#deadlineMs) return undefined;
    const message = `the script ran longer than ${scriptLimitMs} ms and was stopped`;
    new LuaStack(this.#api, caller).push(message);
    return this.#api._lua_error(caller);
  }

  #callback(run: (caller: number) => number | undefined, signature: string): number {
    const pointer = this.#api.addFunction((caller) => run(caller ?? this.#state), signature);
    this.#callbacks.push(pointer);
    return pointer;
  }
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

function describeFailure(sha: string, failure: LuaValue): Reply {
  const [text, line] = failure instanceof Map ? [failure.get('err'), failure.get('line')] : [];
  const message = typeof text === 'string' ? text.replace(/[\r\n]+/g, ' ') : 'ERR unknown error';
  const place = typeof line === 'number' ? `, on @user_script:${line}` : '';
  return errorReply(`${message} script: ${sha}${place}.`);
}
