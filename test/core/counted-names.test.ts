/** The tables that counters know names by: complete, and never reordered. */
import { expect, test } from 'vitest';
import { countedErrors, countedRisks } from '../../src/core/counted-names.ts';
import { faultTable } from '../../src/core/fault-table.ts';
import { riskLevels } from '../../src/core/risk.ts';
import { failures } from '../../src/second-look/label.ts';

test('every error that a row can have is counted by its name', () => {
  const faults = Object.values(faultTable).map(({ code }) => code);
  const known: readonly string[] = countedErrors;
  expect([...faults, ...Object.keys(failures), 'lost'].filter((code) => !known.includes(code))).toEqual([]);
  expect(new Set(known).size).toBe(known.length);
});

test('every level of risk is counted by its name', () => {
  expect([...riskLevels, 'unknown'].filter((level) => !countedRisks.some((one) => one === level))).toEqual(
    [],
  );
});

test('places that something was counted under mean what they meant', () => {
  expect(countedErrors.slice(0, 29).join(' ')).toBe(
    'other lost upstream_unreachable upstream_timeout upstream_first_event_timeout upstream_stalled ' +
      'upstream_deadline upstream_truncated upstream_invalid_response upstream_response_too_large ' +
      'request_too_large upstream_rejected context_length_exceeded upstream_auth_failed policy_refused ' +
      'safeguard_refused upstream_model_missing rate_limited upstream_quota_exhausted upstream_overloaded ' +
      'upstream_error timeout unreachable error unreadable refused budget not-configured held-back',
  );
  expect(countedRisks.slice(0, 5).join(' ')).toBe('none low elevated high unknown');
});
