// Days of a report, a page at a time: what the reports of all providers have in common.
// Must not know fields or errors of a provider.

import { type BilledCall, dayOf } from './invoice-bill.ts';

export interface ReportQuery {
  fromMs: number;
  /** Exclusive; days that begin before it are reported whole. */
  toMs: number;
  /** Days of a page. */
  limit: number;
  /** The cursor as the page before gave it; null: the first page. */
  page: string | null;
}

export interface ReportPage {
  days: { fromMs: number; toMs: number; calls: BilledCall[] }[];
  next: string | null;
}

const dayMs = 86_400_000;
/** A cursor holds together what it was made for. */
const mark = 'page_';

const encode = (atMs: number) => `${mark}${Buffer.from(`${atMs}`).toString('base64url')}`;

function decode(page: string): number {
  return page.startsWith(mark)
    ? Number(Buffer.from(page.slice(mark.length), 'base64url').toString())
    : Number.NaN;
}

/** Undefined: the cursor is none of this report. Days without a call are there too, and empty. */
export function pageOf(calls: readonly BilledCall[], query: ReportQuery): ReportPage | undefined {
  const firstMs = dayOf(query.fromMs);
  const startMs = query.page === null ? firstMs : decode(query.page);
  if (!(startMs >= firstMs && startMs < query.toMs) && query.page !== null) return undefined;
  const endMs = Math.min(query.toMs, startMs + query.limit * dayMs);
  const days: ReportPage['days'] = [];
  for (let fromMs = startMs; fromMs < endMs; fromMs += dayMs) {
    const ofDay = calls.filter((call) => call.dayMs === fromMs);
    days.push({ fromMs, toMs: fromMs + dayMs, calls: ofDay });
  }
  const nextMs = startMs + days.length * dayMs;
  return { days, next: nextMs < query.toMs ? encode(nextMs) : null };
}

/** All values of a list, written `name=a&name=b` or `name[]=a&name[]=b`. */
export function listParameter(params: URLSearchParams, name: string): string[] {
  return [...params.getAll(name), ...params.getAll(`${name}[]`)];
}
