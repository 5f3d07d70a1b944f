/** End users under enforcement as whoever administers sees them: listed, suspended and released with a reason. */
import { type ActorLevel, type ActorSettings, actorLevels } from '../core/actor.ts';
import { standingOf } from '../core/actor-standing.ts';
import { RouterError } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { Deps } from '../deps.ts';
import { type ActorRecord, parseActor, parseActorRecord } from '../ledger/actor-codec.ts';
import type { Actors } from '../ledger/actors.ts';
import { keys } from '../ledger/keys.ts';
import type { ScriptStore } from '../ledger/store.ts';
import { orUnavailable } from './admin-call.ts';

const hourMs = 3_600_000;
const mostHours = 8760;
const longestReason = 200;

export type ActorDeps = { readonly actors: Actors; readonly store: ScriptStore };

/** Errors: `store_unavailable`, also where nobody is held to account. */
export function actorDepsOf({ actors, scripts }: Deps): ActorDeps {
  if (actors !== null && scripts !== null) return { actors, store: scripts };
  const message = 'End users are held to account with a store and unless safeguards.actors is false.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

/** As answers name end users: the keyed hash. Errors: `invalid_request`. */
export function checkActorId(id: string): string {
  if (/^[0-9a-f]{32}$/.test(id)) return id;
  throw new RouterError(
    'invalid_request',
    'must be 32 hex digits, as an answer to a suspended end user says them',
    { param: 'id' },
  );
}

export type ListedActor = {
  readonly id: string;
  readonly level: ActorLevel;
  /** Of the strikes, faded. */
  readonly sum: number;
  /** Null: nothing is imposed. */
  readonly untilMs: number | null;
};

/** Those at any level above none, the strictest first. One command. Errors: `store_unavailable`. */
export async function listActors({ actors, store }: ActorDeps, nowMs: number): Promise<ListedActor[]> {
  const written = await orUnavailable(store.readHash(keys.actors));
  const listed = [...written].flatMap(([id, text]) => {
    const entry = parseActor(text);
    return entry === null ? [] : [{ id, ...standingOf(entry, actors.settings, nowMs) }];
  });
  const rank = ({ level }: ListedActor) => actorLevels.indexOf(level);
  return listed
    .filter(({ level }) => level !== 'none')
    .sort((a, b) => rank(b) - rank(a) || b.sum - a.sum || (a.id < b.id ? -1 : 1));
}

/** One command. Null: nothing is held against them. Errors: `store_unavailable`. */
export async function readActorRecord(id: string, { store }: ActorDeps): Promise<ActorRecord | null> {
  return parseActorRecord(await orUnavailable(store.readHash(keys.actor(id))));
}

export type ActorChange = {
  readonly action: 'suspend' | 'release';
  readonly reason: string;
  /** Of a suspension. */
  readonly hours: number;
};

/** Errors: `invalid_request`, naming the field. */
export function readActorChange(
  { action, reason, hours }: Readonly<Record<string, unknown>>,
  { suspendMs }: ActorSettings,
): ActorChange {
  const check = new FieldCheck();
  const asked = {
    action:
      check.oneOf(action, ['suspend', 'release'] as const, 'action') ??
      check.wrong('action', '"suspend" or "release"', action),
    reason: check.name(reason, 'reason', longestReason),
    hours: check.number(hours, 'hours', { min: 0.1, max: mostHours }) ?? suspendMs / hourMs,
  };
  if (asked.action === 'release' && hours !== undefined) check.fail('hours', 'is for suspending only');
  const { problem } = check;
  if (problem !== null || asked.action === undefined)
    throw new RouterError('invalid_request', problem?.message ?? '', { param: problem?.field ?? 'action' });
  return { ...asked, action: asked.action };
}

/**
 * By hand; everybody knows within a minute. `by`: as the audit log names whoever does it. Errors:
 * `store_unavailable`.
 */
export async function changeActor(
  id: string,
  { action, reason, hours }: ActorChange,
  by: string,
  deps: Deps,
): Promise<void> {
  const { actors } = actorDepsOf(deps);
  const isSuspended = action === 'suspend';
  const untilMs = isSuspended ? deps.now() + hours * hourMs : 0;
  const level = isSuspended ? 'suspended' : null;
  await orUnavailable(actors.impose({ id, level, untilMs, reason, by }));
  const until = isSuspended ? new Date(untilMs).toISOString() : null;
  deps.audit?.append({
    action: 'actor.standing',
    actor: by,
    object: id,
    details: { after: level ?? 'none', reason, until },
  });
}
