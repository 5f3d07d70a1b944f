/** Looks over the store's shoulder at every settle that is done: who may end a hold, and when. */
import { firstNumberOf, type Row, rowId } from '../../src/core/row.ts';
import { keys } from '../../src/ledger/keys.ts';
import { settleScript } from '../../src/ledger/scripts/settle-script.ts';
import { parseSlot, slotOf } from '../../src/ledger/state-codec.ts';
import type { Plain } from './memory-redis.ts';
import type { Call } from './network.ts';
import { readFiled } from './read-store.ts';
import { leaseMs } from './serve-request.ts';
import type { World } from './world.ts';

type Note = {
  readonly kind: string;
  readonly requestId: string;
  readonly isLast: boolean;
  readonly word: string;
};

/** As settle-call.ts writes them. */
function notesOf({ args }: Call, reply: Plain): Note[] {
  const notes: Note[] = [];
  for (let at = 6; at < args.length; at += 18) {
    const word = Array.isArray(reply) ? String(reply[notes.length]) : '';
    const [kind = '', , requestId = '', , , last] = args.slice(at, at + 6);
    notes.push({ kind, requestId, isLast: last === '1', word });
  }
  return notes;
}

export class SettleWatch {
  /** Requests whose cancelling the store had heard of before anything was filed of them. */
  readonly cancelled = new Set<string>();
  readonly problems = new Set<string>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  see(call: Call, reply: Plain): void {
    if (call.script !== settleScript) return;
    for (const note of notesOf(call, reply)) {
      if (note.kind === 'cancel') this.#seeCancel(note);
      else if (note.kind === 'lost') this.#seeLost(note);
      else if (note.isLast) this.#seeLast(note);
    }
  }

  #seeCancel({ requestId }: Note): void {
    const { rows } = readFiled(this.#world.redis);
    if (!rows.has(`${requestId}.1`)) this.cancelled.add(requestId);
  }

  /** Nobody's attempt is given up while its lease runs. */
  #seeLost({ requestId, word }: Note): void {
    const { asked, schedule } = this.#world;
    const request = asked.find(({ ask }) => ask.requestId === requestId);
    if (word !== 'new' || request === undefined || schedule.nowMs >= request.atMs + leaseMs) return;
    this.problems.add(`${requestId} was given up before its lease was over`);
  }

  /** While an attempt of it is not filed that the store knows of, a request holds what it held; what is paid beside it has a trace of its own. */
  #seeLast({ requestId }: Note): void {
    const { redis, served } = this.#world;
    const isHeldFor = ({ role }: Row) => !(role in firstNumberOf);
    const mine = served.filter(
      ({ row, isTraced }) => row.requestId === requestId && isHeldFor(row) && isTraced(),
    );
    if (mine.length < 2) return;
    const { rows } = readFiled(redis);
    if (mine.every(({ row }) => rows.has(rowId(row)))) return;
    const slot = String(redis.send('HGET', keys.state, slotOf(requestId)) ?? '');
    const isHeld = parseSlot(slot).some((hold) => hold.requestId === requestId);
    if (!isHeld) this.problems.add(`${requestId} holds nothing, and an attempt of it is not filed`);
  }
}
