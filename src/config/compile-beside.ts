/** A route's hedge and shadow, as everything else reads them. What a shape cannot see is checked here. Pure. */
import type { Deadlines, Hedge, Shadow } from '../core/config.ts';
import type { BesideInput } from './beside-input.ts';
import { wholeShare } from './compile-arms.ts';
import type { Report } from './problem.ts';
import { type Known, readCandidate } from './read-candidate.ts';

type Hedging = Pick<BesideInput<string>, 'hedge'> & {
  readonly deadlines?: Partial<Deadlines>;
  readonly maxAttempts?: number;
};

export function compileHedge(
  { hedge, deadlines, maxAttempts }: Hedging,
  path: string,
  report: Report,
): Hedge | null {
  if (hedge === undefined) return null;
  const { afterMs } = hedge;
  const firstEventMs = deadlines?.firstEventMs ?? Number.POSITIVE_INFINITY;
  if (afterMs >= firstEventMs) {
    const what = `${afterMs} is not before deadlines.firstEventMs ${firstEventMs}, where the first attempt ends`;
    report(`${path}.afterMs`, what, 'make it shorter');
  }
  if (maxAttempts === 1)
    report(path, 'is a second attempt, and maxAttempts is 1', 'raise maxAttempts, or leave the hedge out');
  return { afterMs };
}

export function compileShadow(
  written: BesideInput<string>['shadow'],
  path: string,
  known: Known,
  report: Report,
): Shadow | null {
  if (written === undefined) return null;
  const use = readCandidate(written.use, known, `${path}.use`, report);
  return use && { use, share: Math.round((written.share * wholeShare) / 100) };
}
