/** One row per attempt: what came of it for the client, whose count it is, what it cost. */
import { describe, expect, test } from 'vitest';
import { findModel } from '../../src/catalogue/catalogue.ts';
import { shippedProviders } from '../../src/config/providers.ts';
import { callerNamed } from '../../src/core/caller.ts';
import type { Carried } from '../../src/core/carried.ts';
import { RouterError, type UpstreamFault } from '../../src/core/errors.ts';
import type { AttemptRecord, PlannedAttempt, RoutePlan } from '../../src/core/plan.ts';
import { totalOf } from '../../src/core/row.ts';
import type { Run } from '../../src/core/run.ts';
import { StopSwitch } from '../../src/core/stop-switch.ts';
import type { ProtocolId, Target } from '../../src/core/target.ts';
import { buildRows, type Finished } from '../../src/ledger/build-rows.ts';
import { protocols } from '../../src/protocols/index.ts';
import { createSseParser } from '../../src/sse/parse.ts';
import { makeJudged, makeRisk } from '../support/judged/judged.ts';
import { makeRequest } from '../support/world/requests.ts';

const startedAtMs = Date.parse('2026-11-19T12:00:00Z');

function targetOf(id: string, protocol: ProtocolId): Target {
  const model = findModel(id);
  if (model === undefined) throw new Error(`no model ${id}`);
  const shipped = shippedProviders[model.provider as keyof typeof shippedProviders];
  const provider = { id: model.provider, ...shipped };
  return { name: `${id}@low`, model, wireModel: id, provider, protocol, effort: 'low' };
}

const strong = targetOf('gpt-5.5', 'openai-responses');
const other = targetOf('claude-opus-4-7', 'anthropic-messages');

function recordOf(target: Target, more: Partial<AttemptRecord> = {}): AttemptRecord {
  const base = { target, lane: 'translate', role: 'first', outcome: 'committed', fault: null } as const;
  return { ...base, abortedBy: null, startedAtMs, durationMs: 800, ...more };
}

const faultOf = (kind: UpstreamFault['kind']): UpstreamFault => ({
  kind,
  status: null,
  code: null,
  message: 'PROVIDER-TEXT',
});

function plannedOf(target: Target): PlannedAttempt {
  const deadlines = { firstEventMs: 1000, idleMs: 1000, totalMs: 10_000 };
  return { target, lane: 'translate', request: makeRequest(), losses: [], deadlines, prediction: null };
}

const plan: RoutePlan = {
  route: 'everyday',
  objective: 'order',
  floor: 'basic',
  arm: null,
  attempts: [],
  rejected: [],
  maxAttempts: 3,
  costLimitNanoUsd: null,
  hedge: null,
  shadow: null,
  onClientAbort: 'cancel',
  stay: null,
  notice: null,
};

function streamed(records: readonly AttemptRecord[]): Run {
  const { target } = records.at(-1) ?? recordOf(strong);
  return {
    kind: 'answered',
    planned: plannedOf(target),
    answer: {
      kind: 'stream',
      head: new Uint8Array(),
      events: [{ type: 'response-start', model: 'gpt-5.5-2026-04-23' }],
      decoder: protocols[target.protocol].streamDecoder(),
      parser: createSseParser(),
      body: new ReadableStream(),
    },
    losses: [{ what: 'logprobs', how: 'dropped', field: 'logprobs' }],
    records,
    stop: new StopSwitch(),
  };
}

function whole(records: readonly AttemptRecord[], text: string): Run {
  const { target } = records.at(-1) ?? recordOf(strong);
  const response = { blocks: [], stop: { reason: 'end' }, usage: {} } as const;
  return {
    kind: 'answered',
    planned: plannedOf(target),
    answer: { kind: 'unary', text, response: { ...response, blocks: [] } },
    losses: [],
    records,
    stop: new StopSwitch(),
  };
}

const completed: Carried = {
  outcome: 'completed',
  fault: null,
  usage: { inputTokens: 1000, outputTokens: 100 },
  hasEnded: true,
  stop: null,
  streamedBytes: 9000,
};

function rowsOf(run: Run, carried: Carried | null, more: Partial<Finished> = {}) {
  return buildRows({
    requestId: 'req_1',
    caller: { ...callerNamed('key-1'), team: 'care', app: 'desk', tags: { env: 'prod' } },
    endUser: null,
    configVersion: 'abc',
    modelAsked: 'auto',
    plan,
    baseline: null,
    judged: null,
    run,
    carried,
    endedAtMs: startedAtMs + 5000,
    inputTokens: () => ({ openai: 640, anthropic: 900, 'anthropic-4': 700, google: 650, other: 650 }),
    ...more,
  });
}

describe('a row', () => {
  test('says who, where, what and how long', () => {
    const [row] = rowsOf(streamed([recordOf(strong)]), completed);
    expect(row).toMatchObject({
      requestId: 'req_1',
      attempt: 1,
      caller: 'key-1',
      team: 'care',
      app: 'desk',
      tags: { env: 'prod' },
      route: 'everyday',
      floor: 'basic',
      modelAsked: 'auto',
      model: 'gpt-5.5',
      modelServed: 'gpt-5.5-2026-04-23',
      provider: 'openai',
      protocol: 'openai-responses',
      losses: ['logprobs'],
      role: 'first',
      outcome: 'completed',
      errorCode: null,
      firstEventMs: 800,
      durationMs: 5000,
      task: null,
      risk: null,
    });
  });

  test('an answer that came whole has no first event', () => {
    const [row] = rowsOf(whole([recordOf(strong)], '{}'), completed);
    expect(row).toMatchObject({ firstEventMs: null, durationMs: 800 });
  });

  test('says task, difficulty and risk where the request was judged', () => {
    const judged = makeJudged({ risk: makeRisk({ level: 'elevated', domain: 'cyber' }) });
    const [row] = rowsOf(streamed([recordOf(strong)]), completed, { judged });
    expect(row).toMatchObject({ task: 'chat', risk: 'elevated', difficulty: judged.difficulty.score });
  });
});

describe('usage', () => {
  test("measured: the provider's final counts, at its price", () => {
    const [row] = rowsOf(streamed([recordOf(strong)]), completed);
    expect(row).toMatchObject({ usageSource: 'measured', usage: completed.usage });
    expect(row?.cost && totalOf(row.cost)).toBe(8_000_000);
  });

  test('priced on the tier that served', () => {
    const [row] = rowsOf(streamed([recordOf(strong)]), { ...completed, serviceTier: 'flex' });
    expect(row).toMatchObject({ priceVersion: '2026-04-23/flex', listNanoUsd: 4_000_000 });
  });

  test('estimated where a stream ended without it: input as we count it, output from its bytes', () => {
    const [row] = rowsOf(streamed([recordOf(strong)]), { ...completed, usage: {} });
    expect(row).toMatchObject({
      usageSource: 'estimated',
      usage: { inputTokens: 640, outputTokens: Math.ceil(9000 / 200) },
    });
  });

  test('estimated where a whole answer does not say', () => {
    const [row] = rowsOf(whole([recordOf(other)], 'x'.repeat(4500)), {
      ...completed,
      usage: {},
      streamedBytes: 0,
    });
    expect(row).toMatchObject({ usageSource: 'estimated', usage: { inputTokens: 900, outputTokens: 1000 } });
  });

  test('estimated where the provider reports more than the model can do', () => {
    const huge = Number.MAX_SAFE_INTEGER;
    for (const odd of [
      { inputTokens: huge, outputTokens: 100 },
      { inputTokens: 1000, outputTokens: huge },
      { inputTokens: 1000, outputTokens: 100, cacheReadInputTokens: huge },
      { inputTokens: 1000, outputTokens: 100, webSearchCalls: huge },
    ]) {
      const [row] = rowsOf(streamed([recordOf(strong)]), { ...completed, usage: odd });
      expect(row).toMatchObject({
        usageSource: 'estimated',
        usage: { inputTokens: 640, outputTokens: Math.ceil(9000 / 200) },
      });
      expect(row?.cost && totalOf(row.cost)).toBe(640 * 5000 + 45 * 30_000);
    }
  });

  test('measured where an answer in many steps has read several windows', () => {
    const usage = { inputTokens: 5_000_000, outputTokens: 200_000 };
    const [row] = rowsOf(streamed([recordOf(strong)]), { ...completed, usage });
    expect(row).toMatchObject({ usageSource: 'measured', usage });
  });

  test('of a whole answer that was not taken, at the tier and the length it came in', () => {
    const untaken = { model: 'gpt-5.5-2026-04-23', serviceTier: 'flex', chars: 4500 };
    const { usage } = completed;
    const failed = { outcome: 'failed', fault: faultOf('schema') } as const;
    const rows = rowsOf(
      streamed([
        recordOf(strong, { ...failed, untaken: { ...untaken, usage } }),
        recordOf(strong, { ...failed, untaken: { ...untaken, usage: {} } }),
        recordOf(strong),
      ]),
      completed,
    );
    const served = { outcome: 'failed', modelServed: untaken.model, priceVersion: '2026-04-23/flex' };
    expect(rows).toMatchObject([
      { ...served, usageSource: 'measured', listNanoUsd: 4_000_000 },
      { ...served, usageSource: 'estimated', usage: { inputTokens: 640, outputTokens: 1000 } },
      { outcome: 'completed', priceVersion: '2026-04-23' },
    ]);
  });

  test('estimated where the client left in the middle, and never less than the provider had said', () => {
    const carried: Carried = {
      ...completed,
      outcome: 'client-left',
      hasEnded: false,
      usage: { inputTokens: 1200, outputTokens: 500 },
      streamedBytes: 100,
    };
    const [row] = rowsOf(streamed([recordOf(strong)]), carried);
    expect(row).toMatchObject({
      outcome: 'client-left',
      usageSource: 'estimated',
      usage: { inputTokens: 1200, outputTokens: 500 },
    });
  });

  test.each([
    ['by the client: the provider goes on', { state: { background: true } }, {}, 900],
    ['by the router: it is called off', { state: {} }, { background: true }, 500],
  ])(
    'estimated where the client left an answer in the background, made so %s',
    (_, request, more, output) => {
      const run = streamed([recordOf(strong)]);
      if (run.kind !== 'answered') return expect.fail('no answer');
      const planned = { ...run.planned, ...more, request } as PlannedAttempt;
      const usage = { inputTokens: 1200, outputTokens: 500 };
      const carried: Carried = { ...completed, outcome: 'client-left', hasEnded: false, usage };
      const [row] = rowsOf({ ...run, planned }, carried, { expectedOutput: () => 900 });
      expect(row).toMatchObject({ usageSource: 'estimated', usage: { outputTokens: output } });
    },
  );

  test('measured where the client left and the rest was drained', () => {
    const [row] = rowsOf(streamed([recordOf(strong)]), { ...completed, outcome: 'client-left' });
    expect(row).toMatchObject({ outcome: 'client-left', usageSource: 'measured' });
  });

  test.each([
    ['overloaded', 'void', {}],
    ['auth', 'void', {}],
    ['server', 'void', {}],
    ['first-event-timeout', 'estimated', { inputTokens: 640, outputTokens: 0 }],
    ['invalid-response', 'estimated', { inputTokens: 640, outputTokens: 0 }],
  ] as const)('of an attempt that failed so: %s, is %s', (kind, usageSource, usage) => {
    const failed = recordOf(strong, { outcome: 'failed', fault: faultOf(kind) });
    const records = [failed, recordOf(other, { role: 'fallback' })];
    const [first, second] = rowsOf(streamed(records), completed);
    expect(first).toMatchObject({ attempt: 1, outcome: 'failed', usageSource, usage });
    expect(second).toMatchObject({ attempt: 2, role: 'fallback', outcome: 'completed' });
  });

  test('of a call that was stopped before it answered is estimated', () => {
    const stopped = recordOf(strong, { outcome: 'aborted', abortedBy: 'client' });
    const [row] = rowsOf({ kind: 'aborted', records: [stopped] }, null);
    expect(row).toMatchObject({ outcome: 'client-left', usageSource: 'estimated', firstEventMs: null });
  });
});

describe('an answer of another model than the one that was asked for', () => {
  test('has no known cost', () => {
    const [row] = rowsOf(streamed([recordOf(other)]), completed, { findModel });
    expect(row).toMatchObject({
      model: 'claude-opus-4-7',
      modelServed: 'gpt-5.5-2026-04-23',
      usageSource: 'measured',
      cost: null,
      listNanoUsd: null,
      priceVersion: null,
    });
  });

  test('is none where it names a snapshot', () => {
    const [row] = rowsOf(streamed([recordOf(strong)]), completed, { findModel });
    expect(row?.cost && totalOf(row.cost)).toBe(8_000_000);
  });
});

describe('what came of it', () => {
  test('a call that lost to the one beside it', () => {
    const lost = recordOf(strong, { outcome: 'aborted', abortedBy: 'hedge' });
    const rows = rowsOf(streamed([lost, recordOf(other, { role: 'hedge' })]), completed);
    expect(rows).toMatchObject([
      { outcome: 'outrun', usageSource: 'estimated', baselineNanoUsd: null },
      { outcome: 'completed', role: 'hedge' },
    ]);
  });

  test('a stream that broke off after it had begun', () => {
    const carried: Carried = {
      ...completed,
      outcome: 'failed',
      fault: faultOf('truncated'),
      hasEnded: false,
    };
    const [row] = rowsOf(streamed([recordOf(strong)]), carried);
    expect(row).toMatchObject({ outcome: 'truncated', errorCode: 'upstream_truncated' });
  });

  test('a request that the provider refused', () => {
    const fault = faultOf('bad-request');
    const refused = recordOf(strong, { outcome: 'failed', fault });
    const rejected = { status: 400, text: '{}' };
    const planned = plannedOf(strong);
    const [row] = rowsOf({ kind: 'rejected', planned, rejected, fault, records: [refused] }, null);
    expect(row).toMatchObject({ outcome: 'rejected', errorCode: 'upstream_rejected', usageSource: 'void' });
  });

  test('a plan of which no attempt answered', () => {
    const failed = recordOf(strong, { outcome: 'failed', fault: faultOf('overloaded') });
    const error = new RouterError('upstream_overloaded', 'no');
    const [row] = rowsOf({ kind: 'failed', error, records: [failed] }, null);
    expect(row).toMatchObject({ outcome: 'failed', errorCode: 'upstream_overloaded' });
  });

  test('nothing that a provider said in words', () => {
    const failed = recordOf(strong, { outcome: 'failed', fault: faultOf('server') });
    const rows = rowsOf(streamed([failed, recordOf(other, { role: 'fallback' })]), completed);
    expect(JSON.stringify(rows)).not.toContain('PROVIDER-TEXT');
  });
});

describe('the baseline', () => {
  const baseline = { name: 'gpt-5.5', model: strong.model, effort: null };

  test('costs the same tokens at its own price', () => {
    const [row] = rowsOf(streamed([recordOf(other)]), completed, { baseline });
    expect(row?.baselineNanoUsd).toBe(8_000_000);
    expect(row?.cost && totalOf(row.cost)).toBe(5_000_000 + 2_500_000);
  });

  test('is asked once, for the answer, whatever it took to get one', () => {
    const failed = recordOf(strong, { outcome: 'failed', fault: faultOf('first-event-timeout') });
    const rows = rowsOf(streamed([failed, recordOf(other, { role: 'fallback' })]), completed, { baseline });
    expect(rows.map((row) => row.baselineNanoUsd)).toEqual([0, 8_000_000]);
  });

  test('of a route that names none is unknown', () => {
    expect(rowsOf(streamed([recordOf(strong)]), completed)[0]?.baselineNanoUsd).toBeNull();
  });
});
