/** How end users are held to account, as everything else reads it. Pure. */
import type { ActorSettings } from '../core/actor.ts';
import type { Report } from './problem.ts';
import type { ActorsInput } from './safeguards-input.ts';

const hourMs = 3_600_000;

/** Null: not at all. */
export function compileActors(written: ActorsInput | false, report: Report): ActorSettings | null {
  if (written === false) return null;
  const { warnAt = 1.5, slowAt = 2.5, stepDownAt = 3.5, suspendAt = 4.5 } = written;
  const steps = Object.entries({ warnAt, slowAt, stepDownAt, suspendAt });
  steps.slice(1).forEach(([name, sum], before) => {
    const [lower, least] = steps[before] ?? ['', 0];
    if (sum <= least)
      report(
        `safeguards.actors.${name}`,
        `is ${sum}, and ${lower} is ${least}`,
        'let each step be above the one before',
      );
  });
  return {
    halfLifeMs: (written.halfLifeHours ?? 24) * hourMs,
    warnAt,
    slowAt,
    stepDownAt,
    suspendAt,
    suspendMs: (written.suspendHours ?? 24) * hourMs,
    slowRequestsPerMinute: written.slowRequestsPerMinute ?? 6,
    onStoreAway: written.onStoreAway ?? 'open',
  };
}
