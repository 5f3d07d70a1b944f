/** What figures mean where a filter takes attempts of a request apart. */
import type { UsageFilter } from '../../ledger/query-usage.ts';

export function ChosenNote({ filter: { model, provider } }: { readonly filter: UsageFilter }) {
  if (model === undefined && provider === undefined) return null;
  return (
    <p class="note">
      With a {model === undefined ? 'provider' : 'model'} chosen, only attempts at it count: requests are
      those that began there, answers are those that it gave, also to requests that began elsewhere.
    </p>
  );
}
