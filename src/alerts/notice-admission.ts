/**
 * What an admission shows and the sweep cannot see: a budget that has refused a request, and budgets of end users, of
 * whom there are too many to read every minute. No command: the admission has brought the figures.
 */
import type { Alert, AlertDesk } from '../core/alert.ts';
import { createWindowReader, type WindowReader } from '../core/budget-window.ts';
import type { AlertSettings } from '../core/config.ts';
import { currentStandings } from '../ledger/budget-standings.ts';
import type { AdmissionSeen, NoticeAdmission } from '../ledger/ledger.ts';
import { findBudgetAlerts, findRefusal } from './find-budgets.ts';

/** Keys that this isolate has raised; the desk knows the others. */
const mostKnown = 10_000;

/** Pure. */
export function findInAdmission(
  { ask, decision, atMs }: AdmissionSeen,
  percents: readonly number[],
  windowOf: WindowReader,
): Alert[] {
  return ask.scopes.flatMap((scope, at) => {
    const state = decision.scopes[at];
    const isUser = scope.scope === 'user';
    if (state === undefined || (!isUser && decision.refusals.length === 0)) return [];
    const standings = currentStandings(scope, state, atMs, windowOf);
    const refused = decision.refusals.flatMap((code) => {
      const [, place, letter, number] = /^(\d+)([mk])(\d+)$/.exec(code) ?? [];
      const standing = standings[Number(number) - 1];
      if (Number(place) !== at + 1 || standing === undefined) return [];
      return findRefusal(standing, letter === 'm' ? 'nanoUsd' : 'tokens', atMs) ?? [];
    });
    return isUser ? [...refused, ...findBudgetAlerts(standings, percents, atMs)] : refused;
  });
}

/** One for an isolate. */
export function createAdmissionNotice(settings: AlertSettings, desk: AlertDesk): NoticeAdmission {
  const windowOf = createWindowReader();
  const raised = new Set<string>();
  return (seen, waitUntil) => {
    const found = findInAdmission(seen, settings.budgetPercents, windowOf);
    const news = found.filter(({ key }) => !raised.has(key));
    if (news.length === 0) return;
    if (raised.size + news.length > mostKnown) raised.clear();
    for (const { key } of news) raised.add(key);
    const forget = () => {
      for (const { key } of news) raised.delete(key);
    };
    waitUntil(desk.raise(news).catch(forget));
  };
}
