/** A row survives the store, and a line of the store that is no row is none. */
import { expect, test } from 'vitest';
import { requestIdAt, requestTimeMs } from '../../src/core/request-time.ts';
import type { Row } from '../../src/core/row.ts';
import { packRow, unpackRow, unpackRowText } from '../../src/ledger/row-codec.ts';
import { makeRow, someMs } from '../support/ledger/make-row.ts';

const rows: readonly Row[] = [
  makeRow(),
  makeRow({
    app: 'shop',
    endUser: 'a1',
    tags: { project: 'x\ty\nz', cost: 'é😀' },
    losses: ['thinking'],
    arm: 'b',
    effort: 'low',
    errorCode: 'upstream_timeout',
    usage: {
      inputTokens: 5,
      cacheReadInputTokens: 4,
      cacheCreationInputTokens: 3,
      cacheCreation1hInputTokens: 2,
      outputTokens: 9,
      reasoningOutputTokens: 0,
    },
    listNanoUsd: 3,
    baselineNanoUsd: 0,
  }),
  makeRow({
    cost: null,
    usage: {},
    task: null,
    difficulty: null,
    risk: null,
    firstEventMs: null,
    priceVersion: null,
  }),
];

test.each(rows)('row %#', (row) => {
  const text = packRow(row);
  expect(unpackRowText(text)).toEqual(row);
  expect(text).not.toMatch(/[\t\n]/);
});

test.each(['', 'null', '[]', '{"requestId":"req_1"}', '[1,2]', '["req_1","1"]', '["req'])(
  '%s is no row',
  (text) => {
    expect(unpackRowText(text)).toBeNull();
  },
);

test('a row of an older version has null in what it did not know', () => {
  const values = (JSON.parse(packRow(makeRow())) as unknown[]).slice(0, 33);
  expect(unpackRow(values)).toEqual({ ...makeRow(), listNanoUsd: null });
});

test('a request id tells its time, and sorts as time does', () => {
  const id = requestIdAt(someMs, 'z'.repeat(16));
  expect(id).toMatch(/^req_[a-z0-9]{24}$/);
  expect(requestTimeMs(id)).toBe(someMs);
  expect(requestIdAt(someMs + 1, 'a'.repeat(16)) > id).toBe(true);
});

test.each(['', 'req_', 'req_00000001aaaaaaaaaaaaaaaa', 'req_MWQZ0000aaaa', 'resp_mwqz0000aaaaaaaa'])(
  '%j tells no time',
  (id) => expect(requestTimeMs(id)).toBeNull(),
);
