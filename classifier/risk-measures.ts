/** Figures of risk scores: area under the curve, cuts for a share of false alarms, share found. */
import { intentOutput } from '../src/classify/model/risk-head.ts';
import type { JudgedRisk } from './risk-folds.ts';

/** Chance that a harmful row scores above a harmless one; ties count half. */
export function areaUnderCurve(harmful: readonly number[], harmless: readonly number[]): number {
  const all = [
    ...harmful.map((score) => [score, 1] as const),
    ...harmless.map((score) => [score, 0] as const),
  ];
  all.sort(([a], [b]) => a - b);
  let ranks = 0;
  for (let at = 0; at < all.length; ) {
    let end = at;
    while (end < all.length && all[end]?.[0] === all[at]?.[0]) end++;
    for (let each = at; each < end; each++) if (all[each]?.[1] === 1) ranks += (at + end + 1) / 2;
    at = end;
  }
  const [n, m] = [harmful.length, harmless.length];
  return (ranks - (n * (n + 1)) / 2) / (n * m);
}

/** The least cut at which at most this share of the scores is flagged. */
export function cutAt(scores: readonly number[], share: number): number {
  const sorted = [...scores].sort((a, b) => b - a);
  const allowed = Math.floor(share * sorted.length);
  return (sorted[allowed] ?? Number.NEGATIVE_INFINITY) + 1e-6;
}

export function shareAbove(scores: readonly number[], cut: number): number {
  return scores.filter((score) => score >= cut).length / scores.length;
}

export type RiskGroups = Record<
  'harmful' | 'ordinary' | 'lookalikes' | 'ownHarmful' | 'ownLookalikes',
  JudgedRisk[]
>;

/** Requests only: pieces of content to moderate are looked at apart. */
export function groupRisk(judged: readonly JudgedRisk[]): RiskGroups {
  const groups: RiskGroups = { harmful: [], ordinary: [], lookalikes: [], ownHarmful: [], ownLookalikes: [] };
  for (const each of judged) {
    const { row, family } = each.example;
    if (row.content === true) continue;
    const isOwn = family.name.startsWith('own');
    if (isOwn) groups[row.harmful === 1 ? 'ownHarmful' : 'ownLookalikes'].push(each);
    else if (row.harmful === 1) groups.harmful.push(each);
    else groups[row.lookalike === undefined ? 'ordinary' : 'lookalikes'].push(each);
  }
  return groups;
}

export function scoresOf(judged: readonly JudgedRisk[]): number[] {
  return judged.map(({ score }) => score);
}

/** Where the score of intent tells harmful requests and look-alikes apart best, and the mean share right of both. */
export function cutOfIntent({ harmful, lookalikes }: RiskGroups): { cut: number; right: number } {
  const intentOf = ({ outputs }: JudgedRisk) => outputs[intentOutput] ?? 0;
  const [meant, told] = [harmful.map(intentOf), lookalikes.map(intentOf)];
  const best = { cut: 0, right: 0 };
  for (let cut = -4; cut <= 4; cut += 0.05) {
    const right = (shareAbove(meant, cut) + 1 - shareAbove(told, cut)) / 2;
    if (right > best.right) Object.assign(best, { cut, right });
  }
  return best;
}
