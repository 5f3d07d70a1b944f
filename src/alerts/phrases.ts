/** Amounts, moments, names and addresses as alerts have them. Pure. */

import type { SpendDriver } from '../core/alert.ts';
import { localMs } from '../core/budget-window.ts';
import { nameInWords, usdInWords } from '../finance/words.ts';

export const isoOf = (atMs: number) => new Date(atMs).toISOString().replace('.000Z', 'Z');

/** Of budgets, which may be of parts of a cent. */
export const usdOf = (nanoUsd: number) =>
  `$${(nanoUsd / 1e9).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 6 })}`;

export const countOf = (value: number) => value.toLocaleString('en');

/** `2026-11-30` on the zone's calendar. */
export const dateOf = (atMs: number, timeZone: string) =>
  new Date(localMs(atMs, timeZone)).toISOString().slice(0, 10);

/** `2026-11-30 13:00` on the zone's clock. */
export const timeOf = (atMs: number, timeZone: string) =>
  new Date(localMs(atMs, timeZone)).toISOString().slice(0, 16).replace('T', ' ');

/** One word of a command as a shell takes it, whatever it holds. */
export const wordOf = (text: string) =>
  /^[\w@%+=:,./-]+$/.test(text) && !text.startsWith('-') ? text : `'${text.replaceAll("'", "'\\''")}'`;

/** Path and query of a page of the dashboard. `parts` are escaped. */
export function pageOf(parts: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const path = ['/dashboard', ...parts.map(encodeURIComponent)].join('/');
  const params = new URLSearchParams(query).toString();
  return params === '' ? path : `${path}?${params}`;
}

/** `route code-review on gpt-5.5-pro ($12.30)`, without what the alert is about already. `tail`: behind the amount. */
export function spendInWords(
  driver: SpendDriver | null,
  about: 'route' | 'team' | null,
  tail = '',
): string | null {
  if (driver === null) return null;
  const { route, team, model, nanoUsd } = driver;
  const names = [
    ...(about === 'team' ? [] : [`team ${nameInWords(team)}`]),
    ...(about === 'route' ? [] : [`route ${nameInWords(route)}`]),
  ];
  return `${names.join(', ')} on ${nameInWords(model)} (${usdInWords(nanoUsd)}${tail})`;
}

/** The figures of a driver, for programs. */
export function spendFigures(driver: SpendDriver | null): Readonly<Record<string, number | string | null>> {
  return {
    driver_route: driver?.route ?? null,
    driver_team: driver?.team ?? null,
    driver_model: driver?.model ?? null,
    driver_nano_usd: driver?.nanoUsd ?? null,
  };
}
