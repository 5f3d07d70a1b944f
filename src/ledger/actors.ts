/**
 * What an isolate knows of end users, and how it tells of them: those whose strikes amount to something are read like
 * limits, so that no request waits for it; strikes are told behind answers. While the store is away they are kept, count
 * in this isolate, and are told when it is back.
 */
import {
  type ActorEntry,
  type ActorSettings,
  type ActorStanding,
  type ImposedLevel,
  type Strike,
  strikeKinds,
} from '../core/actor.ts';
import { addStrike, higherStanding, newEntry, standingOf } from '../core/actor-standing.ts';
import { parseActor } from './actor-codec.ts';
import { CachedHash } from './cached-hash.ts';
import { actorHalfLives, keys } from './keys.ts';
import { dropActorsScript, imposeScript, strikeScript } from './scripts/actor-script.ts';
import type { ScriptStore } from './store.ts';

const timeoutMs = 1000;
/** More strikes are not kept while the store is away. */
const mostUntold = 1000;
/** Told again after one read. */
const mostRetold = 20;
/** Who has faded is taken out once there are so many. */
const mostFaded = 100;

export type ActorStore = Pick<ScriptStore, 'run' | 'readHash'>;

export type Imposing = {
  readonly id: string;
  /** Null: released. */
  readonly level: ImposedLevel | null;
  readonly untilMs: number;
  readonly reason: string;
  /** `provider`, or whoever it was as the audit log names them. */
  readonly by: string;
};

/** What came of a strike. */
export type Struck = { readonly standing: ActorStanding; readonly isSuspendedByIt: boolean };

type Untold = { readonly id: string; readonly team: string; readonly strike: Strike };

type Ports = {
  readonly store: ActorStore;
  readonly settings: ActorSettings;
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
};

function readAnswer(answer: unknown): { readonly entry: ActorEntry | null; readonly isDone: boolean } {
  const [packed, done] = Array.isArray(answer) ? answer : [];
  return { entry: typeof packed === 'string' ? parseActor(packed) : null, isDone: Number(done) === 1 };
}

/** One per isolate: a declared cache and a bounded queue. Losing it costs a read, and strikes the store has not taken. */
export class Actors {
  readonly settings: ActorSettings;
  readonly #ports: Ports;
  readonly #known: CachedHash<ActorEntry>;
  #untold: Untold[] = [];
  /** Of those in `#untold`. */
  readonly #local = new Map<string, ActorEntry>();

  constructor(ports: Ports) {
    const { store, now, sleep, settings } = ports;
    this.#ports = ports;
    this.settings = settings;
    const onRead = (written: ReadonlyMap<string, string>) => this.#afterRead(written);
    this.#known = new CachedHash({ store, key: keys.actors, parse: parseActor, now, sleep, onRead });
  }

  /** False: this isolate has never been able to read. Never rejects. */
  ready(waitUntil: (work: Promise<unknown>) => void): Promise<boolean> {
    return this.#known.ready(waitUntil);
  }

  standing(id: string): ActorStanding {
    const nowMs = this.#ports.now();
    const of = (entry: ActorEntry | null | undefined) =>
      standingOf(entry ?? newEntry(nowMs), this.settings, nowMs);
    return higherStanding(of(this.#known.get(id)), of(this.#local.get(id)));
  }

  /** Never rejects: what the store does not take counts here, and is told later. */
  async strike(id: string, team: string, strike: Strike): Promise<Struck> {
    const told = await this.#tell({ id, team, strike });
    if (told !== null) return { standing: this.standing(id), isSuspendedByIt: told };
    const before = this.standing(id).level;
    const entry = this.#local.get(id) ?? this.#known.get(id) ?? newEntry(strike.atMs);
    if (this.#untold.length < mostUntold) {
      this.#untold.push({ id, team, strike });
      this.#local.set(id, addStrike(entry, strike, this.settings));
    }
    const standing = this.standing(id);
    return { standing, isSuspendedByIt: standing.level === 'suspended' && before !== 'suspended' };
  }

  /** Whether it has changed something: a provider's word takes back nothing stricter. Errors: `StoreError`. */
  async impose({ id, level, untilMs, reason, by }: Imposing): Promise<boolean> {
    const keepMs = actorHalfLives * this.settings.halfLifeMs;
    const args = [id, this.#ports.now(), level ?? '', untilMs, reason, by, keepMs, by === 'provider' ? 1 : 0];
    const answer = await this.#run(imposeScript, [keys.actor(id), keys.actors], args);
    const { entry, isDone } = readAnswer(answer);
    if (entry !== null) this.#known.put(id, entry);
    if (level === null) this.#forget((untold) => untold.id === id);
    return isDone;
  }

  #run(script: string, names: readonly string[], args: readonly (string | number)[]): Promise<unknown> {
    return this.#ports.store.run(script, names, args.map(String), timeoutMs);
  }

  /** Whether it has led to a suspension; null: the store has not taken it. */
  async #tell({ id, team, strike }: Untold): Promise<boolean | null> {
    const { halfLifeMs, warnAt, suspendAt, suspendMs } = this.settings;
    const { strike: weight, risk } = strikeKinds[strike.kind];
    const which = [id, strike.atMs, halfLifeMs, weight, risk, strike.kind, strike.requestId, team];
    const args = [...which, warnAt, suspendAt, suspendMs, actorHalfLives * halfLifeMs];
    try {
      const answer = await this.#run(strikeScript, [keys.actor(id), keys.actors], args);
      const { entry, isDone } = readAnswer(answer);
      if (entry !== null) this.#known.put(id, entry);
      return isDone;
    } catch {
      return null;
    }
  }

  #forget(isOver: (untold: Untold) => boolean): void {
    const over = this.#untold.filter(isOver);
    this.#untold = this.#untold.filter((untold) => !over.includes(untold));
    for (const { id } of over) if (!this.#untold.some((untold) => untold.id === id)) this.#local.delete(id);
  }

  /** The store is there: tells what it has missed. Never rejects. */
  async #afterRead(written: ReadonlyMap<string, string>): Promise<void> {
    for (const untold of this.#untold.slice(0, mostRetold)) {
      if ((await this.#tell(untold)) === null) return;
      this.#forget((one) => one === untold);
    }
    const nowMs = this.#ports.now();
    const faded = [...written].filter(([, text]) => {
      const entry = parseActor(text);
      return entry === null || standingOf(entry, this.settings, nowMs).level === 'none';
    });
    if (faded.length < mostFaded) return;
    await this.#run(dropActorsScript, [keys.actors], faded.slice(0, 5 * mostFaded).flat()).catch(() => null);
  }
}
