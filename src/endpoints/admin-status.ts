/** GET /admin/status: how the router stands, as JSON. Money in nano-USD; what is not known is null. */
import { showAlert } from '../alerts/print-alert.ts';
import { readStatus, type Status } from '../alerts/read-status.ts';
import type { Config } from '../core/config.ts';
import type { BudgetStanding } from '../ledger/budget-standings.ts';
import { printLimits } from '../ledger/read-limits.ts';
import { type Call, json } from './endpoint.ts';

const isoOf = (atMs: number | null) =>
  atMs === null ? null : new Date(atMs).toISOString().replace('.000Z', 'Z');
const shareOf = (used: number, limit: number | null) =>
  limit === null || limit === 0 ? null : Math.round((used / limit) * 10_000) / 10_000;

function showBudget({ scope, id, budget, startMs, resetAtMs, ...used }: BudgetStanding) {
  const { window, timeZone, onLimit, limitNanoUsd, limitTokens } = budget;
  return {
    scope,
    id,
    window,
    time_zone: timeZone,
    on_limit: onLimit,
    starts_at: window === 'total' ? null : isoOf(startMs),
    resets_at: isoOf(resetAtMs),
    spent_nano_usd: used.spentNanoUsd,
    held_nano_usd: used.heldNanoUsd,
    limit_nano_usd: limitNanoUsd,
    share_usd: shareOf(used.spentNanoUsd, limitNanoUsd),
    spent_tokens: used.spentTokens,
    held_tokens: used.heldTokens,
    limit_tokens: limitTokens,
    share_tokens: shareOf(used.spentTokens, limitTokens),
  };
}

/** Null: strict under a budget that refuses, else an allowance. */
function showRoutes({ routes, named }: Config) {
  const own = [...routes.values()].map(({ name, onStoreAway }) => ({ name, on_store_away: onStoreAway }));
  return [...own, { name: 'model', on_store_away: named.onStoreAway }];
}

function showOutbox(outbox: Status['outbox'], nowMs: number) {
  if (outbox === null) return null;
  if (outbox === 'away') return { state: 'away', notes: null, oldest_age_seconds: null };
  const { depth, oldestAtMs } = outbox;
  const ageMs = oldestAtMs === null ? 0 : Math.max(0, nowMs - oldestAtMs);
  return { state: 'answers', notes: depth, oldest_age_seconds: ageMs / 1000 };
}

function showAlerts({ alerts, conditions, atMs }: Status, { webhooks, routerUrl }: Config['alerts']) {
  const desk = alerts === null || alerts === 'away' ? null : alerts;
  return {
    webhooks: webhooks.length,
    waiting: desk?.waiting ?? null,
    oldest_at: isoOf(desk?.oldestAtMs ?? null),
    failing: desk?.failing.map(({ webhook, word }) => ({ webhook, last: word })) ?? null,
    conditions: conditions.map((each) => showAlert(each, { nowMs: atMs, routerUrl })),
  };
}

export async function answerStatus({ deps }: Call): Promise<Response> {
  const { config, scripts, ledger, outboxState, alerts, now } = deps;
  const status = await readStatus({
    settings: config.alerts,
    store: scripts,
    outboxState,
    alerts,
    timeZone: config.ledger.timeZone,
    isStoreShut: () => ledger?.isStoreAway() ?? false,
    now,
  });
  const { store, atMs, budgets, endUserBudgets, keys, countedUntilMs } = status;
  return json({
    object: 'status',
    at: isoOf(atMs),
    release: deps.release,
    config: config.version,
    store: { state: store.state, latency_ms: store.latencyMs, is_shut: store.isShut },
    outbox: showOutbox(status.outbox, atMs),
    routes: showRoutes(config),
    budgets: budgets?.map(showBudget) ?? null,
    end_user_budgets: endUserBudgets?.map(printLimits) ?? null,
    keys,
    counted_until: isoOf(countedUntilMs),
    alerts: showAlerts(status, config.alerts),
  });
}
