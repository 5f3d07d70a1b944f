/** A correction as a row of the ledger: the same correction is always the same row, so that it is booked once. Pure. */
import { localMs, windowAt } from '../core/budget-window.ts';
import { hashText } from '../core/hash-text.ts';
import type { CostByMeter, Row } from '../core/row.ts';
import type { ReconciledProvider } from '../ledger/reconciliations.ts';

/** In place of a team: nobody knows which request it was. */
export const unallocatedTeam = '(unallocated)';

/** In place of a route and of a caller. */
export const reconciliationRoute = '(reconciliation)';

export type BookedCorrection = {
  readonly provider: ReconciledProvider;
  /** `YYYY-MM-DD`, UTC. */
  readonly day: string;
  readonly model: string;
  readonly sequence: number;
  readonly cost: CostByMeter;
};

const protocols = {
  openai: 'openai-responses',
  anthropic: 'anthropic-messages',
} as const satisfies Record<ReconciledProvider, Row['protocol']>;

/**
 * The hour it counts in: the first to begin on the UTC day and on the same date of the reporting zone, so that it stays
 * in the month of the bill on both calendars.
 */
export function bookedAtMs(day: string, timeZone: string): number {
  const utcMs = Date.parse(`${day}T00:00:00Z`);
  const noonMs = utcMs + 43_200_000;
  const localNoonMs = noonMs - (localMs(noonMs, timeZone) - noonMs);
  const firstMs = Math.max(utcMs, windowAt('day', timeZone, localNoonMs).startMs);
  // In zones half an hour off, the hour that UTC midnight is in began the day before.
  const { startMs, endMs } = windowAt('hour', timeZone, firstMs);
  return startMs >= utcMs ? startMs : (endMs ?? firstMs);
}

type Ports = { readonly timeZone: string; readonly configVersion: string };

export function correctionRow(correction: BookedCorrection, { timeZone, configVersion }: Ports): Row {
  const { provider, day, model, sequence, cost } = correction;
  return {
    requestId: `cor_${provider}_${day}_${hashText(model)}`,
    attempt: sequence,
    startedAtMs: bookedAtMs(day, timeZone),
    durationMs: 0,
    firstEventMs: null,
    caller: reconciliationRoute,
    team: unallocatedTeam,
    app: null,
    endUser: null,
    tags: {},
    route: reconciliationRoute,
    configVersion,
    arm: null,
    task: null,
    difficulty: null,
    risk: null,
    floor: 'none',
    modelAsked: model,
    model,
    modelServed: model,
    provider,
    protocol: protocols[provider],
    lane: 'passthrough',
    losses: [],
    effort: null,
    role: 'correction',
    outcome: 'completed',
    errorCode: null,
    usage: {},
    usageSource: 'measured',
    cost,
    listNanoUsd: null,
    priceVersion: null,
    answer: null,
    baselineNanoUsd: null,
  };
}
