/**
 * One run of the simulator: isolates that serve requests and die, a provider that keeps the true invoice, an outbox
 * and a cron that both act twice at times. What happened is kept for check.ts, which says what must hold.
 */
import type { Scripting } from '../../src/dev/upstash/embedded/scripting.ts';
import { createLedger, type Ledger } from '../../src/ledger/ledger.ts';
import type { SettleNote } from '../../src/ledger/settle-call.ts';
import { batches, type Outbox, tellStore } from '../../src/ledger/settle-queue.ts';
import { StoreError } from '../../src/ledger/store.ts';
import { sweep } from '../../src/ledger/sweep.ts';
import { MemoryRedis } from './memory-redis.ts';
import { mostlyLate, Network } from './network.ts';
import { type Chance, createChance, Schedule } from './schedule.ts';
import { type Asked, makeAsk, type Served, serve } from './serve-request.ts';
import { SettleWatch } from './watch-settles.ts';

export const timeZone = 'Europe/Berlin';
/** Half of what clocks of isolates may differ by. */
const mostSkewMs = 149_000;
const requests = 18;
const arrivalsMs = 60_000;
/** Requests come together, so that they meet at the limits. */
const bursts = 3;
const burstMs = 400;
const longestMs = 900_000;

export type Mutation = {
  readonly script: (script: string) => string;
  /** Added to the clock of the sweep. */
  readonly sweepAheadMs: number;
};

export const noMutation: Mutation = { script: (script) => script, sweepAheadMs: 0 };

/** What an isolate is to the code that runs in it: none of it goes on once it is dead. */
export type Isolate = {
  readonly ledger: Ledger;
  readonly isAlive: () => boolean;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

export class World {
  readonly schedule: Schedule;
  readonly chance: Chance;
  readonly redis: MemoryRedis;
  readonly network: Network;
  readonly asked: Asked[] = [];
  readonly served: Served[] = [];
  readonly watch = new SettleWatch(this);
  readonly #mutation: Mutation;
  readonly #isolates: (Isolate & { readonly kill: () => void })[] = [];
  readonly #outbox: SettleNote[][] = [];

  constructor(seed: number, scripting: Scripting, mutation: Mutation, afterStep: (world: World) => void) {
    this.chance = createChance(seed);
    // Before midnight in Berlin: the hour, the day and the third of the month change under way, and are closed.
    this.schedule = new Schedule(Date.UTC(2026, 10, 20, 22, 48) + this.chance.between(0, 720_000));
    this.redis = new MemoryRedis(scripting, () => this.schedule.nowMs);
    this.#mutation = mutation;
    this.network = new Network({
      schedule: this.schedule,
      chance: this.chance,
      redis: this.redis,
      afterStep: (call, reply) => {
        this.watch.see(call, reply);
        afterStep(this);
      },
      mutate: mutation.script,
    });
  }

  async run(): Promise<void> {
    const { schedule, chance } = this;
    const startMs = schedule.nowMs;
    for (let at = 0; at < 4; at++) this.#addIsolate();
    const begins = Array.from({ length: bursts }, () => chance.between(0, arrivalsMs));
    for (let number = 0; number < requests; number++) {
      const burst = begins[number % bursts] ?? 0;
      schedule.after(burst + chance.between(0, burstMs), () => this.#arrive(number));
    }
    for (let at = 0; at < 3; at++) schedule.after(chance.between(0, 120_000), () => this.#killOne());
    if (chance.happens(0.5)) {
      schedule.after(chance.between(0, arrivalsMs), () => this.network.goAway(chance.between(1000, 40_000)));
    }
    this.#every(20_000, longestMs, () => this.#alarm());
    this.#every(60_000, longestMs, () => this.#cron());
    await schedule.run(startMs + longestMs);
    await this.#quiesce();
  }

  /** All is well again, and everybody who is left says what there is to say. */
  async #quiesce(): Promise<void> {
    const { schedule, network } = this;
    network.isHealed = true;
    for (const isolate of this.#isolates) if (isolate.isAlive()) void isolate.ledger.flush();
    // The breaker lets one call pass in a while: what it holds back goes to the outbox.
    await schedule.run(schedule.nowMs + 60_000);
    for (const isolate of this.#isolates) if (isolate.isAlive()) void isolate.ledger.flush();
    await schedule.run(schedule.nowMs + 10_000);
    this.#alarm();
    await schedule.run(schedule.nowMs + 60_000);
    await this.sweepTwice();
  }

  async sweepTwice(): Promise<void> {
    for (let time = 0; time < 2; time++) {
      this.#cron();
      await this.schedule.run(this.schedule.nowMs + 70 * 60_000);
    }
  }

  #every(ms: number, untilMs: number, run: () => void): void {
    for (let at = ms; at < untilMs; at += ms) {
      this.schedule.after(at, run);
      if (this.chance.happens(0.2)) this.schedule.after(at + this.chance.between(0, 60), run);
    }
  }

  #addIsolate(): void {
    const { schedule, chance } = this;
    let isDead = false;
    const isAlive = () => !isDead;
    const skewMs = chance.between(-mostSkewMs, mostSkewMs);
    const now = () => schedule.nowMs + skewMs;
    const sleep = (ms: number) =>
      new Promise<void>((resolve) => schedule.after(ms, () => isAlive() && resolve()));
    const store = this.network.storeFor(isAlive);
    const ports = { store, outbox: this.#outboxFor(isAlive), timeZone, allowanceNanoUsd: 300, now, sleep };
    const ledger = createLedger({ ...ports, noticeAdmission: null, log: () => {} })(() => {});
    const kill = () => {
      isDead = true;
    };
    this.#isolates.push({ ledger, isAlive, now, sleep, kill });
  }

  #killOne(): void {
    const alive = this.#isolates.filter((isolate) => isolate.isAlive());
    alive[this.chance.between(0, alive.length - 1)]?.kill();
    this.#addIsolate();
  }

  #arrive(number: number): void {
    const alive = this.#isolates.filter((isolate) => isolate.isAlive());
    const isolate = alive[this.chance.between(0, alive.length - 1)];
    if (isolate === undefined) return;
    const asked = makeAsk(number, isolate, this.schedule.nowMs, this.chance);
    this.asked.push(asked);
    void serve(asked, this.chance, this.served);
  }

  /** Durable, and at times out of reach. */
  #outboxFor(isAlive: () => boolean): Outbox {
    const { schedule, chance } = this;
    return {
      put: (notes) =>
        new Promise((resolve, reject) => {
          const fails = !this.network.isHealed && chance.happens(0.1);
          schedule.after(chance.between(1, 20), () => {
            if (!fails) this.#outbox.push([...notes]);
            if (isAlive()) fails ? reject(new Error('no outbox')) : resolve();
          });
        }),
    };
  }

  /** Tells the store what is in the outbox; what it does not answer for stays, and is told again. */
  #alarm(): void {
    const store = this.network.storeFor(() => true);
    const ports = { store, timeZone, now: () => this.schedule.nowMs };
    for (const notes of [...this.#outbox]) {
      const forgets = !this.network.isHealed && this.chance.happens(0.2);
      void this.#deliver(notes, ports, forgets);
    }
  }

  async #deliver(
    notes: SettleNote[],
    ports: Parameters<typeof tellStore>[1],
    forgets: boolean,
  ): Promise<void> {
    try {
      for (const batch of batches(notes)) await tellStore(batch, ports);
    } catch (cause) {
      if (cause instanceof StoreError) return;
      throw cause;
    }
    const at = this.#outbox.indexOf(notes);
    if (!forgets && at >= 0) this.#outbox.splice(at, 1);
  }

  #cron(): void {
    const skewMs = this.network.isHealed ? 0 : this.chance.between(-mostSkewMs, mostSkewMs);
    const now = () => this.schedule.nowMs + skewMs + this.#mutation.sweepAheadMs;
    const ports = { store: this.network.storeFor(() => true, mostlyLate), timeZone, now };
    sweep(ports).catch((cause: unknown) => {
      if (!(cause instanceof StoreError)) throw cause;
    });
  }
}
