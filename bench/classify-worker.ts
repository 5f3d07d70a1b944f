/**
 * A Worker that does one piece of work many times, so that its CPU can be read from outside: `/WORK/KIND/SIZE/TIMES`.
 * No clock: workerd's stands still while code runs.
 */
import { createClassifier } from '../src/classify/classify.ts';
import { createRequestJudge } from '../src/classify/judge-request.ts';
import difficultyWeights from '../src/classify/model/difficulty.bin';
import riskWeights from '../src/classify/model/risk.bin';
import taskWeights from '../src/classify/model/weights.bin';
import type { LlmRequest } from '../src/core/request.ts';
import { buildRequest, type KindName, type SizeName } from './classify-requests.ts';

const judge = createRequestJudge(taskWeights, riskWeights, difficultyWeights);
const { classify } = createClassifier(taskWeights);

/** The yardstick: what one walk over a text costs on the same machine. */
function walk(text: string): number {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash;
}

const works = {
  judge,
  task: classify,
  walk: (_: LlmRequest, body: string): unknown => walk(body),
  nothing: (request: LlmRequest): unknown => request,
} as const;

export default {
  fetch({ url }: Request): Response {
    const [work = '', kind = '', size = '', times = ''] = decodeURIComponent(new URL(url).pathname)
      .slice(1)
      .split('/');
    const request = buildRequest(kind as KindName, size as SizeName);
    const body = JSON.stringify(request);
    const run = works[work as keyof typeof works];
    let done = 0;
    for (let time = 0; time < Number(times); time++) done += run(request, body) === undefined ? 0 : 1;
    return new Response(String(done));
  },
};
