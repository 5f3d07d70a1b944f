/**
 * What each kind of alert says: how bad it is, whom it is about, its figures, one sentence of what it means, what drives
 * it, where to look and a command to look closer. A table; adding a kind is adding a line. Pure.
 */
import type { AlertData, AlertKind, ApprovalAlert, EscalationAlert, FallbackAlert } from '../core/alert.ts';
import { wholeRequest } from '../core/approval.ts';
import { nameInWords, percentInWords } from '../finance/words.ts';
import { budgetWords, forecastWords } from './budget-words.ts';
import { countOf, dateOf, isoOf, pageOf, wordOf } from './phrases.ts';
import { anomalyWords, driftWords, estimatedWords, topSpenderWords } from './spend-words.ts';
import type { Words } from './words.ts';

const outbox: Words<AlertData['outbox']> = {
  severity: () => 'critical',
  subject: () => ({}),
  figures: ({ notes, oldestAtMs }) => ({ notes, oldest_at: isoOf(oldestAtMs) }),
  message: ({ notes, oldestAtMs }, nowMs) =>
    `The store has not taken ${countOf(notes)} notes of the ledger, the oldest for ${countOf(
      Math.floor((nowMs - oldestAtMs) / 60_000),
    )} minutes; until it does, budgets and usage lack them.`,
  driver: () => 'the store, which is away or does not take them',
  page: () => pageOf(['reliability']),
  command: () => 'status',
};

const unpriced: Words<AlertData['unpriced']> = {
  severity: () => 'warning',
  subject: ({ model }) => ({ model }),
  figures: ({ attempts, driver }) => ({
    attempts,
    driver_route: driver.route,
    driver_team: driver.team,
    driver_attempts: driver.attempts,
  }),
  message: ({ model, attempts }) =>
    `${countOf(attempts)} attempts at ${model} have no known cost; usage and budgets in money lack them.`,
  driver: ({ driver }) =>
    `team ${nameInWords(driver.team)}, route ${nameInWords(driver.route)} (${countOf(driver.attempts)} of them)`,
  page: ({ model }) => pageOf(['models'], { model }),
  command: ({ model }) => `usage --model ${wordOf(model)} --by day,route`,
};

const fallback: Words<FallbackAlert> = {
  severity: () => 'critical',
  subject: ({ route, fromMs, toMs }) => ({ route, from: isoOf(fromMs), to: isoOf(toMs) }),
  figures: ({ requests, fallbacks, limitShare, driver }) => ({
    requests,
    fallbacks,
    limit_share: limitShare,
    driver_model: driver?.model ?? null,
    driver_failed: driver?.failed ?? null,
  }),
  message: ({ route, requests, fallbacks, fromMs, toMs }) =>
    `Route ${nameInWords(route)} fell back ${countOf(fallbacks)} times in ${countOf(requests)} requests (${percentInWords(
      fallbacks / requests,
    )}) that were booked in the last ${countOf(Math.round((toMs - fromMs) / 60_000))} minutes.`,
  driver: ({ driver }) =>
    driver === null
      ? null
      : `${nameInWords(driver.model)}, of which ${countOf(driver.failed)} attempts failed`,
  page: ({ route, toMs, timeZone }) => {
    const day = dateOf(toMs, timeZone);
    return pageOf(['routes', route], { from: day, to: day });
  },
  command: ({ route, toMs, timeZone }) => {
    const day = dateOf(toMs, timeZone);
    return `usage --route ${wordOf(route)} --from ${day} --to ${day} --by hour,model`;
  },
};

const escalation: Words<EscalationAlert> = {
  severity: () => 'warning',
  subject: ({ action, object, actor, endUser }) => ({ action, object, actor, end_user: endUser }),
  figures: ({ names, outcome, risk, domain }) => ({ names, outcome, risk, domain }),
  message: ({ action, object, actor, endUser, names, outcome, risk, domain }) => {
    const who = endUser === null ? actor : `${actor}, end user ${endUser}`;
    const why = [names, risk === null ? '' : `risk ${risk}${domain === null ? '' : ` (${domain})`}`];
    const told = why.filter((each) => each !== '').join(', ');
    return `${action} ${object} of ${who}: ${outcome}${told === '' ? '' : `; ${told}`}.`;
  },
  driver: ({ names }) => (names === '' ? null : names),
  page: () => pageOf(['safeguards']),
  command: () => 'audit export audit.jsonl',
};

const approval: Words<ApprovalAlert> = {
  severity: () => 'warning',
  subject: ({ id, actor, team, endUser }) => ({ id, actor, team, end_user: endUser }),
  figures: ({ tool, effect, expiresAtMs }) => ({ tool, effect, expires_at: isoOf(expiresAtMs) }),
  message: ({ tool, actor, team, endUser, expiresAtMs }) => {
    const what = tool === wholeRequest ? 'A request' : `A call of ${nameInWords(tool)}`;
    const whose = [
      team === null ? '' : `team ${nameInWords(team)}`,
      endUser === null ? '' : `end user ${endUser}`,
    ];
    const who = [actor, ...whose.filter((each) => each !== '')].join(', ');
    return `${what} (${who}) waits for a person until ${isoOf(expiresAtMs)}; then it counts as denied.`;
  },
  driver: () => null,
  page: () => pageOf(['safeguards']),
  command: ({ id }) => `approvals show ${wordOf(id)}`,
};

export const alertWords: { readonly [Kind in AlertKind]: Words<AlertData[Kind]> } = {
  budget: budgetWords,
  'end-user-budget': { ...budgetWords, command: () => 'limits list' },
  forecast: forecastWords,
  anomaly: anomalyWords,
  'top-spender': topSpenderWords,
  estimated: estimatedWords,
  drift: driftWords,
  unpriced,
  fallback,
  outbox,
  escalation,
  approval,
  test: {
    severity: () => 'info',
    subject: ({ release }) => ({ release }),
    figures: () => ({}),
    message: () => 'This is a test: alerts of Signalbox arrive here.',
    driver: () => null,
    page: () => pageOf([]),
    command: () => 'status',
  },
};
