/**
 * Whether the last whole hour cost far more than usual: that hour and the same hour of the four weeks before are read, and
 * where nothing was counted so long ago one field alone. Errors: StoreError.
 */
import type { Alert } from '../core/alert.ts';
import { type Anomaly, findAnomalies, hourCostsOf, usualHours } from '../finance/anomaly.ts';
import { reconciliationRoute } from '../finance/reconcile-row.ts';
import { hourAt, hourStartMs } from '../ledger/hours.ts';
import { keys } from '../ledger/keys.ts';
import { queryUsage } from '../ledger/query-usage.ts';
import { readCells, readMarks } from '../ledger/read-usage.ts';
import type { ScriptStore } from '../ledger/store.ts';
import type { Found } from './find-spend.ts';
import type { LookPorts } from './look.ts';

/** Rows of an hour come in time, but for a few. */
const settledAfterMs = 10 * 60_000;

/** Begin of the last hour that is over and settled; the same hour until the next one is. */
export function settledHourMs(nowMs: number, timeZone: string): number {
  const thisHour = hourAt(nowMs - settledAfterMs, timeZone);
  return hourAt(thisHour.startMs - 1, timeZone).startMs;
}

async function readCosts(starts: readonly number[], timeZone: string, store: ScriptStore) {
  const slices = await Promise.all(
    starts.map(async (startMs) => {
      const hour = hourAt(startMs, timeZone);
      return { day: hour.day, hour, cells: await readCells(keys.hour(hour.name), store) };
    }),
  );
  const by = ['hour', 'route', 'model', 'team'] as const;
  const costs = hourCostsOf(queryUsage(slices, { by, filter: {}, teams: 'all' }));
  // Corrections stand in one hour and were spent in many.
  return costs.filter(({ route }) => route !== reconciliationRoute);
}

export async function lookAtHour(
  startMs: number,
  { settings, timeZone }: Pick<LookPorts, 'settings' | 'timeZone'>,
  store: ScriptStore,
  nowMs: number,
): Promise<Found> {
  const { first } = await readMarks({ store });
  const firstMs = hourStartMs(first ?? '');
  if (firstMs === null) return { alerts: [], over: [] };
  const compared = { startMs, firstMs, timeZone };
  const hours = usualHours(compared);
  if (hours.size === 0) return { alerts: [], over: [] };
  const costs = await readCosts([startMs, ...hours], timeZone, store);
  const found = findAnomalies({ ...compared, costs, limits: settings.anomaly });
  const keyOf = (dimension: 'route' | 'team', name: string) => `anomaly:${dimension}:${name}`;
  const alerts = found.map(({ dimension, name, nanoUsd, usualNanoUsd, driver }): Alert => {
    // A route and a team that drive each other are one event: the one that rose more is told.
    const other = dimension === 'route' ? 'team' : 'route';
    const isTwin = (each: Anomaly) =>
      each.dimension === other && each.name === driver[other] && each.driver[dimension] === name;
    const covers = found.some(isTwin) ? [keyOf(other, driver[other])] : [];
    const { aboveNanoUsd, ...names } = driver;
    const amounts = { nanoUsd, usualNanoUsd, driver: { ...names, nanoUsd: aboveNanoUsd } };
    const data = { dimension, name, startMs, timeZone, ...amounts };
    const untilMs = nowMs + settings.againMs;
    return { kind: 'anomaly', key: keyOf(dimension, name), covers, untilMs, data };
  });
  const odd = new Set(alerts.map(({ key }) => key));
  const seen = costs.flatMap(({ route, team }) => [keyOf('route', route), keyOf('team', team)]);
  return { alerts, over: [...new Set(seen)].filter((key) => !odd.has(key)) };
}
