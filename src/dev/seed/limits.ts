/** Limits of the demo's teams, as POST /admin/limits takes and writes them. Data and the one writer. Errors: StoreError. */
import { limitsField } from '../../access/limits-cache.ts';
import type { ScopeAsk } from '../../core/budget.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Row } from '../../core/row.ts';
import { keys } from '../../ledger/keys.ts';
import { printLimits, readLimits, type WrittenLimits } from '../../ledger/read-limits.ts';
import type { ScriptStore } from '../../ledger/store.ts';

const month = (usd: number, timeZone: string, onLimit = 'alert'): JsonObject => ({
  window: 'month',
  limit_usd: usd,
  time_zone: timeZone,
  on_limit: onLimit,
});

function written(timeZone: string): readonly JsonObject[] {
  return [
    { scope: 'team', id: 'demo-support', budgets: [month(60, timeZone)] },
    { scope: 'team', id: 'demo-engineering', budgets: [month(1500, timeZone)] },
    { scope: 'team', id: 'demo-research', budgets: [month(500, timeZone, 'downgrade')] },
    {
      scope: 'team',
      id: 'demo-operations',
      requests_per_minute: 120,
      budgets: [
        month(450, timeZone),
        { window: 'day', limit_usd: 60, time_zone: timeZone, on_limit: 'alert' },
      ],
    },
    { scope: 'team', id: 'demo-legal', budgets: [month(400, timeZone)] },
    { scope: 'team', id: 'demo-marketing', budgets: [month(60, timeZone)] },
    {
      scope: 'key',
      id: 'demo-engineering-code-assistant',
      concurrent: 40,
      budgets: [{ window: 'day', limit_usd: 120, time_zone: timeZone, on_limit: 'refuse' }],
    },
  ];
}

/** Months and days of the budgets begin at midnight of `timeZone`. */
export function demoLimits(timeZone: string): readonly WrittenLimits[] {
  return written(timeZone).map((each) => {
    const read = readLimits(each);
    if (!read.ok) throw new Error(`${read.error.field}: ${read.error.message}`);
    return read.value;
  });
}

export async function writeLimits(limits: readonly WrittenLimits[], store: ScriptStore): Promise<void> {
  for (const each of limits)
    await store.writeField(keys.limits, limitsField(each.scope, each.id), JSON.stringify(printLimits(each)));
}

/** Those that a row counts in. */
export function createScopes(limits: readonly WrittenLimits[]): (row: Row) => readonly ScopeAsk[] {
  return ({ caller, team }) => limits.filter(({ scope, id }) => id === (scope === 'key' ? caller : team));
}
