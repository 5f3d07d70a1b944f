/**
 * The floor that safeguard rules demand of a request, laid on what it resolved to. Where none of its own targets
 * reaches it, those of the config that do serve instead: difficult or risky work goes up, never down. Pure.
 */
import type { Candidate } from '../core/config.ts';
import { nothingDemanded } from '../core/safeguard.ts';
import { higherFloor, isBelowFloor } from '../core/target.ts';
import type { DecisionInput } from './plan-input.ts';
import type { Resolution } from './resolve.ts';

/** All that may serve it without a step up. */
export function ownTargets({ candidates, arm, fallback }: Resolution): readonly Candidate[] {
  return arm?.use ? [...candidates, arm.use, ...fallback] : [...candidates, ...fallback];
}

export function stepUp(
  resolution: Resolution,
  { verdict = nothingDemanded, config, identity }: DecisionInput,
): Resolution {
  const floor = higherFloor(resolution.floor, verdict.floor);
  if (floor === resolution.floor) return resolution;
  const reaches = ({ model }: Candidate) => !isBelowFloor(model.safeguards, floor);
  if (ownTargets(resolution).some(reaches)) return { ...resolution, floor };
  // A key that may name certain models only gets no other one.
  const { models } = identity;
  const mayName = ({ model }: Candidate) =>
    resolution.route !== 'model' || (models?.includes(model.id) ?? true);
  const candidates = config.safeguards.stepUp.filter((one) => reaches(one) && mayName(one));
  const [first] = candidates;
  if (first === undefined) return { ...resolution, floor };
  return {
    ...resolution,
    floor,
    candidates,
    fallback: [],
    arm: null,
    objective: { kind: 'order' },
    notice: `its risk asks for safeguards of the level ${floor}; ${first.model.id} serves`,
  };
}
