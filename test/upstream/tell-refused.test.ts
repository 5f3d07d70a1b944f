/** A translated request that its provider refuses: the caller's own field and the provider's words, nothing of the router's. */
import { describe, expect, test } from 'vitest';
import type { FaultKind, UpstreamFault } from '../../src/core/errors.ts';
import { faultTable } from '../../src/core/fault-table.ts';
import type { PlannedAttempt } from '../../src/core/plan.ts';
import { tellRefused } from '../../src/upstream/tell-refused.ts';
import { planOf } from '../support/world/plan.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

const asked = ask('anthropic-messages', { model: 'alpha', tools: [{ name: 'f', input_schema: {} }] });

function plannedOf(lane: PlannedAttempt['lane']): PlannedAttempt {
  const [first] = planOf(makeWorld().deps, asked.request, 'anthropic-messages').attempts;
  if (first === undefined) throw new Error('no attempt');
  return { ...first, lane };
}

const fault: UpstreamFault = {
  kind: 'bad-request',
  status: 400,
  code: 'invalid_value',
  message: "Invalid 'tools[0].name'",
  param: 'tools[0].name',
};

const tell = (more: Partial<UpstreamFault> = {}) =>
  tellRefused({ ...fault, ...more }, plannedOf('translate'), asked);

test('the field as the caller sent it, and the words', () => {
  expect(tell()).toEqual({ ...fault, param: 'tools[0]', told: fault.message });
});

test('a field that the caller did not send is not named', () => {
  expect(tell({ param: 'store' })).not.toHaveProperty('param');
});

test('words are one line of 500 characters at most; none is none', () => {
  expect(tell({ message: ' a\n\tb\u0000\u001b[31m c ' }).told).toBe('a b [31m c');
  expect(tell({ message: 'x'.repeat(600) }).told).toBe(`${'x'.repeat(500)}…`);
  expect(tell({ message: ' \n' })).not.toHaveProperty('told');
});

describe('only the request itself is spoken of', () => {
  const told = new Set<FaultKind>(['bad-request', 'context-length', 'request-too-large']);

  test.each(Object.keys(faultTable) as FaultKind[])('%s', (kind) => {
    const { told: words, param } = tell({ kind });
    expect(words).toBe(told.has(kind) ? fault.message : undefined);
    // An answer's schema is checked here: its field is the caller's.
    if (!told.has(kind)) expect(param).toBe(kind === 'schema' ? fault.param : undefined);
  });
});

test('bytes that pass have fields and words of their own', () => {
  expect(tellRefused(fault, plannedOf('passthrough'), asked)).toBe(fault);
});
