/** What has to be known to read figures of routes rightly; nothing where all is as usual. */
import type { UsageFilter } from '../../ledger/query-usage.ts';
import { changeSentence } from '../change-sentence.ts';
import { count } from '../parts/format.ts';
import { type ComparedFigures, comparableOf, isNothing, untilWords } from '../read-compared.ts';

type NotesProps = {
  readonly compared: ComparedFigures | null;
  /** Attempts of unknown price. */
  readonly unpriced: number;
  readonly filter: UsageFilter;
  readonly timeZone: string;
};

export function Notes({ compared, unpriced, filter, timeZone }: NotesProps) {
  return (
    <>
      {compared === null ? null : (
        <p>
          {changeSentence(compared, timeZone)}
          {comparableOf(compared) === null || isNothing(compared) ? null : (
            <>
              {' '}
              <span class="note">
                Against {compared.name}
                {untilWords(compared)}.
              </span>
            </>
          )}
        </p>
      )}
      {unpriced === 0 ? null : (
        <p class="banner">
          {count(unpriced)} {unpriced === 1 ? 'attempt has' : 'attempts have'} no known price and no part in
          any cost.
        </p>
      )}
      {filter.model === undefined ? null : (
        <p class="note">
          With a model chosen, only attempts at it count: requests are those that began there, answers are
          those that it gave, also to requests that began elsewhere.
        </p>
      )}
    </>
  );
}
