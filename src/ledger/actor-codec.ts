/** What isolates read of an end user, as one line of text: `at strikes risk level until`. Pure. */
import type { ActorEntry, ImposedLevel } from '../core/actor.ts';

function isImposed(level: string | undefined): level is ImposedLevel {
  return level === 'stepped-down' || level === 'suspended';
}

/** Null: it is none. */
export function parseActor(text: string): ActorEntry | null {
  const [at, strikes, risk, level, until] = text.split(' ');
  const numbers = [at, strikes, risk, until].map(Number);
  if (until === undefined || !numbers.every(Number.isFinite)) return null;
  const [atMs = 0, strikeSum = 0, riskSum = 0, untilMs = 0] = numbers;
  const imposed = isImposed(level) ? { level, untilMs } : null;
  return { atMs, strikes: strikeSum, risk: riskSum, imposed };
}

/** One thing that counted, as `at:kind:request id`. */
export type PastStrike = { readonly atMs: number; readonly kind: string; readonly requestId: string };

/** Everything that is kept of one end user. */
export type ActorRecord = ActorEntry & {
  /** Null: only a provider or a person has named them. */
  readonly team: string | null;
  /** Of what is imposed; empty: nothing is. */
  readonly reason: string;
  /** Who imposed it: `strikes`, `provider`, `admin`, or `person:` and a name. */
  readonly by: string;
  /** The last ten, newest first. */
  readonly last: readonly PastStrike[];
  /** The last release: when and why. Null: none. */
  readonly released: { readonly atMs: number; readonly reason: string } | null;
};

export function parseActorRecord(fields: ReadonlyMap<string, string>): ActorRecord | null {
  const read = (name: string) => fields.get(name) ?? '';
  const words = ['at', 'strikes', 'risk', 'level', 'until'].map((name) => read(name) || '0');
  const entry = fields.has('at') ? parseActor(words.join(' ')) : null;
  if (entry === null) return null;
  const last = read('last')
    .split(',')
    .flatMap((text) => {
      const [at, kind, requestId] = text.split(':');
      return kind === undefined || requestId === undefined ? [] : [{ atMs: Number(at), kind, requestId }];
    });
  const releasedAt = Number(read('released') || 'x');
  return {
    ...entry,
    team: fields.get('team') || null,
    reason: entry.imposed === null ? '' : read('reason'),
    by: entry.imposed === null ? '' : read('by'),
    last,
    released: Number.isFinite(releasedAt) ? { atMs: releasedAt, reason: read('release_reason') } : null,
  };
}
