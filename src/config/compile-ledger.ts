/** What the ledger is told by the configuration. Pure. */
import { isTimeZone } from '../core/budget-window.ts';
import type { LedgerSettings } from '../core/config.ts';
import { utcDayStart } from '../core/utc-day.ts';
import type { LedgerInput } from './define-config.ts';
import type { Report } from './problem.ts';

const usualAllowanceUsd = 1;
const nanoUsd = 1e9;

export function compileLedger(written: LedgerInput, report: Report): LedgerSettings {
  const { timeZone = 'UTC', allowanceUsd = usualAllowanceUsd, currency = null } = written;
  // Every platform knows UTC, and asking is dear while a Worker starts.
  if (timeZone !== 'UTC' && !isTimeZone(timeZone))
    report('ledger.timeZone', `'${timeZone}' is no time zone`, 'write an IANA name such as Europe/Berlin');
  if (currency !== null && utcDayStart(currency.on) === null)
    report('ledger.currency.on', `${currency.on} is no day`, 'write one such as 2026-11-01');
  return { timeZone, currency, allowanceNanoUsd: Math.round(allowanceUsd * nanoUsd) };
}
