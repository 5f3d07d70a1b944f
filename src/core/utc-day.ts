/** Days of UTC as people and files write them: `2026-10-05`. Pure. */

/** Milliseconds at its start; null: it is written in another way, or the calendar does not have it. */
export function utcDayStart(text: string): number | null {
  const atMs = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return Number.isNaN(atMs) || !new Date(atMs).toISOString().startsWith(text) ? null : atMs;
}
