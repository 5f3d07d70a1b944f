/** What counts of a request when the classifier failed: nothing is sure, and everything that could be bad is. */
import { knowNothing } from '../classify/classify.ts';
import { expectTheWorst } from '../classify/risk.ts';
import { declaredTools } from '../core/declared-tools.ts';
import type { Judged } from '../core/judged.ts';
import type { LlmRequest } from '../core/request.ts';

const evidence = [{ what: 'the classifier failed', weight: 0 }];
const unknownModel = 'unknown';

export function judgeAsWorst(request: LlmRequest): Judged {
  const hasTools = declaredTools(request).length > 0;
  const hasCalls = request.messages.some(({ content }) => content.some(({ type }) => type === 'tool-call'));
  return {
    ...knowNothing(unknownModel),
    evidence,
    difficulty: { score: 1, rank: 1, evidence, model: unknownModel },
    risk: { ...expectTheWorst(), evidence },
    tools: {
      declared: [],
      called: [],
      highest: hasTools || hasCalls ? 'destructive' : null,
      highestCalled: hasCalls ? 'destructive' : null,
    },
    riskModel: unknownModel,
  };
}
