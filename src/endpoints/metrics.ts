/**
 * GET /metrics for Prometheus: what waits in the outbox, what is under way, budgets, circuit breakers as this isolate knows
 * them, and the reporting day by route and model. Answers while the store is away, and says that it is.
 */
import { createWindowReader, windowAt } from '../core/budget-window.ts';
import type { Deps } from '../deps.ts';
import { printUsd } from '../finance/print-csv.ts';
import { currentStandings, readBudgets } from '../ledger/budget-standings.ts';
import { queryUsage } from '../ledger/query-usage.ts';
import { readHolds } from '../ledger/read-usage.ts';
import { StoreError } from '../ledger/store.ts';
import { breakerStanding, breakerStandings } from '../upstream/circuit-breaker.ts';
import { budgetMetrics } from './budget-metrics.ts';
import type { Call } from './endpoint.ts';
import { type MetricFamily, printMetrics, type Sample } from './print-metrics.ts';
import { usageMetrics } from './usage-metrics.ts';

const gauge = (name: string, help: string, value: Sample['value']): MetricFamily => ({
  name,
  help,
  samples: [{ labels: {}, value }],
});

function about({ release, config, deployment }: Deps): MetricFamily {
  const labels = { version: release, config: config.version, deployment: deployment ?? '' };
  const help = 'Always 1; the labels say what runs.';
  return { name: 'signalbox_build_info', help, samples: [{ labels, value: 1 }] };
}

function breakers({ health, now }: Deps): MetricFamily {
  const nowMs = now();
  const samples = health.breakers().flatMap(([target, state]) => {
    const standing = breakerStanding(state, nowMs);
    return breakerStandings.map((each) => ({
      labels: { target, state: each },
      value: each === standing ? 1 : 0,
    }));
  });
  const help =
    'Circuit breakers that the answering isolate has used or heard of: 1 for the state they are in.';
  return { name: 'signalbox_circuit_breaker_state', help, samples };
}

async function outbox({ outboxState, now }: Deps): Promise<MetricFamily[]> {
  if (outboxState === null) return [];
  const up = (value: number) =>
    gauge('signalbox_outbox_up', 'Whether the outbox answers; what it holds is unknown otherwise.', value);
  // A Durable Object that is out of reach rejects with whatever the platform likes.
  const state = await outboxState().catch(() => null);
  if (state === null) return [up(0)];
  const { depth, oldestAtMs } = state;
  const ageMs = oldestAtMs === null ? 0 : Math.max(0, now() - oldestAtMs);
  return [
    up(1),
    gauge('signalbox_outbox_notes', 'Notes of the ledger that the store has not taken yet.', depth),
    gauge('signalbox_outbox_oldest_age_seconds', 'How long the oldest of them waits.', ageMs / 1000),
  ];
}

async function alertsWaiting({ alerts }: Deps): Promise<MetricFamily[]> {
  const state = await alerts?.state().catch(() => null);
  if (!state) return [];
  const help = 'Deliveries of alerts that no receiver has taken yet.';
  return [gauge('signalbox_alerts_waiting', help, state.waiting)];
}

async function budgets({ scripts, now }: Deps): Promise<MetricFamily[]> {
  if (scripts === null) return [];
  const { scopes } = await readBudgets(scripts);
  const windowOf = createWindowReader();
  const nowMs = now();
  return budgetMetrics(scopes.flatMap((scope) => currentStandings(scope, scope.state, nowMs, windowOf)));
}

async function holds({ scripts }: Deps): Promise<MetricFamily[]> {
  if (scripts === null) return [];
  const open = await readHolds({ store: scripts });
  const held = open.reduce((sum, { nanoUsd }) => sum + nanoUsd, 0);
  return [
    gauge('signalbox_holds_open', 'Requests under way that the store knows of.', open.length),
    gauge('signalbox_holds_open_usd', 'What is held in budgets for them.', printUsd(held)),
  ];
}

async function today({ usage, config, now }: Deps): Promise<MetricFamily[]> {
  if (usage === null) return [];
  const nowMs = now();
  const { startMs } = windowAt('day', config.ledger.timeZone, nowMs);
  const period = await usage({ fromMs: startMs, toMs: nowMs + 1, byHour: false });
  const name = 'signalbox_usage_complete_until_timestamp_seconds';
  const help = 'End of the last hour that is over and counted.';
  const { completeUntilMs } = period;
  return [
    ...(completeUntilMs === null ? [] : [gauge(name, help, completeUntilMs / 1000)]),
    ...usageMetrics(queryUsage(period.slices, { by: ['route', 'model'], filter: {}, teams: 'all' })),
  ];
}

async function stored(deps: Deps): Promise<MetricFamily[]> {
  if (deps.scripts === null) return [];
  const up = (value: number) => gauge('signalbox_store_up', 'Whether the store answers.', value);
  try {
    const families = await Promise.all([holds(deps), budgets(deps), today(deps)]);
    return [up(1), ...families.flat()];
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return [up(0)];
  }
}

export async function answerMetrics({ deps }: Call): Promise<Response> {
  const [fromStore, fromOutbox, waiting] = await Promise.all([
    stored(deps),
    outbox(deps),
    alertsWaiting(deps),
  ]);
  const text = printMetrics([about(deps), breakers(deps), ...fromOutbox, ...waiting, ...fromStore]);
  return new Response(text, { headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' } });
}
