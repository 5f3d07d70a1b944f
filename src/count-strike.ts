/** What a request says against its end user, once it is over or refused. Behind the answer; no text is kept. */
import type { StrikeKind } from './core/actor.ts';
import type { Caller } from './core/caller.ts';
import { RouterError } from './core/errors.ts';
import type { Judged } from './core/judged.ts';
import type { Deps } from './deps.ts';

type Counted = { readonly caller: Caller; readonly requestId: string };

/** Never rejects. A request that names no end user counts against nobody: the limits of its key hold. */
export async function countStrike(
  kind: StrikeKind | null,
  { caller, requestId }: Counted,
  { actors, audit, now }: Pick<Deps, 'actors' | 'audit' | 'now'>,
): Promise<void> {
  const { endUser, team } = caller;
  if (kind === null || actors === null || endUser === undefined) return;
  const struck = await actors.strike(endUser.id, team, { kind, atMs: now(), requestId });
  if (!struck.isSuspendedByIt) return;
  const { level: after, untilMs } = struck.standing;
  const until = untilMs === null ? null : new Date(untilMs).toISOString();
  const details = { after, reason: kind, until, team };
  audit?.append({ action: 'actor.standing', actor: 'router', object: endUser.id, details });
}

/** A refusal of our own counts where the risk is high: others are about what the caller may do. */
export function countRefusal(
  thrown: unknown,
  judge: (() => Judged) | null,
  counted: Counted,
  deps: Pick<Deps, 'actors' | 'audit' | 'now' | 'waitUntil'>,
): void {
  if (!(thrown instanceof RouterError) || thrown.code !== 'safeguard_refused') return;
  if (judge?.().risk.level === 'high') deps.waitUntil(countStrike('refused', counted, deps));
}
