/** A planned request as whoever answers it gets it, in a made-up world. */
import type { LlmRequest } from '../../../src/core/request.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import type { Deps } from '../../../src/deps.ts';
import { protocols } from '../../../src/protocols/index.ts';
import type { Exchange } from '../../../src/respond/respond-run.ts';
import { planOf } from './plan.ts';

export function makeExchange(
  deps: Deps,
  request: LlmRequest,
  caller: ProtocolId,
  changes: Partial<Exchange> = {},
): Exchange {
  return {
    requestId: 'req_1',
    configVersion: 'abc',
    caller: protocols[caller],
    context: { id: 'a'.repeat(24), created: 1, model: request.model, request },
    plan: planOf(deps, request, caller),
    judged: null,
    safeguards: [],
    limitHeaders: {},
    startedAtMs: deps.now(),
    dispatchedAtMs: deps.now(),
    pingAfterMs: 1000,
    now: deps.now,
    waitUntil: deps.waitUntil,
    keepItems: null,
    inspector: null,
    finish: async () => undefined,
    ...changes,
  };
}
