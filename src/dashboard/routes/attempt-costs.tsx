/** How much single attempts cost, and what they cost by the kind of token. */

import { knownCostOf } from '../../finance/day-costs.ts';
import type { Counters } from '../../ledger/counters.ts';
import { countOf, percentile } from '../../ledger/histogram.ts';
import { Bars } from '../charts/bars.tsx';
import { count, fineMoney, money, percent, shareOf } from '../parts/format.ts';
import { SumLine } from '../parts/sum-line.tsx';
import { Table } from '../parts/table.tsx';
import { type CostStep, costSteps, printEdge } from './cost-histogram.ts';

function stepName({ from, to }: CostStep): string {
  if (from === 0) return `below ${printEdge(to)}`;
  return to === Number.POSITIVE_INFINITY
    ? `${printEdge(from)} or more`
    : `${printEdge(from)} to ${printEdge(to)}`;
}

export function AttemptCosts({ counters }: { readonly counters: Counters }) {
  const { costNanoUsd } = counters;
  const priced = countOf(costNanoUsd);
  const half = fineMoney(percentile(costNanoUsd, 0.5));
  const steps = costSteps(costNanoUsd);
  if (steps.length === 0) return <p class="empty">No attempt with a price in this period.</p>;
  return (
    <Bars
      caption={`Of ${count(priced)} priced attempts half cost $${half} or less, and one in twenty more than $${fineMoney(percentile(costNanoUsd, 0.95))}.`}
      title="Attempts by what they cost, in steps of 1, 2 and 5"
      unit="attempts"
      series={['Attempts']}
      print={count}
      leastStep={1}
      bars={steps.map((step) => ({
        name: stepName(step),
        label: printEdge(step.from),
        values: [step.attempts],
      }))}
    />
  );
}

type Kind = { readonly name: string; readonly tokens: number | null; readonly nanoUsd: number };

function kindsOf(counters: Counters): Kind[] {
  const {
    inputTokens,
    cacheReadInputTokens: read,
    cacheCreationInputTokens: written,
    outputTokens,
  } = counters;
  return [
    { name: 'Input', tokens: Math.max(0, inputTokens - read - written), nanoUsd: counters.costInput },
    { name: 'Input read from cache', tokens: read, nanoUsd: counters.costCacheRead },
    { name: 'Input written to cache', tokens: written, nanoUsd: counters.costCacheWrite },
    { name: 'Output, reasoning included', tokens: outputTokens, nanoUsd: counters.costOutput },
    { name: "Providers' own tools", tokens: null, nanoUsd: counters.costTools },
  ];
}

export function TokenKinds({ counters }: { readonly counters: Counters }) {
  const kinds = kindsOf(counters);
  const cost = knownCostOf(counters);
  const { outputTokens, reasoningOutputTokens } = counters;
  const known = (nanoUsd: number) => (cost === null ? null : nanoUsd);
  return (
    <>
      <Table
        caption="Tokens and cost by kind, of all attempts"
        rows={kinds}
        columns={[
          { head: 'Kind', isText: true, cell: ({ name }) => name, sum: 'Together' },
          {
            head: 'Tokens',
            cell: ({ tokens }) => (tokens === null ? '' : count(tokens)),
            sum: count(counters.inputTokens + outputTokens),
          },
          { head: 'Cost', unit: 'USD', cell: ({ nanoUsd }) => money(known(nanoUsd)), sum: money(cost) },
          { head: 'Share', unit: 'of cost', cell: ({ nanoUsd }) => percent(shareOf(known(nanoUsd), cost)) },
        ]}
      />
      <SumLine what="Kinds" rows={kinds.map(({ nanoUsd }) => known(nanoUsd))} headline={cost} />
      <p class="note">
        Of the output {percent(shareOf(reasoningOutputTokens, outputTokens))} was reasoning:{' '}
        {count(reasoningOutputTokens)} tokens. Where writing to a cache has no price of its own, it is billed
        as input.
      </p>
    </>
  );
}
