/** What the page of safeguards reads: risks from the counters; for operators what waits, who is held, and what was done. */
import { type AuditAction, type AuditEntry, auditActions } from '../../core/audit.ts';
import { mayDo } from '../../core/person.ts';
import {
  type ActorDeps,
  actorDepsOf,
  type ListedActor,
  listActors,
  readActorRecord,
} from '../../endpoints/change-actor.ts';
import { listWaitingApprovals } from '../../endpoints/decide-approval.ts';
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import type { ActorRecord } from '../../ledger/actor-codec.ts';
import type { FoundApproval } from '../../ledger/approvals.ts';
import type { PageCall } from '../call.ts';
import type { Freshness } from '../parts/freshness.tsx';
import { type Figures, readFigures, readFreshness } from '../usage.ts';

export const decisionsRead = 500;
/** A run a week for a year, or one a day for seven weeks. */
const runsRead = 52;
const changesRead = 50;
/** More would be no page. */
export const mostActors = 200;
/** Each record is a read of its own. */
const recordsRead = 20;

/** `record`: of the first few; null: it was not read. */
export type HeldActor = ListedActor & { readonly record: ActorRecord | null };

export type Actors = { readonly all: number; readonly first: readonly HeldActor[] };

/** Each null: it could not be read, or there is none. */
export type Enforcement = {
  readonly approvals: readonly FoundApproval[] | null;
  readonly actors: Actors | 'off' | null;
  /** Newest first. */
  readonly decisions: readonly AuditEntry[] | null;
  readonly changes: readonly AuditEntry[] | null;
  readonly redteam: readonly AuditEntry[] | null;
};

export type Safeguards = {
  readonly figures: Figures;
  readonly freshness: Freshness;
  /** Null: not for this person. */
  readonly enforcement: Enforcement | null;
};

const orNull = <T>(work: Promise<T>): Promise<T | null> => work.catch(() => null);

async function readActors(held: ActorDeps, nowMs: number): Promise<Actors> {
  const listed = await listActors(held, nowMs);
  const records = await Promise.all(
    listed.slice(0, recordsRead).map(({ id }) => orNull(readActorRecord(id, held))),
  );
  const first = listed.slice(0, mostActors).map((actor, at) => ({ ...actor, record: records[at] ?? null }));
  return { all: listed.length, first };
}

const changeActions = ['approval.decided', 'actor.standing'] as const satisfies readonly AuditAction[];

async function readChanges({ deps: { audit } }: PageCall): Promise<AuditEntry[] | null> {
  if (audit === null) return null;
  const lists = await Promise.all(changeActions.map((action) => audit.latest(action, changesRead)));
  return lists
    .flat()
    .sort((a, b) => b.seq - a.seq)
    .slice(0, changesRead);
}

async function readEnforcement(call: PageCall): Promise<Enforcement | null> {
  const { deps, person, nowMs } = call;
  if (!mayDo(person, 'operator')) return null;
  const { audit, store, actors } = deps;
  const [approvals, held, decisions, changes, redteam] = await Promise.all([
    store === null ? null : orNull(listWaitingApprovals(deps)),
    actors === null ? ('off' as const) : orNull(readActors(actorDepsOf(deps), nowMs)),
    audit === null ? null : orNull(audit.latest('safeguard', decisionsRead)),
    orNull(readChanges(call)),
    audit === null ? null : orNull(audit.latest('redteam.run', runsRead)),
  ]);
  return { approvals, actors: held, decisions, changes, redteam };
}

/** Errors: `store_unavailable`. */
export async function loadSafeguards(call: PageCall, request: UsageRequest): Promise<Safeguards> {
  const figures = await readFigures(request, call.person, call.deps, request.filter);
  const freshness = await readFreshness(figures, call);
  return { figures, freshness, enforcement: await readEnforcement(call) };
}

/** For people; an action that this release does not know is its name. */
export function auditWords(action: string): string {
  return action in auditActions ? auditActions[action as AuditAction].what : action;
}
