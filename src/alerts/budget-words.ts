/** What alerts of budgets say: passed a share, refused a request, will not last. Pure. */
import type { BudgetAlert, ForecastAlert } from '../core/alert.ts';
import { usdInWords } from '../finance/words.ts';
import { countOf, dateOf, isoOf, pageOf, spendFigures, spendInWords, usdOf, wordOf } from './phrases.ts';
import type { Words } from './words.ts';

const whose: Readonly<Record<BudgetAlert['scope'], (id: string) => string>> = {
  key: (id) => `API key ${id}`,
  team: (id) => `team ${id}`,
  route: (id) => `route ${id}`,
  user: (id) => `end user ${id}`,
};

const consequences: Readonly<Record<BudgetAlert['onLimit'], string>> = {
  refuse: 'requests that do not fit are refused',
  alert: 'requests go on',
  downgrade: 'requests go to targets that cost no more than what is left',
};

function budgetMessage({ scope, id, window, onLimit, resetAtMs, percent, ...rest }: BudgetAlert): string {
  const amount = (value: number) => (rest.unit === 'tokens' ? `${countOf(value)} tokens` : usdOf(value));
  const which = window === 'total' ? 'The budget' : `The budget for the ${window}`;
  const spent = `${amount(rest.spent)} of ${amount(rest.limit)} spent`;
  const until = resetAtMs === null ? '' : ` until ${isoOf(resetAtMs)}`;
  const isOver = percent >= 100;
  const what = isOver ? 'is used up' : rest.hasRefused ? 'has refused a request' : `has passed ${percent} %`;
  const then = isOver || rest.hasRefused ? `; ${consequences[onLimit]}${until}` : '';
  return `${which} of ${whose[scope](id)} ${what}: ${spent}${then}.`;
}

const aboutOf = (scope: BudgetAlert['scope']) => (scope === 'team' || scope === 'route' ? scope : null);

type Window = Pick<BudgetAlert, 'scope' | 'id' | 'timeZone' | 'windowStartMs' | 'resetAtMs'>;

/** A key and an end user have no page. */
function windowPage({ scope, id, timeZone, windowStartMs, resetAtMs }: Window, nowMs: number): string {
  const about = aboutOf(scope);
  if (about === null) return pageOf(['teams']);
  // Of a budget that does not begin anew the page shows the month.
  if (resetAtMs === null) return pageOf([`${about}s`, id]);
  const to = dateOf(Math.max(windowStartMs, Math.min(nowMs, resetAtMs - 1)), timeZone);
  return pageOf([`${about}s`, id], { from: dateOf(windowStartMs, timeZone), to });
}

function budgetSeverity({ percent, hasRefused, onLimit }: BudgetAlert) {
  if (percent < 100 && !hasRefused) return percent < 80 ? 'info' : 'warning';
  return onLimit === 'refuse' ? 'critical' : 'warning';
}

const usageCommand = (scope: BudgetAlert['scope'], id: string) =>
  aboutOf(scope) === null ? 'status' : `usage --${scope} ${wordOf(id)} --by day,model`;

export const budgetWords: Words<BudgetAlert> = {
  severity: budgetSeverity,
  subject: ({ scope, id, window, timeZone, windowStartMs }) => ({
    scope,
    id,
    window,
    time_zone: timeZone,
    window_start: window === 'total' ? null : isoOf(windowStartMs),
  }),
  figures: ({ unit, spent, limit, percent, onLimit, hasRefused, resetAtMs, driver }) => ({
    [unit === 'tokens' ? 'spent_tokens' : 'spent_nano_usd']: spent,
    [unit === 'tokens' ? 'limit_tokens' : 'limit_nano_usd']: limit,
    percent,
    on_limit: onLimit,
    has_refused: hasRefused,
    resets_at: resetAtMs === null ? null : isoOf(resetAtMs),
    ...spendFigures(driver),
  }),
  message: budgetMessage,
  driver: ({ driver, scope }) => spendInWords(driver, aboutOf(scope)),
  page: windowPage,
  command: ({ scope, id }) => usageCommand(scope, id),
};

function forecastMessage({ scope, id, ...rest }: ForecastAlert): string {
  const { expectedNanoUsd, lowNanoUsd, highNanoUsd, limitNanoUsd, toDateNanoUsd } = rest;
  const sure = lowNanoUsd > limitNanoUsd ? 'will' : 'will probably';
  const range = `between ${usdInWords(lowNanoUsd)} and ${usdInWords(highNanoUsd)}`;
  return `The budget for the month of ${whose[scope](id)} ${sure} not last: about ${usdInWords(expectedNanoUsd)} by its end (${range}) against a limit of ${usdInWords(limitNanoUsd)}; ${usdInWords(toDateNanoUsd)} so far.`;
}

export const forecastWords: Words<ForecastAlert> = {
  severity: () => 'warning',
  subject: ({ scope, id, timeZone, windowStartMs }) => ({
    scope,
    id,
    window: 'month',
    time_zone: timeZone,
    window_start: isoOf(windowStartMs),
  }),
  figures: (data) => ({
    to_date_nano_usd: data.toDateNanoUsd,
    expected_nano_usd: data.expectedNanoUsd,
    low_nano_usd: data.lowNanoUsd,
    high_nano_usd: data.highNanoUsd,
    limit_nano_usd: data.limitNanoUsd,
    resets_at: isoOf(data.resetAtMs),
    ...spendFigures(data.driver),
  }),
  message: forecastMessage,
  driver: ({ driver, scope }) => spendInWords(driver, scope),
  page: windowPage,
  command: ({ scope, id }) => usageCommand(scope, id),
};
