/** How `admit` is asked: its keys, its arguments in the order in which admit-script.ts reads them, and its reply. */
import type { AdmitAsk, Budget, ScopeAsk } from '../core/budget.ts';
import type { WindowReader } from '../core/budget-window.ts';
import { keys } from './keys.ts';
import { packRow } from './row-codec.ts';
import { parseScope, type ScopeState, scopeField, slotOf } from './state-codec.ts';

const minuteMs = 60_000;

export type ScriptCall = { readonly keys: readonly string[]; readonly args: readonly string[] };

/** Window and zone: budgets that share both share what was spent. */
export function budgetName({ window, timeZone }: Budget): string {
  return `${window}@${timeZone}`;
}

const orEmpty = (limit: number | null): string => (limit === null ? '' : String(limit));

function budgetArgs(budget: Budget, nowMs: number, windowOf: WindowReader): string[] {
  return [
    budgetName(budget),
    String(windowOf(budget.window, budget.timeZone, nowMs).startMs),
    orEmpty(budget.limitNanoUsd),
    orEmpty(budget.limitTokens),
    budget.onLimit,
  ];
}

function scopeArgs(ask: ScopeAsk, nowMs: number, windowOf: WindowReader): string[] {
  const { requestsPerMinute, tokensPerMinute, concurrent, budgets } = ask.limits;
  return [
    scopeField(ask),
    orEmpty(requestsPerMinute),
    orEmpty(tokensPerMinute),
    orEmpty(concurrent),
    String(budgets.length),
    ...budgets.flatMap((budget) => budgetArgs(budget, nowMs, windowOf)),
  ];
}

function askArgs(ask: AdmitAsk, nowMs: number, windowOf: WindowReader): string[] {
  return [
    ask.requestId,
    slotOf(ask.requestId),
    String(Math.ceil(nowMs + ask.leaseMs)),
    orEmpty(ask.reserveNanoUsd && Math.ceil(ask.reserveNanoUsd)),
    (ask.cheaperNanoUsd ?? []).map(Math.ceil).join(' '),
    String(Math.ceil(ask.reserveTokens)),
    String(Math.floor(nowMs / minuteMs)),
    String(Math.floor(nowMs) % minuteMs),
    `${ask.template.attempt}=${packRow(ask.template)}`,
    String(ask.scopes.length),
    ...ask.scopes.flatMap((scope) => scopeArgs(scope, nowMs, windowOf)),
  ];
}

export function admitCall(asks: readonly AdmitAsk[], nowMs: number, windowOf: WindowReader): ScriptCall {
  return {
    keys: [keys.state],
    args: [String(asks.length), ...asks.flatMap((ask) => askArgs(ask, nowMs, windowOf))],
  };
}

export type Decision = {
  readonly status: 'held' | 'again' | 'cancelled' | 'refused';
  /** What is held for it now; 0 where nothing is. */
  readonly heldNanoUsd: number;
  /** What refuses: number of the scope from 1, letter of the limit, for budgets their number from 1. */
  readonly refusals: readonly string[];
  /** As the scopes of the ask stand afterwards, in their order. */
  readonly scopes: readonly ScopeState[];
};

const statuses = ['held', 'again', 'cancelled', 'refused'] as const;

/** Null: the reply is not one of the script. */
export function readAdmitReply(reply: unknown, asks: readonly AdmitAsk[]): Decision[] | null {
  if (!Array.isArray(reply)) return null;
  const texts: readonly unknown[] = reply;
  let at = 0;
  const decisions: Decision[] = [];
  for (const ask of asks) {
    const [word, ...rest] = String(texts[at++]).split(' ');
    const status = statuses.find((each) => each === word);
    if (status === undefined || at + ask.scopes.length > texts.length) return null;
    const scopes = texts.slice(at, at + ask.scopes.length).map((text) => parseScope(String(text)));
    at += ask.scopes.length;
    const refusals = status === 'refused' ? rest : [];
    const heldNanoUsd = status === 'held' || status === 'again' ? Number(rest[0]) : 0;
    decisions.push({ status, heldNanoUsd, refusals, scopes });
  }
  return decisions;
}
