/** What stands above the figures of every page that has a period: its filters, how old it is, whether demo traffic is in it. */
import type { UsageRequest } from '../../endpoints/read-usage-query.ts';
import type { UsageFilter, UsageName } from '../../ledger/query-usage.ts';
import type { PageCall } from '../call.ts';
import { type Preset, presetsAt } from '../period.ts';
import type { Figures } from '../usage.ts';
import { DemoNote } from './demo-note.tsx';
import { FilterBar } from './filter-bar.tsx';
import { type Freshness, FreshnessLine } from './freshness.tsx';

type PeriodHeadProps = {
  readonly call: PageCall;
  readonly request: UsageRequest;
  readonly figures: Figures;
  readonly freshness: Freshness;
  /** What may be chosen, in this order. */
  readonly filters: readonly UsageName[];
  /** What the choices are taken from; by default all that is seen. */
  readonly within?: UsageFilter;
  readonly presets?: readonly Preset[];
};

export function PeriodHead({
  call,
  request,
  figures,
  freshness,
  filters,
  within = {},
  presets,
}: PeriodHeadProps) {
  const { timeZone } = call.deps.config.ledger;
  const namesOf = (name: UsageName) =>
    figures.by([name], within).groups.map(({ names: [each = ''] }) => each);
  return (
    <>
      <FilterBar
        url={call.url}
        request={request}
        presets={presets ?? presetsAt({ timeZone, nowMs: call.nowMs })}
        timeZone={timeZone}
        choices={Object.fromEntries(filters.map((name) => [name, namesOf(name)]))}
      />
      <FreshnessLine {...freshness} />
      <DemoNote teams={namesOf('team')} />
    </>
  );
}

/** In place of figures. */
export function NoRequests({ request }: { readonly request: UsageRequest }) {
  const narrowed = Object.keys(request.filter).length > 0 ? ' that the filters let through' : '';
  return <p class="empty">No request in this period{narrowed}.</p>;
}
