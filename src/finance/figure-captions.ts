/**
 * The sentence under a figure: forecast, odd hour, savings, how sure the numbers are. Pure. Each says what its numbers
 * say, calls an estimate one, and says so where there is nothing to say.
 */
import { localMs } from '../core/budget-window.ts';
import type { Anomaly } from './anomaly.ts';
import type { Forecast } from './forecast.ts';
import type { BaselineSavings, DataQuality } from './savings.ts';
import { countInWords, nameInWords, percentInWords, usdInWords } from './words.ts';

function againstBudget(
  { expectedNanoUsd, lowNanoUsd, highNanoUsd }: Exclude<Forecast, { method: 'none' }>,
  budgetNanoUsd: number,
): string {
  const budget = `the budget of ${usdInWords(budgetNanoUsd)}`;
  if (lowNanoUsd > budgetNanoUsd) return ` That is above ${budget}.`;
  if (expectedNanoUsd > budgetNanoUsd) return ` It will probably pass ${budget}.`;
  if (highNanoUsd > budgetNanoUsd) return ` It may pass ${budget}.`;
  return ` That is within ${budget}.`;
}

/** `to`: last day of the period. `budgetNanoUsd` null: there is none. */
export function describeForecast(made: Forecast, to: string, budgetNanoUsd: number | null): string {
  const unknown =
    made.unknownDays === 0 ? '' : ` Days of which no price is known are left out: ${made.unknownDays}.`;
  if (made.method === 'none') return `Too early for a forecast: ${made.reason}.${unknown}`;
  const { expectedNanoUsd, lowNanoUsd, highNanoUsd } = made;
  const about = `about ${usdInWords(expectedNanoUsd)}`;
  const range = `between ${usdInWords(lowNanoUsd)} and ${usdInWords(highNanoUsd)}`;
  const end =
    lowNanoUsd === highNanoUsd
      ? `By the end of ${to} it will probably have cost ${about}.`
      : `By the end of ${to} it will probably have cost ${range}, ${about} if all goes on as usual.`;
  const early =
    made.method === 'simple'
      ? ` This is rough: ${made.historyDays} days are too few to tell weekdays from weekends.`
      : '';
  return end + (budgetNanoUsd === null ? '' : againstBudget(made, budgetNanoUsd)) + early + unknown;
}

/** `2026-11-20 13:00`. */
const wallTime = (atMs: number, timeZone: string): string =>
  new Date(localMs(atMs, timeZone)).toISOString().slice(0, 16).replace('T', ' ');

export function describeAnomaly(
  { dimension, name, startMs, nanoUsd, usualNanoUsd, driver }: Anomaly,
  timeZone: string,
): string {
  const usual = usualNanoUsd === 0 ? 'nothing is usual' : `${usdInWords(usualNanoUsd)} is usual`;
  const { aboveNanoUsd, model } = driver;
  const share = aboveNanoUsd * 2 > nanoUsd - usualNanoUsd ? 'most' : 'the largest part';
  const other = dimension === 'route' ? 'team' : 'route';
  const who = `${other} ${nameInWords(driver[other])} on ${model}`;
  const hour = wallTime(startMs, timeZone);
  return `${dimension === 'route' ? 'Route' : 'Team'} ${nameInWords(name)} cost ${usdInWords(nanoUsd)} in the hour from ${hour}, where ${usual}; ${share} of the increase is ${who}.`;
}

/** Null: nothing has a baseline. */
export function describeSavings(savings: BaselineSavings | null): string {
  if (savings === null) return 'No baseline is declared, so nothing can be said of savings.';
  const { estimatedSavedNanoUsd: saved, estimatedSavedShare: share, notComparedNanoUsd } = savings;
  const rest =
    notComparedNanoUsd === 0
      ? ''
      : ` ${usdInWords(notComparedNanoUsd)} of cost has no baseline and is left out.`;
  if (saved === 0) return `By estimate it cost what the declared baseline would have.${rest}`;
  const amount = `${percentInWords(Math.abs(share))} (${usdInWords(Math.abs(saved))})`;
  return `By estimate it cost ${amount} ${saved > 0 ? 'less' : 'more'} than the declared baseline would have.${rest}`;
}

function shareInWords({ estimatedShare, estimatedNanoUsd }: DataQuality): string {
  if (estimatedShare === null) return 'Nothing has a known cost yet.';
  if (estimatedNanoUsd === 0) return 'All of the cost is measured.';
  if (estimatedShare >= 1) return 'All of the cost is estimated.';
  return `${percentInWords(estimatedShare)} of the cost is estimated, the rest measured.`;
}

function driftInWords(drift: number | null): string {
  if (drift === null) return ' It has not been held against an invoice.';
  if (drift === 0) return ' The invoice says the same.';
  return ` The invoice is ${percentInWords(Math.abs(drift))} ${drift > 0 ? 'higher' : 'lower'}.`;
}

export function describeQuality(quality: DataQuality): string {
  const { unpricedAttempts: unpriced, attempts, driftShare } = quality;
  const left =
    unpriced === 0
      ? ''
      : ` ${countInWords(unpriced)} of ${countInWords(attempts)} calls ${unpriced === 1 ? 'has' : 'have'} no known price, so no sum holds ${unpriced === 1 ? 'it' : 'them'}.`;
  return shareInWords(quality) + left + driftInWords(driftShare);
}
