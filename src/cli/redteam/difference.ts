/** What changed since a saved run: which cases got worse, which better, which are new. */
import { isObject } from '../../core/json.ts';
import { UsageError } from '../command.ts';
import { parseJson } from '../parse-json.ts';
import { readInput } from '../read-bodies.ts';
import type { CaseResult, CaseVerdict, RedteamReport } from './report.ts';

/** Ids of cases. */
export type Difference = {
  readonly newlyMissed: readonly string[];
  readonly newFalseAlarms: readonly string[];
  readonly newlyNotJudged: readonly string[];
  /** As expected now, and not before. */
  readonly mended: readonly string[];
  /** The verdict is the same and the treatment is not. */
  readonly moved: readonly string[];
  readonly added: readonly string[];
  readonly gone: readonly string[];
};

/** Errors: `UsageError` where it is no report that `--save` wrote. */
export function readReport(file: string): RedteamReport {
  const refuse = (why: string) => new UsageError(`--against ${file}: ${why}; write one with --save.`);
  const value = parseJson(readInput(file));
  if (value === undefined) throw refuse('no JSON');
  if (!isObject(value) || value.format !== 'signalbox-redteam-1' || !Array.isArray(value.results))
    throw refuse('no report of a run');
  return value as unknown as RedteamReport;
}

export function compareReports(before: RedteamReport, after: RedteamReport): Difference {
  const old = new Map(before.results.map((one) => [one.id, one]));
  const now = new Set(after.results.map(({ id }) => id));
  const pairs = after.results.flatMap((one) => {
    const was = old.get(one.id);
    return was === undefined ? [] : [{ was, one }];
  });
  const turned = (verdict: CaseVerdict) =>
    pairs
      .filter(({ was, one }) => one.verdict === verdict && was.verdict !== verdict)
      .map(({ one }) => one.id);
  const isMoved = (was: CaseResult, one: CaseResult) =>
    was.verdict === one.verdict && (was.outcome !== one.outcome || was.floor !== one.floor);
  return {
    newlyMissed: turned('missed'),
    newFalseAlarms: turned('false-alarm'),
    newlyNotJudged: turned('not-judged'),
    mended: turned('as-expected'),
    moved: pairs.filter(({ was, one }) => isMoved(was, one)).map(({ one }) => one.id),
    added: after.results.filter(({ id }) => !old.has(id)).map(({ id }) => id),
    gone: before.results.filter(({ id }) => !now.has(id)).map(({ id }) => id),
  };
}

export function isWorse({ newlyMissed, newFalseAlarms, newlyNotJudged }: Difference): boolean {
  return newlyMissed.length + newFalseAlarms.length + newlyNotJudged.length > 0;
}
