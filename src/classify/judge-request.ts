/** Everything the classifier says of a request, from both sets of weights. Never throws; keeps nothing. */
import type { Classification } from '../core/classification.ts';
import type { LlmRequest } from '../core/request.ts';
import type { RiskJudgement } from '../core/risk.ts';
import type { ToolUse } from '../core/signals.ts';
import { createClassifier } from './classify.ts';
import { createRiskJudge } from './risk.ts';
import { judgeTools } from './tools/judge-tools.ts';

export type Judged = Classification & {
  readonly risk: RiskJudgement;
  /** What the declared and called tools can do. */
  readonly tools: ToolUse;
  /** Version of the weights of the risk. */
  readonly riskModel: string;
};

export type RequestJudge = (request: LlmRequest) => Judged;

/** Throws when the bytes are not the weights of this version of the program. */
export function createRequestJudge(taskWeights: ArrayBuffer, riskWeights: ArrayBuffer): RequestJudge {
  const { classify } = createClassifier(taskWeights);
  const { judge, version } = createRiskJudge(riskWeights);
  return (request) => ({
    ...classify(request),
    risk: judge(request),
    tools: judgeTools(request),
    riskModel: version,
  });
}
