/** /admin/actors: end users whose strikes amount to something; one of them looked at, suspended, released. */
import type { ActorEntry, ActorSettings } from '../core/actor.ts';
import { standingOf } from '../core/actor-standing.ts';
import { RouterError } from '../core/errors.ts';
import { FieldCheck } from '../core/field-check.ts';
import type { Deps } from '../deps.ts';
import { type ActorRecord, parseActor, parseActorRecord } from '../ledger/actor-codec.ts';
import type { Actors } from '../ledger/actors.ts';
import { keys } from '../ledger/keys.ts';
import type { ScriptStore } from '../ledger/store.ts';
import { orUnavailable, readAdminBody } from './admin-call.ts';
import { type Call, type Endpoint, json } from './endpoint.ts';

const hourMs = 3_600_000;
const mostHours = 8760;
const longestReason = 200;

type ActorDeps = { readonly actors: Actors; readonly store: ScriptStore };

function depsOf({ actors, scripts }: Deps): ActorDeps {
  if (actors !== null && scripts !== null) return { actors, store: scripts };
  const message = 'End users are held to account with a store and unless safeguards.actors is false.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

/** As answers name end users: the keyed hash. */
function idOf({ params }: Call): string {
  const { id = '' } = params;
  if (/^[0-9a-f]{32}$/.test(id)) return id;
  throw new RouterError(
    'invalid_request',
    'must be 32 hex digits, as an answer to a suspended end user says them',
    {
      param: 'id',
    },
  );
}

const dateOf = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());

function show(id: string, entry: ActorEntry, settings: ActorSettings, nowMs: number) {
  const { level, sum, untilMs } = standingOf(entry, settings, nowMs);
  return { object: 'actor', id, level, strikes: Number(sum.toFixed(2)), until: dateOf(untilMs) };
}

function showRecord(id: string, record: ActorRecord, settings: ActorSettings, nowMs: number) {
  const { team, reason, by, last, released } = record;
  const shown = show(id, record, settings, nowMs);
  return {
    ...shown,
    team,
    by: shown.until === null ? null : by,
    reason: shown.until === null ? null : reason,
    last: last.map(({ atMs, kind, requestId }) => ({ at: dateOf(atMs), kind, request_id: requestId })),
    released: released && { at: dateOf(released.atMs), reason: released.reason },
  };
}

async function answerListActors({ deps }: Call): Promise<Response> {
  const { actors, store } = depsOf(deps);
  const written = await orUnavailable(store.readHash(keys.actors));
  const data = [...written].flatMap(([id, text]) => {
    const entry = parseActor(text);
    const shown = entry && show(id, entry, actors.settings, deps.now());
    return shown === null || shown.level === 'none' ? [] : [shown];
  });
  return json({ object: 'list', data: data.toSorted((a, b) => b.strikes - a.strikes) });
}

async function answerOne(id: string, { actors, store }: ActorDeps, nowMs: number): Promise<Response> {
  const record = parseActorRecord(await orUnavailable(store.readHash(keys.actor(id))));
  if (record === null)
    throw new RouterError('not_found', 'Nothing is held against this end user.', { param: 'id' });
  return json(showRecord(id, record, actors.settings, nowMs));
}

async function answerShowActor(call: Call): Promise<Response> {
  return answerOne(idOf(call), depsOf(call.deps), call.deps.now());
}

type Asked = { readonly action: 'suspend' | 'release'; readonly reason: string; readonly hours: number };

/** Errors: `invalid_request`, naming the field. */
async function readAsked(http: Request, { suspendMs }: ActorSettings): Promise<Asked> {
  const { action, reason, hours } = await readAdminBody(http);
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

/** By hand, with a reason. Everybody knows within half a minute. */
async function answerChangeActor(call: Call): Promise<Response> {
  const { deps, http } = call;
  const { actors, store } = depsOf(deps);
  const id = idOf(call);
  const { action, reason, hours } = await readAsked(http, actors.settings);
  const nowMs = deps.now();
  const isSuspended = action === 'suspend';
  const untilMs = isSuspended ? nowMs + hours * hourMs : 0;
  const level = isSuspended ? 'suspended' : null;
  await orUnavailable(actors.impose({ id, level, untilMs, reason, by: 'admin' }));
  const until = isSuspended ? dateOf(untilMs) : null;
  deps.audit?.append({
    action: 'actor.standing',
    actor: 'admin',
    object: id,
    details: { after: level ?? 'none', reason, until },
  });
  return answerOne(id, { actors, store }, nowMs);
}

export const actorEndpoints: readonly Endpoint[] = [
  {
    method: 'GET',
    path: '/admin/actors',
    auth: 'admin',
    errors: 'openai-chat',
    summary: 'End users whose strikes amount to something',
    answer: answerListActors,
  },
  {
    method: 'GET',
    path: '/admin/actors/:id',
    auth: 'admin',
    errors: 'openai-chat',
    summary: 'What counts against one end user',
    answer: answerShowActor,
  },
  {
    method: 'POST',
    path: '/admin/actors/:id',
    auth: 'admin',
    errors: 'openai-chat',
    summary: 'Suspend or release an end user: `action`, `reason`, `hours`',
    answer: answerChangeActor,
  },
];
