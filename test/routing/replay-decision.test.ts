/** What was noted of a decision makes the same decision again, as JSON and without the request. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import type { DecisionFacts } from '../../src/core/decision-facts.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import { nothingDemanded } from '../../src/core/safeguard.ts';
import { requestTables } from '../../src/protocols/index.ts';
import { explain } from '../../src/routing/explain.ts';
import { resolveRequest } from '../../src/routing/plan.ts';
import { planSettled, resolveSettled } from '../../src/routing/plan-settled.ts';
import { readTraits } from '../../src/routing/read-traits.ts';
import { recordDecision } from '../../src/routing/record-decision.ts';
import { NotRecorded, replayDecision } from '../../src/routing/replay-decision.ts';
import { guardRequest } from '../../src/safeguards/guard-request.ts';
import { type AnyDecision, anyDecision } from '../support/decisions/arbitrary-decision.ts';

/** What people read of a decision: targets, order, predictions, rejections, losses, notices. */
function decide({ input: given, settled }: AnyDecision) {
  const { input, guard, facts } = recordDecision(given);
  const matched = resolveRequest(input);
  const resolved = matched.ok ? resolveSettled(matched.value, settled, input) : matched;
  const verdict = resolved.ok ? guardRequest(resolved.value, settled, input) : nothingDemanded;
  const decided = resolved.ok ? planSettled(resolved.value, settled, guard(verdict, null)) : resolved;
  const said = decided.ok ? explain({ ...decided.value, judged: null, verdict }) : decided.error.message;
  return { said, facts: facts(settled) };
}

function replay(facts: DecisionFacts, { input }: AnyDecision) {
  const written: DecisionFacts = JSON.parse(JSON.stringify(facts));
  const replayed = replayDecision(written, input.config, catalogue, requestTables);
  return replayed.ok ? explain({ ...replayed.value, judged: null }) : replayed.error.message;
}

const written = ['text', 'name', 'description', 'input', 'url', 'data', 'cacheKey', 'endUser', 'id'];

/** Whatever a person or a model has written. */
function mark(key: string, value: unknown): unknown {
  return typeof value === 'string' && written.includes(key) ? 'MARKED' : value;
}

describe('a decision that was noted', { timeout: 30_000 }, () => {
  test('is made again from its facts, whatever it was made of', () => {
    fc.assert(
      fc.property(anyDecision, (decision) => {
        const { said, facts } = decide(decision);
        expect(replay(facts, decision)).toEqual(said);
      }),
      { numRuns: 120 },
    );
  });

  test('holds no word of the request', () => {
    fc.assert(
      fc.property(anyDecision, (decision) => {
        const request: LlmRequest = JSON.parse(JSON.stringify(decision.input.request), mark);
        const input = { ...decision.input, request, traits: readTraits(request) };
        expect(JSON.stringify(decide({ ...decision, input }).facts)).not.toContain('MARKED');
      }),
    );
  });

  test('by a config that asks for more is not made up', () => {
    fc.assert(
      fc.property(anyDecision, (decision) => {
        const { facts } = decide(decision);
        const asked = { ...facts, inputTokens: null, judged: null, settled: null, isExplained: true };
        if (facts.judged === null && facts.settled === null) return;
        expect(() => replay(asked, decision)).toThrow(NotRecorded);
      }),
    );
  });
});
