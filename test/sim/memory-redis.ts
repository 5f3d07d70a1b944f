/** The embedded engine's commands and Lua without its log: the real scripts on keys that live as long as a run. */

import { findCommand, runSpec } from '../../src/dev/upstash/embedded/execute-command.ts';
import { Keyspace } from '../../src/dev/upstash/embedded/keyspace.ts';
import { createScripting, type Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { type Command, fromBytes, type Reply, toBytes } from '../../src/dev/upstash/engine.ts';

export type Plain = string | number | null | Plain[];

function plain(reply: Reply): Plain {
  switch (reply.type) {
    case 'status':
      return reply.text;
    case 'error':
      throw new Error(reply.text);
    case 'integer':
      return Number(reply.value);
    case 'bulk':
      return reply.bytes === null ? null : fromBytes(reply.bytes);
    case 'array':
      return reply.items?.map(plain) ?? null;
    default:
      return reply satisfies never;
  }
}

/** One Lua state serves all runs: the scripts keep nothing in it. */
export const openScripting = (): Promise<Scripting> => createScripting({ isTimed: false });

export class MemoryRedis {
  readonly #keys = new Keyspace();
  readonly #scripting: Scripting;
  readonly #now: () => number;
  readonly #names = new Map<string, string>();
  #billed = 0;

  constructor(scripting: Scripting, now: () => number) {
    this.#scripting = scripting;
    this.#now = now;
  }

  /** As Upstash counts them: inside scripts too. */
  billedCommands(): number {
    return this.#billed;
  }

  /** By its name, loaded at its first use. */
  evaluate(script: string, keys: readonly string[], args: readonly string[]): Plain {
    let name = this.#names.get(script);
    if (name === undefined) {
      name = String(this.send('SCRIPT', 'LOAD', script));
      this.#names.set(script, name);
    }
    return this.send('EVALSHA', name, keys.length, ...keys, ...args);
  }

  /** Throws in the words of Redis. */
  send(...words: readonly (string | number)[]): Plain {
    this.#keys.nowMs = BigInt(Math.floor(this.#now()));
    return plain(this.#run(words.map((word) => toBytes(String(word)))));
  }

  #run(command: Command): Reply {
    this.#billed++;
    if (this.#scripting.check(command) !== null) {
      return this.#scripting.run(command, (inner, spec) => {
        this.#billed++;
        return runSpec(spec, this.#keys, inner.slice(1));
      });
    }
    const found = findCommand(command);
    if (!found.ok) throw new Error(found.error);
    return runSpec(found.spec, this.#keys, command.slice(1));
  }
}
