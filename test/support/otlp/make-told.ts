/** What telemetry is told of one request, for tests: only what a test is about has to be named. */
import type { Row } from '../../../src/core/row.ts';
import type { Told, ToldRequest } from '../../../src/telemetry/told.ts';
import { makeRow, someId, someMs } from '../ledger/make-row.ts';

export const someTrace = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  spanId: 'b7ad6b7169203331',
  parentSpanId: null,
};

export function makeRequest(given: Partial<ToldRequest> = {}): ToldRequest {
  return {
    requestId: someId(1),
    method: 'POST',
    url: 'https://router.test/v1/chat/completions?secret=1',
    status: 200,
    errorCode: null,
    isFailed: false,
    startedAtMs: someMs,
    endedAtMs: someMs + 1500,
    key: 'key-one',
    team: 'blue',
    app: 'desk',
    isStream: true,
    stop: 'end',
    decided: {
      route: 'auto',
      arm: 'new',
      floor: 'basic',
      configVersion: '0123456789ab',
      modelAsked: 'auto',
      task: 'code',
      risk: 'none',
    },
    ...given,
  };
}

export function makeTold(rows: readonly Row[] = [makeRow()], given: Partial<Told> = {}): Told {
  return { trace: () => someTrace, request: makeRequest(), hasRequestSpan: true, rows, ...given };
}

/** A row that has all there is. */
export const fullRow: Row = makeRow({
  losses: ['seed'],
  effort: 'low',
  role: 'fallback',
  errorCode: 'upstream_truncated',
  usage: {
    inputTokens: 100,
    cacheReadInputTokens: 40,
    cacheCreationInputTokens: 10,
    outputTokens: 50,
    reasoningOutputTokens: 20,
  },
});
