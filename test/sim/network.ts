/**
 * The way to the store and back: slow, lossy, doubling, late, and away for a while. A call whose answer does not come
 * in time rejects, whether or not it was done.
 */
import { type ScriptStore, StoreError } from '../../src/ledger/store.ts';
import type { MemoryRedis, Plain } from './memory-redis.ts';
import type { Chance, Schedule } from './schedule.ts';

export type Call = {
  readonly script: string;
  readonly keys: readonly string[];
  readonly args: readonly string[];
};

export type NetworkPorts = {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly redis: MemoryRedis;
  /** Looks at the store after every step. */
  readonly afterStep: (call: Call, reply: Plain) => void;
  /** Turns a script into the one that is run: the mutations. */
  readonly mutate: (script: string) => string;
};

type Fate = 'in-time' | 'lost-before' | 'lost-after' | 'late' | 'twice';

export type Trouble = { readonly share: number; readonly fates: readonly [Fate, ...Fate[]] };

const usual: Trouble = { share: 0.2, fates: ['in-time', 'lost-before', 'lost-after', 'late', 'twice'] };
/** What a sweep has found is done long after, when it may not be so any more. */
export const mostlyLate: Trouble = { share: 0.8, fates: ['late', 'late', 'late', 'twice', 'lost-before'] };
/** Nothing on the wire is older than that when it arrives. */
const mostLateMs = 25_000;

export class Network {
  readonly done: Call[] = [];
  /** Nothing goes wrong any more. */
  isHealed = false;
  #awayUntilMs = 0;
  readonly #ports: NetworkPorts;

  constructor(ports: NetworkPorts) {
    this.#ports = ports;
  }

  goAway(ms: number): void {
    this.#awayUntilMs = this.#ports.schedule.nowMs + ms;
  }

  /** What an isolate sees; once `isAlive` says no, answers reach nobody.  */
  storeFor(isAlive: () => boolean, trouble: Trouble = usual): ScriptStore {
    const read = async (command: readonly (string | number)[]) =>
      (await this.#carry(() => this.#ports.redis.send(...command), 1000, isAlive, trouble)) as (
        | string
        | null
      )[];
    return {
      run: (script, keys, args, timeoutMs) =>
        this.#carry(() => this.execute({ script, keys, args }), timeoutMs, isAlive, trouble),
      readFields: (key, fields) => read(['HMGET', key, ...fields]),
      readHash: () => Promise.reject(new Error('the ledger reads no hash whole')),
      writeField: () => Promise.reject(new Error('the ledger writes no field alone')),
      readStream: () => Promise.reject(new Error('the ledger reads no stream')),
    };
  }

  execute(call: Call): Plain {
    const { redis, mutate, afterStep } = this.#ports;
    this.done.push(call);
    const reply = redis.evaluate(mutate(call.script), call.keys, call.args);
    afterStep(call, reply);
    return reply;
  }

  #carry(
    work: () => Plain,
    timeoutMs: number,
    isAlive: () => boolean,
    { share, fates }: Trouble,
  ): Promise<Plain> {
    const { schedule, chance } = this.#ports;
    const isAway = schedule.nowMs < this.#awayUntilMs;
    const fate = this.isHealed || !chance.happens(share) ? 'in-time' : chance.oneOf(fates);
    const there = fate === 'late' ? chance.between(200, mostLateMs) : chance.between(1, 40);
    const back = chance.between(1, 40);
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        if (isAlive()) act();
      };
      const fail = () => settle(() => reject(new StoreError('sim', new Error('timeout'))));
      if (isAway || fate === 'lost-before') return schedule.after(timeoutMs, fail);
      const arrives = fate !== 'lost-after' && fate !== 'late' && there + back < timeoutMs;
      schedule.after(there, () => {
        const reply = work();
        if (arrives) schedule.after(back, () => settle(() => resolve(reply)));
      });
      if (fate === 'twice') schedule.after(there + chance.between(1, mostLateMs), work);
      if (!arrives) schedule.after(timeoutMs, fail);
    });
  }
}
