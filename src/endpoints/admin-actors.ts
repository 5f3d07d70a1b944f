/** /admin/actors: end users whose strikes amount to something; one of them looked at, suspended, released. */
import type { ActorSettings } from '../core/actor.ts';
import { standingOf } from '../core/actor-standing.ts';
import { RouterError } from '../core/errors.ts';
import type { ActorRecord } from '../ledger/actor-codec.ts';
import { readAdminBody } from './admin-call.ts';
import {
  type ActorDeps,
  actorDepsOf,
  changeActor,
  checkActorId,
  type ListedActor,
  listActors,
  readActorChange,
  readActorRecord,
} from './change-actor.ts';
import { type Call, type Endpoint, json } from './endpoint.ts';

const idOf = ({ params }: Call) => checkActorId(params.id ?? '');
const dateOf = (atMs: number | null) => (atMs === null ? null : new Date(atMs).toISOString());

function show({ id, level, sum, untilMs }: ListedActor) {
  return { object: 'actor', id, level, strikes: Number(sum.toFixed(2)), until: dateOf(untilMs) };
}

function showRecord(id: string, record: ActorRecord, settings: ActorSettings, nowMs: number) {
  const { team, reason, by, last, released } = record;
  const shown = show({ id, ...standingOf(record, settings, nowMs) });
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
  const listed = await listActors(actorDepsOf(deps), deps.now());
  return json({ object: 'list', data: listed.toSorted((a, b) => b.sum - a.sum).map(show) });
}

async function answerOne(id: string, held: ActorDeps, nowMs: number): Promise<Response> {
  const record = await readActorRecord(id, held);
  if (record === null)
    throw new RouterError('not_found', 'Nothing is held against this end user.', { param: 'id' });
  return json(showRecord(id, record, held.actors.settings, nowMs));
}

async function answerShowActor(call: Call): Promise<Response> {
  return answerOne(idOf(call), actorDepsOf(call.deps), call.deps.now());
}

async function answerChangeActor(call: Call): Promise<Response> {
  const { deps, http } = call;
  const held = actorDepsOf(deps);
  const id = idOf(call);
  const change = readActorChange(await readAdminBody(http), held.actors.settings);
  await changeActor(id, change, 'admin', deps);
  return answerOne(id, held, deps.now());
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
