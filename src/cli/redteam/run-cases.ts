/** Every case read, judged once and treated, a few at a time: a live router answers several at once. */
import type { RequestJudge } from '../../classify/judge-request.ts';
import { readSubjects } from '../read-subjects.ts';
import type { RedteamCase } from './case.ts';
import { type CaseResult, resultOf } from './report.ts';
import type { AskedCase, Treatment } from './treatment.ts';

const atOnce = 4;

/** Results in the order of the cases. Errors: what `treat` throws. */
export async function runCases(
  cases: readonly RedteamCase[],
  judgeRequest: RequestJudge,
  treat: (asked: AskedCase) => Treatment | Promise<Treatment>,
): Promise<readonly CaseResult[]> {
  const asked = cases.flatMap((one) =>
    readSubjects([{ line: null, body: one.body }], judgeRequest).map(({ subject }) => ({ one, subject })),
  );
  const results: CaseResult[] = [];
  const waiting = asked.entries();
  const work = async () => {
    for (const [at, { one, subject }] of waiting)
      results[at] = resultOf(one, await treat({ body: one.body, subject }));
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return results;
}
