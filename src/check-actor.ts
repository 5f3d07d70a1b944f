/**
 * What an end user's standing means for a request, before anything is decided about it: nothing, a note, a slower pace,
 * a lower tier, or no answer. Nothing is read for it but what the isolate knows of all of them.
 */
import type { ActorLevel } from './core/actor.ts';
import type { Caller } from './core/caller.ts';
import { RouterError } from './core/errors.ts';
import type { Deps } from './deps.ts';

export type CheckedActor = {
  /** As the safeguards and the limits are to see it. */
  readonly caller: Caller;
  /** For the answer. */
  readonly headers: Readonly<Record<string, string>>;
};

function suspended(id: string, untilMs: number | null): RouterError {
  const until = untilMs === null ? '' : ` until ${new Date(untilMs).toISOString()}`;
  const message = `This end user is suspended${until}. To appeal, name ${id} to whoever runs this router.`;
  return new RouterError('end_user_suspended', message, { headers: { 'x-signalbox-actor': 'suspended' } });
}

/** Each level does what those below it do. */
function changedCaller(caller: Caller, level: ActorLevel, slowedTo: number): Caller {
  const { endUser, programmes: _, ...others } = caller;
  if (endUser === undefined || level === 'none' || level === 'warned') return caller;
  const slowed = { ...endUser, slowedTo };
  return level === 'slowed'
    ? { ...caller, endUser: slowed }
    : { ...others, tier: 'anonymous', endUser: slowed };
}

/** Errors: `end_user_suspended`; `store_unavailable` where the config says that nobody passes unknown. */
export async function checkActor(
  caller: Caller,
  { actors, waitUntil }: Pick<Deps, 'actors' | 'waitUntil'>,
): Promise<CheckedActor> {
  const { endUser } = caller;
  if (actors === null || endUser === undefined) return { caller, headers: {} };
  const { onStoreAway, slowRequestsPerMinute } = actors.settings;
  if (!(await actors.ready(waitUntil)) && onStoreAway === 'closed')
    throw new RouterError(
      'store_unavailable',
      'Whether this end user is suspended cannot be read at the moment.',
    );
  const { level, untilMs } = actors.standing(endUser.id);
  if (level === 'none') return { caller, headers: {} };
  if (level === 'suspended') throw suspended(endUser.id, untilMs);
  const headers = { 'x-signalbox-actor': level };
  return { caller: changedCaller(caller, level, slowRequestsPerMinute), headers };
}
