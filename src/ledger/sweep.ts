/**
 * Ends what nobody came back for: holds past their lease become rows that are estimated and lost, one for each attempt
 * that was opened, hours that are over are added to their day and their third of a month, and scopes that say nothing any
 * more are dropped. Safe to run by many at once, and twice.
 */
import type { Row } from '../core/row.ts';
import { hourAt, hourStartMs, thirdOf } from './hours.ts';
import { dayTtlSeconds, keys } from './keys.ts';
import { unpackRowText } from './row-codec.ts';
import { closeScript } from './scripts/close-script.ts';
import { forgetScript } from './scripts/forget-script.ts';
import type { SettleNote } from './settle-call.ts';
import { batches, type SettlePorts, tellEach } from './settle-queue.ts';
import { type Hold, mostSkewMs, parseSlot, slotFields } from './state-codec.ts';
import { StoreError } from './store.ts';

/** Rows of an hour that come later than this are added to its day as they come. */
const closeAfterMs = 5 * 60_000;
const hourMs = 3_600_000;
/** In one run; the rest follows in the next. */
const mostClosed = 48;
const timeoutMs = 2000;
const mostForgetSteps = 20;
const scopesAStep = 1000;

type SweepPorts = Pick<SettlePorts, 'store' | 'timeZone' | 'now'>;

export type Swept = {
  /** Attempts that became estimated rows. */
  readonly lost: number;
  /** Requests still under way. */
  readonly open: number;
  readonly hoursClosed: number;
  /** When the next open charge is to be asked after, in ms; null: none is open. */
  readonly lateDueMs: number | null;
};

function lostRow(template: Row): Row {
  return { ...template, outcome: 'lost', errorCode: template.errorCode ?? 'lost', usageSource: 'estimated' };
}

function notesOf(hold: Hold): SettleNote[] {
  const rows = hold.attempts.map(unpackRowText).filter((row) => row !== null);
  if (rows.length === 0) return [{ kind: 'lapse', requestId: hold.requestId }];
  return rows.map((row, at) => ({
    kind: 'lost',
    row: lostRow(row),
    isLast: at === rows.length - 1,
    scopes: hold.scopes,
  }));
}

/** Attempts that are lost now. What the script cannot take stays, and keeps no other from being swept. */
async function giveUp(batch: readonly SettleNote[], ports: SweepPorts): Promise<number> {
  const words = await tellEach(batch, ports);
  return words.filter((word) => word === 'new').length;
}

/** Errors: StoreError. */
export async function sweep(ports: SweepPorts): Promise<Swept> {
  const [closed, first, late, ...slots] = await ports.store.readFields(keys.state, [
    'closed',
    'first',
    'late',
    ...slotFields,
  ]);
  const nowMs = ports.now();
  const holds = slots.flatMap((text) => parseSlot(text ?? ''));
  const expired = holds.filter(({ leaseEndMs }) => leaseEndMs + mostSkewMs < nowMs);
  let lost = 0;
  for (const batch of batches(expired.flatMap(notesOf))) lost += await giveUp(batch, ports);
  const hoursClosed = await closeHours(closed ?? '', first ?? '', ports);
  if (hoursClosed > 0) await forgetScopes(ports);
  return { lost, open: holds.length - expired.length, hoursClosed, lateDueMs: late ? Number(late) : null };
}

/** Goes on where the last run stopped, until all scopes have been looked at or it has done its share. */
async function forgetScopes({ store, now }: SweepPorts): Promise<void> {
  for (let step = 0; step < mostForgetSteps; step++) {
    const args = [now(), mostSkewMs, scopesAStep].map((value) => String(Math.floor(value)));
    const reply = await store.run(forgetScript, [keys.state], args, timeoutMs);
    if (!Array.isArray(reply) || reply[0] === '0') return;
  }
}

/** First hour to close; null: nothing was ever booked. */
function nextToClose(closed: string, first: string, timeZone: string): number | null {
  const closedMs = hourStartMs(closed);
  if (closedMs === null) return hourStartMs(first);
  const next = hourAt(closedMs + hourMs, timeZone);
  return next.name > closed ? next.startMs : closedMs + 2 * hourMs;
}

async function closeHours(closed: string, first: string, ports: SweepPorts): Promise<number> {
  const { store, timeZone, now } = ports;
  let mark = closed;
  for (let count = 0; count < mostClosed; count++) {
    const nextMs = nextToClose(mark, first, timeZone);
    if (nextMs === null || nextMs + hourMs + closeAfterMs > now()) return count;
    const { name, day } = hourAt(nextMs, timeZone);
    const call = [keys.state, keys.hour(name), keys.day(day), keys.third(thirdOf(day))];
    const reply = await store.run(closeScript, call, [mark, name, String(dayTtlSeconds)], timeoutMs);
    if (!Array.isArray(reply)) throw new StoreError('close', null);
    const [word, at] = reply.map(String);
    if (word !== 'closed') return count;
    mark = at ?? mark;
  }
  return mostClosed;
}
