/** A route's split or canary -> the arms that its conversations are drawn into. A canary is a split in two. Pure. */
import type { Arm } from '../core/config.ts';
import type { Report } from './problem.ts';
import { type Known, readCandidate } from './read-candidate.ts';
import type { ArmInput, SplitInput } from './route-input.ts';

/** Shares are counted in these: a hundredth of a percent each. */
export const wholeShare = 10_000;

function readArm(
  { use, share, name }: ArmInput<string>,
  usualName: string,
  known: Known,
  path: string,
  report: Report,
): Arm | null {
  const candidate = readCandidate(use, known, `${path}.use`, report);
  return candidate && { name: name ?? usualName, share: Math.round(share * 100), use: candidate };
}

function checkSplit(written: readonly ArmInput<string>[], path: string, report: Report): void {
  const sum = written.reduce((total, { share }) => total + Math.round(share * 100), 0);
  if (sum !== wholeShare) {
    const fix = 'divide 100 among them, or write a `canary`, whose rest is served as usual';
    report(path, `the shares add up to ${sum / 100}, not 100`, fix);
  }
  const names = written.map(({ name, use }) => name ?? use);
  names.forEach((name, at) => {
    if (names.indexOf(name) === at) return;
    report(`${path}[${at}].name`, `there are two arms "${name}"`, 'give each arm its own name');
  });
}

export function compileArms(
  { split, canary }: SplitInput<string>,
  known: Known,
  path: string,
  report: Report,
): readonly Arm[] {
  if (split !== undefined && canary !== undefined)
    report(`${path}.canary`, 'stands beside a `split`', 'make it one of its arms');
  if (split !== undefined) {
    checkSplit(split, `${path}.split`, report);
    return split
      .map((arm, at) => readArm(arm, arm.use, known, `${path}.split[${at}]`, report))
      .filter((arm) => arm !== null);
  }
  const trial = canary && readArm(canary, 'canary', known, `${path}.canary`, report);
  // The canary's buckets come first: a larger share later adds conversations and moves none of its own away.
  return trial ? [trial, { name: 'control', share: wholeShare - trial.share, use: null }] : [];
}
