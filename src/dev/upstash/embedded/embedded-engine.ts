/**
 * Engine B: a Redis in this process, for machines without redis-server. It ties the keys, the scripts
 * and the log together: one command, script or transaction is one unit, with one time and one log
 * record. Nothing here is asynchronous while a unit runs, which is what makes it atomic.
 */
import { join } from 'node:path';
import {
  type Command,
  type Engine,
  type Executed,
  errorReply,
  execAbort,
  type Reply,
  type TransactionOutcome,
} from '../engine.ts';
import { lockFolder } from '../folder-lock.ts';
import { type AppendLog, openAppendLog } from './append-log.ts';
import type { CommandSpec } from './command.ts';
import { findCommand, runSpec } from './execute-command.ts';
import { Keyspace } from './keyspace.ts';
import { createScripting, type Scripting } from './scripting.ts';
import { snapshot } from './snapshot.ts';

/** The log is rewritten when it has doubled, but not while it is smaller than this. */
const compactFromBytes = 16 * 1024 * 1024;

export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly compactFromBytes?: number;
}

/** Opens the data in `dataDir` (file `embedded.log`). Rejects when the folder is in use or the log damaged. */
export async function openEmbeddedEngine(options: EmbeddedOptions): Promise<Engine> {
  const unlock = lockFolder(options.dataDir);
  let scripting: Scripting | null = null;
  try {
    scripting = await createScripting();
    return new EmbeddedEngine(options, scripting, unlock);
  } catch (cause) {
    scripting?.close();
    unlock();
    throw cause;
  }
}

class EmbeddedEngine implements Engine {
  readonly name = 'embedded';
  readonly #keys = new Keyspace();
  readonly #log: AppendLog;
  readonly #scripting: Scripting;
  readonly #clock: () => number;
  readonly #unlock: () => void;
  readonly #compactFromBytes: number;
  #compactedBytes = 0;
  /** What the unit under way has written, and how many commands its scripts have run. */
  #written: Command[] = [];
  #scriptCalls = 0;
  #isStopped = false;

  constructor(options: EmbeddedOptions, scripting: Scripting, unlock: () => void) {
    this.#scripting = scripting;
    this.#unlock = unlock;
    this.#clock = options.clock ?? Date.now;
    this.#compactFromBytes = options.compactFromBytes ?? compactFromBytes;
    this.#log = openAppendLog(join(options.dataDir, 'embedded.log'), ({ atMs, commands }) => {
      this.#keys.nowMs = atMs;
      for (const command of commands) this.#run(command);
    });
    this.#written = [];
    this.#compactedBytes = this.#log.size();
  }

  async pipeline(commands: readonly Command[]): Promise<Executed> {
    this.#scriptCalls = 0;
    const replies = commands.map((command) => this.#unit(() => this.#run(command)));
    return { replies, scriptCalls: this.#scriptCalls };
  }

  async transaction(commands: readonly Command[]): Promise<TransactionOutcome> {
    if (!commands.every((command) => this.#isWellFormed(command))) return { discarded: execAbort };
    this.#scriptCalls = 0;
    const replies = this.#unit(() => commands.map((command) => this.#run(command)));
    return { replies, scriptCalls: this.#scriptCalls };
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    this.#keys.nowMs = this.#readClock();
    try {
      this.#log.rewrite(snapshot(this.#keys));
    } finally {
      this.#log.close();
      this.#scripting.close();
      this.#unlock();
    }
  }

  /** Runs with the clock standing still and puts what was written on disk before it returns. */
  #unit<T>(run: () => T): T {
    if (this.#isStopped) throw new Error('the embedded engine is stopped');
    this.#keys.nowMs = this.#readClock();
    this.#written = [];
    const result = run();
    if (this.#written.length > 0) this.#log.append({ atMs: this.#keys.nowMs, commands: this.#written });
    if (this.#log.size() > Math.max(this.#compactFromBytes, 2 * this.#compactedBytes)) {
      this.#log.rewrite(snapshot(this.#keys));
      this.#compactedBytes = this.#log.size();
    }
    return result;
  }

  #run(command: Command): Reply {
    const script = this.#scripting.check(command);
    if (script) {
      if (script.error !== null) return errorReply(script.error);
      return this.#scripting.run(command, (inner, spec) => {
        this.#scriptCalls++;
        return this.#runSpec(inner, spec);
      });
    }
    const found = findCommand(command);
    return found.ok ? this.#runSpec(command, found.spec) : errorReply(found.error);
  }

  #runSpec(command: Command, spec: CommandSpec): Reply {
    const reply = runSpec(spec, this.#keys, command.slice(1));
    if (spec.writes && reply.type !== 'error') this.#written.push(command);
    return reply;
  }

  #isWellFormed(command: Command): boolean {
    const script = this.#scripting.check(command);
    return script ? script.error === null : findCommand(command).ok;
  }

  #readClock(): bigint {
    return BigInt(Math.floor(this.#clock()));
  }
}
