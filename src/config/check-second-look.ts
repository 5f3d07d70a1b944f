/** Second looks that cannot do what they are there for: a judge that ends, cannot be counted, or is too slow. Pure. */
import type { SecondLookSettings } from '../core/classify-settings.ts';
import type { Candidate } from '../core/config.ts';
import { type Check, type CheckInput, routesOf } from './check-input.ts';
import { warnOf } from './find-warnings.ts';
import type { Problem } from './problem.ts';

type PlacedLook = { readonly path: string; readonly look: SecondLookSettings };

function looksOf(input: CheckInput): readonly PlacedLook[] {
  const all = [
    ...routesOf(input).map(({ at, route }) => ({ path: at('secondLook'), look: route.secondLook })),
    { path: 'named.secondLook', look: input.config.named.secondLook },
  ];
  return all.flatMap(({ path, look }) => (look === null ? [] : [{ path, look }]));
}

/** Null: no source says. */
function firstEventMs({ model, effort }: Candidate): number | null {
  const speed = model.latency?.[effort ?? model.reasoning?.default ?? 'default'] ?? model.latency?.default;
  return speed?.firstEventMs ?? null;
}

function checkSpeed(candidate: Candidate, { path, look }: PlacedLook): Problem[] {
  const { deadlineMs } = look;
  const usualMs = firstEventMs(candidate);
  if (usualMs === null || usualMs < deadlineMs) return [];
  const what = `${candidate.name} usually says nothing before ${usualMs} ms, so that after ${deadlineMs} ms most requests would count as of the higher risk`;
  return [{ path: `${path}.deadlineMs`, what, fix: 'allow more time, or choose a quicker model' }];
}

export const checkSecondLooks: Check = (input) => {
  const known = { ...input.config, catalogue: input.catalogue, nowMs: input.nowMs };
  return looksOf(input).flatMap((placed) => {
    const { using } = placed.look;
    if (using.kind !== 'target') return [];
    const { candidate } = using;
    return [...warnOf(candidate, known, `${placed.path}.using.target`), ...checkSpeed(candidate, placed)];
  });
};
