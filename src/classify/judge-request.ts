/** Everything the classifier says of a request, from its three sets of weights. Never throws; keeps nothing. */
import type { ToolEffectRule } from '../core/approval.ts';
import type { Judged } from '../core/judged.ts';
import type { LlmRequest } from '../core/request.ts';
import { createClassifier } from './classify.ts';
import { createDifficultyJudge } from './difficulty.ts';
import { createRiskJudge } from './risk.ts';
import { judgeTools } from './tools/judge-tools.ts';

export type RequestJudge = (request: LlmRequest) => Judged;

/** Throws when the bytes are not the weights of this version of the program. */
export function createRequestJudge(
  taskWeights: ArrayBuffer,
  riskWeights: ArrayBuffer,
  difficultyWeights: ArrayBuffer,
): RequestJudge {
  const { inspect } = createClassifier(taskWeights);
  const { judge, version } = createRiskJudge(riskWeights);
  const difficulty = createDifficultyJudge(difficultyWeights);
  return (request) => {
    const { said, features, turns } = inspect(request);
    return {
      ...said,
      difficulty: difficulty.judge(request, features, turns),
      risk: judge(request),
      tools: judgeTools(request),
      riskModel: version,
    };
  };
}

/** The same with what a config says of tools. */
export function applyToolEffects(
  judged: Judged,
  request: LlmRequest,
  said: readonly ToolEffectRule[],
): Judged {
  return said.length === 0 ? judged : { ...judged, tools: judgeTools(request, said) };
}
