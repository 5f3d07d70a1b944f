/** The difficulty head with the weights that ship, over the task head's features. */
import { createClassifier } from '../../src/classify/classify.ts';
import { createDifficultyJudge } from '../../src/classify/difficulty.ts';
import { readWeights } from '../../src/cli/read-weights.ts';
import type { DifficultyJudgement } from '../../src/core/difficulty.ts';
import type { LlmRequest } from '../../src/core/request.ts';

export function loadDifficulty(): (request: LlmRequest) => DifficultyJudgement {
  const { inspect } = createClassifier(readWeights('weights.bin'));
  const { judge } = createDifficultyJudge(readWeights('difficulty.bin'));
  return (request) => judge(request, inspect(request).features);
}
