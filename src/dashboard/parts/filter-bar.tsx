/** The period and filters of a page as one form of plain fields: it works without scripts and stands in the URL. */
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import { type UsageName, unclassified } from '../../ledger/query-usage.ts';
import type { FilterName, Preset } from '../period.ts';
import { hrefWith } from '../period.ts';
import { dateAt } from './clock.ts';

type FilterBarProps = {
  readonly url: URL;
  readonly request: UsageRequest;
  readonly presets: readonly Preset[];
  readonly timeZone: string;
  /** What there is to choose from, by filter; a filter without choices is not shown. */
  readonly choices: Partial<Record<UsageName, readonly string[]>>;
};

const labels: Readonly<Record<UsageName, string>> = {
  route: 'Route',
  model: 'Model',
  team: 'Team',
  task: 'Task',
};

/** Requests without a task have no name of their own; an empty value is all. */
const choiceOf = (name: string): string => name || unclassified;
const wordsOf = (name: string): string => name || 'not classified';

function Choice({
  name,
  values,
  chosen,
}: {
  name: UsageName;
  values: readonly string[];
  chosen: readonly string[];
}) {
  const all = [...new Set([...values, ...chosen])].sort();
  return (
    <label>
      {labels[name]}
      <select name={name}>
        <option value="">all</option>
        {all.map((value) => (
          <option value={choiceOf(value)} selected={chosen.length === 1 && chosen[0] === value}>
            {wordsOf(value)}
          </option>
        ))}
      </select>
    </label>
  );
}

export function FilterBar({ url, request, presets, timeZone, choices }: FilterBarProps) {
  const { fromMs, toMs, filter } = request;
  const isPreset = ({ from, to }: Preset) =>
    url.searchParams.get('from') === from && url.searchParams.get('to') === to;
  const set = Object.entries(filter) as [FilterName, readonly string[]][];
  return (
    <section class="filters" aria-label="Period and filters">
      <ul class="presets">
        {presets.map((preset) => (
          <li>
            <a
              href={hrefWith(url, { from: preset.from, to: preset.to })}
              aria-current={isPreset(preset) ? 'true' : undefined}
            >
              {preset.name}
            </a>
          </li>
        ))}
      </ul>
      <form method="get" action={url.pathname}>
        <label>
          From
          <input type="date" name="from" value={dateAt(fromMs, timeZone)} required />
        </label>
        <label>
          To
          <input type="date" name="to" value={dateAt(toMs - 1, timeZone)} required />
        </label>
        {(Object.keys(choices) as UsageName[]).map((name) => (
          <Choice name={name} values={choices[name] ?? []} chosen={filter[name] ?? []} />
        ))}
        <button type="submit">Show</button>
      </form>
      {set.length === 0 ? null : (
        <p class="set">
          Only {set.map(([name, values]) => `${name} ${values.map(wordsOf).join(' or ')}`).join(', ')}.{' '}
          <a href={hrefWith(url, Object.fromEntries(set.map(([name]) => [name, null])))}>Show all</a>
        </p>
      )}
    </section>
  );
}
