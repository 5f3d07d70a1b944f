/**
 * Figures as people read them: money with two decimals, counts with thousands apart, shares in per cent. Pure. What is
 * not known is a dash, never a zero; what is too small for two decimals says so.
 */

import type { ReportingCurrency } from '../../core/config.ts';

/** What stands where nothing is known. */
export const unknown = '–';

const grouped = (digits: string) => digits.replace(/\B(?=(\d{3})+$)/g, ',');
const minus = '−';

/** Hundredths of a unit of which `perHundredth` make one, rounded half away from zero; integers throughout. */
function hundredths(value: number, perHundredth: number): number {
  const whole = Math.floor(Math.abs(value) / perHundredth);
  return whole + (Math.abs(value) % perHundredth >= perHundredth / 2 ? 1 : 0);
}

/** Whole nano-USD as USD, without a sign of currency: that stands in the head of the column. */
export function money(nanoUsd: number | null): string {
  if (nanoUsd === null) return unknown;
  const cents = hundredths(nanoUsd, 10_000_000);
  if (cents === 0 && nanoUsd !== 0) return nanoUsd > 0 ? '< 0.01' : `> ${minus}0.01`;
  const digits = String(cents).padStart(3, '0');
  const text = `${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`;
  return nanoUsd < 0 ? `${minus}${text}` : text;
}

/** What an axis of whole nano-USD says at its ticks: as many decimals as tell them apart and are not rounded, two at least. */
export function moneyTicks(ticks: readonly number[]): string[] {
  const isWhole = (value: number) => Math.abs(value - Math.round(value)) < 1e-6;
  const decimals = [2, 3, 4, 5, 6, 7, 8].find((each) =>
    ticks.every((tick) => isWhole(tick / 10 ** (9 - each))),
  );
  return ticks.map((tick) => {
    const [whole = '', part = ''] = (tick / 1e9).toFixed(decimals ?? 9).split('.');
    return `${grouped(whole)}.${part}`;
  });
}

/** The same where it stands alone: `$1,234.50`, `−$3.00`, `< $0.01`. */
export function dollars(nanoUsd: number | null): string {
  const text = money(nanoUsd);
  return nanoUsd === null ? text : text.replace(/(\d)/, '$$$1');
}

/** USD of one call, mostly far below a cent: three digits that count; from a dollar on as `money`. */
export function fineMoney(nanoUsd: number | null): string {
  if (nanoUsd === null || nanoUsd === 0 || Math.abs(nanoUsd) >= 1e9)
    return money(nanoUsd === null ? null : Math.round(nanoUsd));
  const usd = Math.abs(nanoUsd) / 1e9;
  const text = usd.toFixed(Math.min(9, 2 - Math.floor(Math.log10(usd))));
  return nanoUsd < 0 ? `${minus}${text}` : text;
}

/** The same in another currency, at the rate of one day: `1,535.10 EUR`; null: there is none, or nothing to tell. */
export function inCurrency(nanoUsd: number | null, currency: ReportingCurrency | null): string | null {
  if (nanoUsd === null || currency === null) return null;
  return `${money(Math.round(nanoUsd * currency.perUsd))} ${currency.code}`;
}

export function count(value: number | null): string {
  if (value === null) return unknown;
  const text = grouped(String(Math.abs(Math.round(value))));
  return value < 0 ? `${minus}${text}` : text;
}

/** A share of 1 in per cent, with one decimal below 10. */
export function percent(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return unknown;
  const value = Math.abs(share) * 100;
  if (value > 0 && value < 0.05) return share > 0 ? '< 0.1 %' : `> ${minus}0.1 %`;
  // What is not all is not shown as all.
  const isNearlyAll = value >= 99.5 && value < 100;
  const shown = isNearlyAll ? Math.floor(value * 10) / 10 : value;
  const text = `${value < 9.95 || isNearlyAll ? shown.toFixed(1) : grouped(value.toFixed(0))} %`;
  return share < 0 ? `${minus}${text}` : text;
}

/** A difference says its direction in a word as well. */
export function change(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return unknown;
  if (Math.abs(share) < 0.0005) return 'unchanged';
  return `${share > 0 ? 'up' : 'down'} ${percent(Math.abs(share))}`;
}

/** Milliseconds; seconds from ten thousand on. */
export function duration(ms: number | null): string {
  if (ms === null) return unknown;
  return ms < 10_000 ? `${count(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

/** How long ago or how long still, in one or two units: `6 d 4 h`. */
export function span(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  const [days, hours] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24];
  if (minutes < 1) return `${Math.max(0, Math.floor(ms / 1000))} s`;
  if (days > 0) return hours === 0 ? `${days} d` : `${days} d ${hours} h`;
  return hours > 0 ? `${hours} h ${minutes % 60} min` : `${minutes} min`;
}

/** 0-1; null where there is nothing to be a share of. */
export function shareOf(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || whole === 0 ? null : part / whole;
}
