/**
 * What the ledger of a running router has by UTC day and model. Its hours are kept for 40 days and tell UTC days exactly;
 * after that there are the days of its own zone, which are others' unless that is UTC.
 */
import { isDemoTeam } from '../core/demo.ts';
import type { LedgerDay, LedgerLine } from '../finance/reconcile-figures.ts';
import { hourTtlSeconds } from '../ledger/keys.ts';
import type { AskAdmin } from './admin-client.ts';
import type { ListedFigures, ListedUsage } from './print-usage.ts';

const dayMs = 86_400_000;
/** A day less than they are kept, whatever clocks say. */
const hoursKeptMs = hourTtlSeconds * 1000 - dayMs;
const atOnce = 4;
/** Traffic that was made up: nobody bills it. */

export type LedgerDays = { readonly timeZone: string; readonly days: readonly LedgerDay[] };

const dayOf = (atMs: number) => new Date(atMs).toISOString().slice(0, 10);

/** What is not known counts nothing; `unpriced` says that there was something. */
function numberOf(figures: ListedFigures, name: string): number {
  const value = figures[name];
  return typeof value === 'number' ? value : 0;
}

function lineOf(figures: ListedFigures): LedgerLine {
  const read = (name: string) => numberOf(figures, name);
  return {
    model: String(figures.model),
    attempts: read('attempts'),
    estimated: read('estimated_attempts'),
    unpriced: read('unpriced_attempts'),
    corrections: read('corrections'),
    tokens: {
      input: read('gen_ai.usage.input_tokens'),
      cacheRead: read('gen_ai.usage.cache_read.input_tokens'),
      cacheWrite: read('gen_ai.usage.cache_creation.input_tokens'),
      output: read('gen_ai.usage.output_tokens'),
    },
    cost: {
      input: read('cost_input_nano_usd'),
      cacheRead: read('cost_cache_read_nano_usd'),
      cacheWrite: read('cost_cache_write_nano_usd'),
      output: read('cost_output_nano_usd'),
      tools: read('cost_tools_nano_usd'),
    },
    estimatedNanoUsd: read('cost_estimated_nano_usd'),
    correctionsNanoUsd: read('cost_corrections_nano_usd'),
  };
}

/**
 * Half past the first hour: in zones half an hour off, hours begin at half past, and each belongs to the UTC day that it
 * begins on, so that no hour counts twice.
 */
function queryOf(startMs: number, nowMs: number): string {
  const hasHours = nowMs - startMs < hoursKeptMs;
  const from = hasHours ? `${dayOf(startMs)}T00:30:00Z` : dayOf(startMs);
  const to = hasHours ? `${dayOf(startMs + dayMs)}T00:00:00Z` : dayOf(startMs);
  return new URLSearchParams({ by: 'model,team', format: 'json', from, to }).toString();
}

function isOver(endMs: number, { data, complete_until: until }: ListedUsage, nowMs: number): boolean {
  if (endMs > nowMs) return false;
  return until === null ? data.length === 0 : endMs <= Date.parse(until);
}

async function readDay(startMs: number, nowMs: number, ask: AskAdmin): Promise<LedgerDay & { zone: string }> {
  const usage = await ask<ListedUsage>('GET', `/admin/usage?${queryOf(startMs, nowMs)}`);
  const endMs = startMs + dayMs;
  return {
    day: dayOf(startMs),
    isExact: Date.parse(usage.from) === startMs && Date.parse(usage.to) === endMs,
    isOver: isOver(endMs, usage, nowMs),
    lines: usage.data.filter(({ team }) => !isDemoTeam(String(team))).map(lineOf),
    zone: usage.time_zone,
  };
}

/** Whole UTC days; those that have not begun are left out, and so are demo teams. Throws `RouterRefusal`. */
export async function readLedgerDays(
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
  nowMs: number,
  ask: AskAdmin,
): Promise<LedgerDays> {
  const starts: number[] = [];
  for (let atMs = fromMs; atMs < Math.min(toMs, nowMs); atMs += dayMs) starts.push(atMs);
  const days: (LedgerDay & { zone: string })[] = [];
  for (let at = 0; at < starts.length; at += atOnce) {
    const some = starts.slice(at, at + atOnce);
    days.push(...(await Promise.all(some.map((startMs) => readDay(startMs, nowMs, ask)))));
  }
  return { timeZone: days[0]?.zone ?? 'UTC', days };
}
