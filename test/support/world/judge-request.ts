/** The real classifier with the committed weights, made at its first use. */

import { createRequestJudge, type RequestJudge } from '../../../src/classify/judge-request.ts';
import { readWeights } from '../../../src/cli/read-weights.ts';

let made: RequestJudge | null = null;

export const judgeRequest: RequestJudge = (request) => {
  made ??= createRequestJudge(
    readWeights('weights.bin'),
    readWeights('risk.bin'),
    readWeights('difficulty.bin'),
  );
  return made(request);
};
