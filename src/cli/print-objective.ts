/** An objective in words: `the cheapest with 97 % of the best`. */
import type { Objective, QualityBar } from '../core/objective.ts';
import { printShare } from './print-numbers.ts';

function printBar({ atLeast, ofBest }: QualityBar): string {
  const parts = [
    ...(ofBest === null ? [] : [`${printShare(ofBest)} of the best`]),
    ...(atLeast === null ? [] : [`a quality of ${atLeast}`]),
  ];
  return parts.length === 0 ? '' : ` with ${parts.join(' or ')}`;
}

export function printObjective(objective: Objective): string {
  switch (objective.kind) {
    case 'order':
      return 'the first as written';
    case 'cheapest':
      return `the cheapest${printBar(objective.bar)}`;
    case 'fastest':
      return `the fastest${printBar(objective.bar)}`;
    case 'best':
      return 'the best';
    case 'weighted':
      return `the most of ${objective.quality} × quality - ${objective.costUsd} × USD - ${objective.seconds} × seconds`;
    default:
      return objective satisfies never;
  }
}
