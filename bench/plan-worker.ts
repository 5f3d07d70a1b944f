/** A Worker that plans the same request many times: `/plan/TIMES`. No clock: workerd's stands still while code runs. */
import { buildRequest } from './classify-requests.ts';
import { planOnce } from './plan-case.ts';

const request = { ...buildRequest('English', '2 KB'), model: 'auto' };
const nowMs = Date.UTC(2026, 10, 21, 12);

const works: Readonly<Record<string, () => unknown>> = {
  plan: () => planOnce(request, nowMs).attempts[0],
  nothing: () => request,
};

export default {
  fetch({ url }: Request): Response {
    const [work = '', times = ''] = new URL(url).pathname.slice(1).split('/');
    const run = works[work] ?? (() => undefined);
    let done = 0;
    for (let time = 0; time < Number(times); time++) done += run() === undefined ? 0 : 1;
    return new Response(String(done));
  },
};
