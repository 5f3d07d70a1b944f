/** How old a page is, what is closed, and what the store has not taken yet. Stands on every page with figures. */
import { momentAt } from './clock.ts';
import { count, span } from './format.ts';

export type Freshness = {
  /** When the figures were read. */
  readonly asOfMs: number;
  /** End of the last hour that is over and counted; null: none is. */
  readonly completeUntilMs: number | null;
  /** Notes that wait for the store; `away`: the outbox does not answer; null: there is none. */
  readonly outbox: { readonly depth: number; readonly oldestAtMs: number | null } | 'away' | null;
  /** The store does not answer: these figures were read then. Null: they are fresh. */
  readonly staleSinceMs: number | null;
  readonly timeZone: string;
};

function outboxWords(outbox: Freshness['outbox'], asOfMs: number): string {
  if (outbox === null) return '';
  if (outbox === 'away') return ' The outbox does not answer: rows may be missing.';
  if (outbox.depth === 0) return ' Nothing waits in the outbox.';
  const age = outbox.oldestAtMs === null ? '' : `, the oldest for ${span(asOfMs - outbox.oldestAtMs)}`;
  return ` ${count(outbox.depth)} ${outbox.depth === 1 ? 'note waits' : 'notes wait'} in the outbox${age}: their rows are not in these figures yet.`;
}

export function FreshnessLine({ asOfMs, completeUntilMs, outbox, staleSinceMs, timeZone }: Freshness) {
  // Of old figures nothing is left but what was closed when they were read.
  const untilMs = staleSinceMs === null ? asOfMs : (completeUntilMs ?? staleSinceMs);
  const closed =
    completeUntilMs === null
      ? 'no hour is closed yet'
      : `closed until ${momentAt(completeUntilMs, timeZone)}`;
  return (
    <>
      {staleSinceMs === null ? null : (
        <p class="banner bad" role="alert">
          The store does not answer. These are the last figures that were read, at{' '}
          {momentAt(staleSinceMs, timeZone)}, without the hours that were not closed then.
        </p>
      )}
      <p class="freshness">
        Data until {momentAt(untilMs, timeZone)} {timeZone}; {closed}.{outboxWords(outbox, asOfMs)}
      </p>
    </>
  );
}
