/** What becomes of a call's result, by what is on record of the call and of its call id. */
import { expect, test } from 'vitest';
import type { Approval, ApprovalState } from '../../src/core/approval.ts';
import { type OnRecord, type Outcome, outcomeOf } from '../../src/safeguards/standing.ts';

const call = { callId: 'call_1', tool: 'delete_file', arguments: '{}', repeats: 0 };
const record = (state: ApprovalState, tool = 'delete_file'): OnRecord => ({
  state,
  approval: { tool } as Approval,
});

type Case = readonly [
  what: string,
  own: OnRecord | null,
  before: OnRecord | null,
  needed: Outcome,
  free: Outcome,
];
const other = (state: ApprovalState) => record(state, 'write_file');

test.each<Case>([
  ['of which nothing is known', null, null, 'opens', 'passes'],
  ['that waits', record('pending'), null, 'waits', 'waits'],
  ['that was approved', record('approved'), null, 'passes', 'passes'],
  ['that was denied', record('denied'), null, 'withheld', 'withheld'],
  ['that has expired', record('expired'), null, 'withheld', 'withheld'],
  ['whose arguments are other than of one that waits', null, record('pending'), 'opens', 'waits'],
  ['whose arguments are other than were approved', null, record('approved'), 'opens', 'changed'],
  ['whose arguments are other than were denied', null, record('denied'), 'withheld', 'withheld'],
  ['whose arguments are other than of one that expired', null, record('expired'), 'withheld', 'withheld'],
  ['whose tool is another than of one that waits', null, other('pending'), 'waits', 'waits'],
  ['whose tool is another than was approved', null, other('approved'), 'changed', 'changed'],
  ['whose tool is another than was denied', null, other('denied'), 'withheld', 'withheld'],
])('a call %s', (_, own, before, needed, free) => {
  const standing = { read: { id: 'call_1', call }, own, before };
  expect([true, false].map((isNeeded) => outcomeOf(standing, () => isNeeded))).toEqual([needed, free]);
});
