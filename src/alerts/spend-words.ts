/** What alerts of cost say: odd hours, new top spenders, estimates, bills that differ. Pure. */
import type { AnomalyAlert, DriftAlert, EstimatedAlert, TopSpenderAlert } from '../core/alert.ts';
import { nameInWords, percentInWords, usdInWords } from '../finance/words.ts';
import { countOf, dateOf, isoOf, pageOf, spendFigures, spendInWords, timeOf, wordOf } from './phrases.ts';
import type { Words } from './words.ts';

const titled = { route: 'Route', team: 'Team' } as const;

export const anomalyWords: Words<AnomalyAlert> = {
  severity: () => 'warning',
  subject: ({ dimension, name, startMs }) => ({ dimension, name, hour_start: isoOf(startMs) }),
  figures: ({ nanoUsd, usualNanoUsd, driver }) => ({
    cost_nano_usd: nanoUsd,
    usual_nano_usd: usualNanoUsd,
    ...spendFigures(driver),
  }),
  message: ({ dimension, name, startMs, timeZone, nanoUsd, usualNanoUsd }) => {
    const usual = usualNanoUsd === 0 ? 'nothing is usual' : `${usdInWords(usualNanoUsd)} is usual`;
    return `${titled[dimension]} ${nameInWords(name)} cost ${usdInWords(nanoUsd)} in the hour from ${timeOf(startMs, timeZone)} (${timeZone}), where ${usual}.`;
  },
  driver: ({ driver, dimension }) => spendInWords(driver, dimension, ' above its usual'),
  page: ({ dimension, name, startMs, timeZone }) => {
    const day = dateOf(startMs, timeZone);
    return pageOf(['explore'], { from: day, to: day, [dimension]: name });
  },
  command: ({ dimension, name, startMs, timeZone }) => {
    const day = dateOf(startMs, timeZone);
    return `usage --${dimension} ${wordOf(name)} --from ${day} --to ${day} --by hour,${dimension === 'route' ? 'team' : 'route'},model`;
  },
};

export const topSpenderWords: Words<TopSpenderAlert> = {
  severity: () => 'info',
  subject: ({ dimension, name, from, to }) => ({ dimension, name, from, to }),
  figures: ({ nanoUsd, beforeNanoUsd, displaced, driver }) => ({
    cost_nano_usd: nanoUsd,
    before_nano_usd: beforeNanoUsd,
    displaced,
    ...spendFigures(driver),
  }),
  message: ({ dimension, name, from, to, nanoUsd, beforeNanoUsd, displaced }) =>
    `${titled[dimension]} ${nameInWords(name)} spends most now: ${usdInWords(nanoUsd)} from ${from} to ${to}, ${usdInWords(beforeNanoUsd)} in the week before, when ${nameInWords(displaced)} was first.`,
  driver: ({ driver, dimension }) => spendInWords(driver, dimension),
  page: ({ dimension, name, from, to }) => pageOf([`${dimension}s`, name], { from, to }),
  command: ({ dimension, name, from, to }) =>
    `usage --${dimension} ${wordOf(name)} --from ${from} --to ${to} --by day,model`,
};

export const estimatedWords: Words<EstimatedAlert> = {
  severity: () => 'warning',
  subject: ({ from, to }) => ({ from, to }),
  figures: ({ nanoUsd, estimatedNanoUsd, limitShare, driver }) => ({
    cost_nano_usd: nanoUsd,
    estimated_nano_usd: estimatedNanoUsd,
    limit_share: limitShare,
    ...spendFigures(driver),
  }),
  message: ({ from, to, nanoUsd, estimatedNanoUsd }) =>
    `${percentInWords(estimatedNanoUsd / nanoUsd)} of the cost from ${from} to ${to} is estimated: ${usdInWords(estimatedNanoUsd)} of ${usdInWords(nanoUsd)}, which providers have not counted.`,
  driver: ({ driver }) => spendInWords(driver, null),
  page: ({ from, to }) => pageOf([], { from, to }),
  command: ({ from, to }) => `usage --from ${from} --to ${to} --by route,model`,
};

export const driftWords: Words<DriftAlert> = {
  severity: () => 'warning',
  subject: ({ provider, from, to }) => ({ provider, from, to }),
  figures: ({ ledgerNanoUsd, billedNanoUsd, days, limitShare, driver }) => ({
    ledger_nano_usd: ledgerNanoUsd,
    billed_nano_usd: billedNanoUsd,
    drift_nano_usd: billedNanoUsd - ledgerNanoUsd,
    days,
    limit_share: limitShare,
    driver_day: driver.day,
    driver_nano_usd: driver.driftNanoUsd,
  }),
  message: ({ provider, from, to, days, ledgerNanoUsd, billedNanoUsd }) => {
    const drift = billedNanoUsd - ledgerNanoUsd;
    const share = billedNanoUsd === 0 ? '' : ` (${percentInWords(Math.abs(drift / billedNanoUsd))})`;
    const more = drift > 0 ? 'more' : 'less';
    return `${provider} bills ${usdInWords(Math.abs(drift))}${share} ${more} than the ledger has: ${usdInWords(billedNanoUsd)} against ${usdInWords(ledgerNanoUsd)} over ${countOf(days)} ${days === 1 ? 'day' : 'days'} from ${from} to ${to}.`;
  },
  driver: ({ driver }) => `${driver.day} (${usdInWords(driver.driftNanoUsd)})`,
  page: ({ from, to }) => pageOf(['reconcile'], { from, to }),
  command: ({ provider, from, to }) => `reconcile --provider ${provider} --from ${from} --to ${to}`,
};
