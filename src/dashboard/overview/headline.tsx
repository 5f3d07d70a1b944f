/** The tiles of the overview: each a figure and what it is held against. */

import type { ReportingCurrency } from '../../core/config.ts';
import { knownCostOf } from '../../finance/day-costs.ts';
import type { Forecast } from '../../finance/forecast.ts';
import { changeShareOf } from '../../finance/movers.ts';
import { baselineSavingsOf, costPer1000Of, dataQualityOf } from '../../finance/savings.ts';
import type { Counters } from '../../ledger/counters.ts';
import { recordedSentence } from '../change-sentence.ts';
import type { Drift } from '../drift.ts';
import { change, count, dollars, inCurrency, percent, shareOf, unknown } from '../parts/format.ts';
import { Tile, type TileProps, Tiles } from '../parts/tiles.tsx';
import { type ComparedFigures, isNothing, untilWords } from '../read-compared.ts';
import type { MonthlyBudget, Overview } from './load.ts';

const methods = '/dashboard/methods';

function forecastTile(forecast: Forecast): TileProps {
  const name = 'Forecast, end of month';
  const href = `${methods}#forecast`;
  if (forecast.method === 'none') return { name, href, value: '–', note: `Too early: ${forecast.reason}.` };
  const { expectedNanoUsd, lowNanoUsd, highNanoUsd, method } = forecast;
  const band = `${dollars(lowNanoUsd)} to ${dollars(highNanoUsd)} in eight of ten cases`;
  const note = method === 'simple' ? `${band}; too few days to tell weekdays apart` : band;
  return { name, href, value: dollars(expectedNanoUsd), note };
}

const budgetsOfMonth = { name: 'Budgets of the month', href: '/dashboard/teams' };

const budgetAway: TileProps = {
  ...budgetsOfMonth,
  value: unknown,
  note: 'not known: the store does not answer',
  mood: 'warn',
};

function budgetTile(
  { teams, limitNanoUsd, spentNanoUsd }: MonthlyBudget,
  forecast: Forecast | null,
): TileProps {
  const share = shareOf(spentNanoUsd, limitNanoUsd);
  const expected = forecast === null || forecast.method === 'none' ? null : forecast.expectedNanoUsd;
  const willPass = expected !== null && expected > limitNanoUsd;
  const of = `${dollars(spentNanoUsd)} of ${dollars(limitNanoUsd)}, ${teams.length === 1 ? 'one team' : `${teams.length} teams`}`;
  return {
    ...budgetsOfMonth,
    value: percent(share),
    note: willPass ? `${of}; their forecast passes it` : of,
    mood: (share ?? 0) >= 1 ? 'bad' : willPass || (share ?? 0) >= 0.8 ? 'warn' : 'plain',
  };
}

function comparedTile(compared: ComparedFigures, timeZone: string): TileProps {
  const { now, earlier, attemptsToday } = compared;
  const name = `Against ${compared.name}`;
  const note = recordedSentence(compared, timeZone);
  if (note !== null) return { name, value: unknown, note };
  if (isNothing(compared))
    return { name, value: unknown, note: attemptsToday > 0 ? 'only today has calls so far' : 'no calls' };
  const [before, after] = [knownCostOf(earlier.by([]).total), knownCostOf(now.by([]).total)];
  const share = before === null || after === null ? null : changeShareOf(before, after);
  const value = share === null && before === 0 && after !== null && after > 0 ? 'new' : change(share);
  return { name, value, note: `${dollars(after)} after ${dollars(before)}${untilWords(compared)}` };
}

function savingsTile(total: Counters): TileProps {
  const name = 'Saved against the baseline';
  const href = `${methods}#baseline`;
  const savings = baselineSavingsOf(total);
  if (savings === null)
    return { name, href, value: '–', note: 'No route of this period declares a baseline.' };
  const { estimatedSavedNanoUsd, estimatedSavedShare, baselineNanoUsd } = savings;
  const note = `${percent(estimatedSavedShare)} of ${dollars(baselineNanoUsd)}, which the same tokens would have cost there (estimated)`;
  return { name, href, value: dollars(estimatedSavedNanoUsd), note };
}

const driftWords: Readonly<Record<Exclude<Drift['kind'], 'share'>, string | null>> = {
  unbilled: 'providers bill nothing of it',
  none: 'not reconciled yet',
  away: 'invoices cannot be read now',
  hidden: null,
};

function qualityTile(total: Counters, drift: Drift): TileProps {
  const driftShare = drift.kind === 'share' ? drift.share : null;
  const { measuredShare, estimatedShare, unpricedAttempts, attempts } = dataQualityOf(total, driftShare);
  const isOff = (share: number | null) => Math.abs(share ?? 0) > 0.01;
  const isDoubtful = drift.kind === 'unbilled' || isOff(estimatedShare) || isOff(driftShare);
  const words = [
    `${percent(estimatedShare)} of the cost estimated`,
    `${count(unpricedAttempts)} of ${count(attempts)} attempts unpriced`,
    drift.kind === 'share' ? `invoices differ by ${percent(drift.share)}` : driftWords[drift.kind],
  ];
  return {
    name: 'Measured by providers',
    href: `${methods}#quality`,
    value: percent(measuredShare),
    note: words.filter((each) => each !== null).join(', '),
    mood: unpricedAttempts > 0 ? 'bad' : isDoubtful ? 'warn' : 'plain',
  };
}

type HeadlineProps = Overview & {
  readonly currency: ReportingCurrency | null;
  readonly timeZone: string;
  readonly isOfModel: boolean;
};

export function Headline({ currency, timeZone, isOfModel, ...overview }: HeadlineProps) {
  const { figures, forecast, budget, budgetForecast, compared, drift } = overview;
  const { total } = figures.by([]);
  const cost = knownCostOf(total);
  const notPriced = total.unpriced > 0 ? 'without attempts of unknown price' : null;
  return (
    <Tiles>
      <Tile
        name={forecast === null ? 'Cost' : 'Cost, month to date'}
        value={dollars(cost)}
        note={[inCurrency(cost, currency), notPriced ?? `${count(total.requests)} requests`]
          .filter((each) => each !== null)
          .join('; ')}
      />
      {forecast === null ? null : <Tile {...forecastTile(forecast)} />}
      {budget === 'away' ? <Tile {...budgetAway} /> : null}
      {budget === null || budget === 'away' ? null : <Tile {...budgetTile(budget, budgetForecast)} />}
      {compared === null ? null : <Tile {...comparedTile(compared, timeZone)} />}
      <Tile
        name="Per 1,000 requests that succeeded"
        value={dollars(costPer1000Of(total))}
        note={
          isOfModel
            ? `${count(total.succeeded)} answers that the model gave`
            : `${count(total.succeeded)} of ${count(total.requests)} succeeded`
        }
      />
      <Tile {...savingsTile(total)} />
      <Tile {...qualityTile(total, drift)} />
    </Tiles>
  );
}
