/** The classifier with the weights that the Worker carries. */
import { createRequestJudge, type RequestJudge } from '../classify/judge-request.ts';
import { readWeights } from './read-weights.ts';

export function loadJudge(): RequestJudge {
  return createRequestJudge(
    readWeights('weights.bin'),
    readWeights('risk.bin'),
    readWeights('difficulty.bin'),
  );
}
