/**
 * One Lua state that runs Redis scripts, one at a time and to the end. It knows Lua and the rules of
 * Redis scripts; what redis.call does is given to each run.
 */
import { LuaFactory } from 'wasmoon';
import { type Bytes, errorReply, type Reply } from '../../engine.ts';
import { answerHost, type CallCommand } from './lua-host.ts';
import { translateLua } from './lua-source.ts';
import { type LuaApi, LuaMemory, LuaStack, withBytes } from './lua-stack.ts';
import { type LuaValue, luaToReply } from './lua-value.ts';
import { prelude } from './prelude.ts';

/** Redis would answer BUSY to everybody; here a script that does not end is stopped. */
const scriptLimitMs = 5000;
const instructionsPerCheck = 1_000_000;
/** lua.h: LUA_MASKCOUNT and LUA_MULTRET. */
const countHook = 8;
const multipleResults = -1;

/** A declared cache: the WebAssembly module is compiled once; every machine has its own state in it. */
const factory = new LuaFactory();

export interface ScriptRun {
  readonly sha: string;
  readonly keys: readonly Bytes[];
  readonly args: readonly Bytes[];
  readonly call: CallCommand;
}

/** `isTimed`: a script that does not end is stopped, which costs each instruction a look at the counter. */
export async function createLuaMachine(isTimed: boolean): Promise<LuaMachine> {
  const lua = await factory.getLuaModule();
  // wasmoon types its wrappers, not the C functions under them.
  return new LuaMachine(lua.module as unknown as LuaApi, isTimed);
}

export class LuaMachine {
  readonly #api: LuaApi;
  readonly #state: number;
  readonly #memory: LuaMemory;
  readonly #stack: LuaStack;
  readonly #callbacks: number[] = [];
  #call: CallCommand | null = null;
  #deadlineMs = Number.POSITIVE_INFINITY;

  constructor(api: LuaApi, isTimed: boolean) {
    this.#api = api;
    this.#state = api._luaL_newstate();
    this.#memory = new LuaMemory(api);
    this.#stack = new LuaStack(api, this.#memory, this.#state);
    api._luaL_openlibs(this.#state);
    this.#loadPrelude();
    if (!isTimed) return;
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
    this.#memory.free();
    for (const pointer of this.#callbacks) this.#api.removeFunction(pointer);
  }

  /** Runs the prelude with its function `host`. */
  #loadPrelude(): void {
    const [api, state] = [this.#api, this.#state];
    const host = this.#callback((caller) => answerHost(this.#on(caller), this.#call), 'ii');
    withBytes(api, prelude, (text) =>
      withBytes(api, '=prelude', (name) => api._luaL_loadbufferx(state, text, prelude.length, name, 0)),
    );
    api._lua_pushcclosure(state, host, 0);
    this.#invoke(1);
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

  #on(caller: number): LuaStack {
    return new LuaStack(this.#api, this.#memory, caller);
  }

  #checkTime(caller: number): number | undefined {
    if (performance.now() < this.#deadlineMs) return undefined;
    const message = `the script ran longer than ${scriptLimitMs} ms and was stopped`;
    this.#on(caller).push(message);
    return this.#api._lua_error(caller);
  }

  #callback(run: (caller: number) => number | undefined, signature: string): number {
    const pointer = this.#api.addFunction((caller) => run(caller ?? this.#state), signature);
    this.#callbacks.push(pointer);
    return pointer;
  }
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
