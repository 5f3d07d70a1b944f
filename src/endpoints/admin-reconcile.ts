/**
 * POST /admin/corrections books what brings the ledger to a provider's bill, each once, as rows of its own; nothing that
 * was booked is changed. /admin/reconciliations keeps and tells what ledger and bill came to by day.
 */
import { RouterError } from '../core/errors.ts';
import { type Row, rowId, totalOf } from '../core/row.ts';
import type { Deps } from '../deps.ts';
import { type BookedCorrection, correctionRow } from '../finance/reconcile-row.ts';
import {
  readReconciliations,
  type StoredReconciliation,
  storeReconciliations,
} from '../ledger/reconciliations.ts';
import type { SettleWord } from '../ledger/settle-call.ts';
import { batches, tellEach } from '../ledger/settle-queue.ts';
import type { ScriptStore } from '../ledger/store.ts';
import { orUnavailable, readAdminBody } from './admin-call.ts';
import { readCorrections, readDaySpan, readReconciled } from './admin-reconcile-input.ts';
import { type Call, type Endpoint, json } from './endpoint.ts';

function storeOf({ scripts }: Deps): ScriptStore {
  if (scripts !== null) return scripts;
  const message = 'Reconciliation needs a store: UPSTASH_REDIS_REST_URL, UPSTASH_REDIS_REST_TOKEN.';
  throw new RouterError('store_unavailable', message, { retryable: false });
}

/** A batch after the other: each is one step in the store, and telling one again changes nothing. */
async function book(rows: readonly Row[], deps: Deps): Promise<(SettleWord | null)[]> {
  const ports = { store: storeOf(deps), timeZone: deps.config.ledger.timeZone, now: deps.now };
  const notes = rows.map((row) => ({ kind: 'row', row, isLast: false, scopes: [] }) as const);
  const words: (SettleWord | null)[] = [];
  for (const batch of batches(notes)) words.push(...(await tellEach(batch, ports)));
  return words;
}

const actor = 'admin';

function isModelOf({ config, catalogue }: Deps): (name: string) => boolean {
  return (name) =>
    config.models.has(name) || config.embeddings.has(name) || catalogue.findModel(name)?.id === name;
}

function auditCorrection(row: Row, { provider, day, model }: BookedCorrection, { audit }: Deps): void {
  const nanoUsd = String(row.cost === null ? 0 : totalOf(row.cost));
  const details = { provider, day, model, nanoUsd };
  audit?.append({ action: 'correction.booked', actor, object: rowId(row), details });
}

/** Errors: `invalid_request`, naming the field; `store_unavailable`. */
async function answerCorrections({ http, deps }: Call): Promise<Response> {
  storeOf(deps);
  const { timeZone } = deps.config.ledger;
  const surroundings = { nowMs: deps.now(), timeZone, isModel: isModelOf(deps) };
  const read = readCorrections(await readAdminBody(http), surroundings);
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  const ports = { timeZone, configVersion: deps.config.version };
  const booked = read.value.map((correction) => ({ correction, row: correctionRow(correction, ports) }));
  const rows = booked.map(({ row }) => row);
  const words = await orUnavailable(book(rows, deps));
  const data = booked.map(({ correction, row }, at) => {
    if (words[at] === 'new') auditCorrection(row, correction, deps);
    const state = words[at] === null ? 'refused' : words[at] === 'new' ? 'booked' : 'known';
    const { day, model, cost } = correction;
    return { id: rowId(row), day, model, cost_nano_usd: totalOf(cost), state };
  });
  const count = (state: string) => data.filter((one) => one.state === state).length;
  return json({ object: 'corrections', booked: count('booked'), known: count('known'), data });
}

function show(one: StoredReconciliation): Record<string, unknown> {
  return {
    provider: one.provider,
    day: one.day,
    ledger_nano_usd: one.ledgerNanoUsd,
    billed_nano_usd: one.billedNanoUsd,
    drift_nano_usd: one.driftNanoUsd,
    estimated_nano_usd: one.estimatedNanoUsd,
    corrected_nano_usd: one.correctedNanoUsd,
    is_exact: one.isExact,
    at: new Date(one.atMs).toISOString(),
    by: one.by,
  };
}

/** Errors: `invalid_request`, naming the field; `store_unavailable`. */
async function answerStore({ http, deps }: Call): Promise<Response> {
  const store = storeOf(deps);
  const nowMs = deps.now();
  const read = readReconciled(await readAdminBody(http), { nowMs });
  if (!read.ok) throw new RouterError('invalid_request', read.error.message, { param: read.error.field });
  await orUnavailable(storeReconciliations(read.value, { atMs: nowMs, by: actor }, store));
  return json({ object: 'reconciliations', stored: read.value.length });
}

/** Errors: `invalid_request`, naming the parameter; `store_unavailable`. */
async function answerRead({ http, deps }: Call): Promise<Response> {
  const store = storeOf(deps);
  const span = readDaySpan(new URL(http.url).searchParams, deps.now());
  if (!span.ok) throw new RouterError('invalid_request', span.error.message, { param: span.error.field });
  const { fromMs, toMs } = span.value;
  const found = await orUnavailable(readReconciliations(store, fromMs, toMs));
  return json({ object: 'reconciliations', data: found.map(show) });
}

const shared = { auth: 'admin', errors: 'openai-chat' } as const;

export const reconcileEndpoints: readonly Endpoint[] = [
  {
    ...shared,
    method: 'POST',
    path: '/admin/corrections',
    summary: 'Book what brings the ledger to a provider’s bill; each once',
    answer: answerCorrections,
  },
  {
    ...shared,
    method: 'POST',
    path: '/admin/reconciliations',
    summary: 'Keep what ledger and bill came to, by UTC day',
    answer: answerStore,
  },
  {
    ...shared,
    method: 'GET',
    path: '/admin/reconciliations',
    summary: 'What ledger and bill came to when they were last compared, by UTC day',
    query: {
      from: 'a UTC day; by default the first of this month',
      to: 'a UTC day, which is part of it; by default today',
    },
    answer: answerRead,
  },
];
