/** Every attempt of one request: what became of it and when, what it used, what it cost by meter and at which price. */
import { type Row, totalOf } from '../../core/row.ts';
import { count, fineMoney, unknown } from '../parts/format.ts';
import { SumLine } from '../parts/sum-line.tsx';
import { Table } from '../parts/table.tsx';
import { type Attempt, meters, type RequestCost } from './load-request.ts';
import { outcomeOf, roleWords, sourceWords } from './row-words.ts';

type WhatProps = {
  readonly attempts: readonly Attempt[];
  /** When the request was decided, or its first attempt began. */
  readonly fromMs: number;
};

export function Attempts({ attempts, fromMs }: WhatProps) {
  return (
    <Table
      caption="Attempts in the order of their numbers; times from the decision on"
      rows={attempts}
      columns={[
        { head: '#', cell: ({ number }) => number },
        { head: 'Role', isText: true, cell: ({ role }) => roleWords[role] },
        {
          head: 'Target',
          isText: true,
          cell: ({ target, modelServed }) => (
            <>
              {target} <small>{modelServed}</small>
            </>
          ),
        },
        { head: 'Provider', isText: true, cell: ({ provider }) => provider },
        {
          head: 'Protocol',
          isText: true,
          cell: ({ protocol, lane }) => `${protocol}${lane === 'translate' ? ', translated' : ''}`,
        },
        { head: 'Outcome', isText: true, cell: outcomeOf },
        { head: 'Began', unit: 'after ms', cell: ({ startedAtMs }) => count(startedAtMs - fromMs) },
        { head: 'First event', unit: 'ms', cell: ({ firstEventMs }) => count(firstEventMs) },
        { head: 'Took', unit: 'ms', cell: ({ durationMs }) => count(durationMs) },
        { head: 'Lost on the way', isText: true, cell: ({ losses }) => losses.join(', ') },
      ]}
    />
  );
}

export function Tokens({ attempts }: { readonly attempts: readonly Attempt[] }) {
  return (
    <Table
      caption="Tokens; cached ones are part of the input, reasoning is part of the output"
      rows={attempts}
      columns={[
        { head: '#', cell: ({ number }) => number },
        { head: 'Input', cell: ({ usage }) => count(usage.inputTokens ?? null) },
        { head: 'From cache', cell: ({ usage }) => count(usage.cacheReadInputTokens ?? null) },
        { head: 'To cache', cell: ({ usage }) => count(usage.cacheCreationInputTokens ?? null) },
        { head: 'Output', cell: ({ usage }) => count(usage.outputTokens ?? null) },
        { head: 'Reasoning', cell: ({ usage }) => count(usage.reasoningOutputTokens ?? null) },
        { head: 'Counted', isText: true, cell: ({ usageSource }) => sourceWords[usageSource] },
      ]}
    />
  );
}

const meterHeads: Readonly<Record<(typeof meters)[number], string>> = {
  input: 'Input',
  cacheRead: 'From cache',
  cacheWrite: 'To cache',
  output: 'Output',
  tools: 'Tools',
};

type CostsProps = { readonly rows: readonly Row[]; readonly cost: RequestCost };

export function Costs({ rows, cost }: CostsProps) {
  const known = cost.nanoUsd !== null;
  return (
    <>
      <Table
        caption="Cost by meter, USD"
        rows={rows}
        columns={[
          { head: '#', cell: ({ attempt }) => attempt, sum: 'All' },
          { head: 'Model', isText: true, cell: ({ model }) => model },
          ...meters.map((meter) => ({
            head: meterHeads[meter],
            cell: (row: Row) => fineMoney(row.cost?.[meter] ?? null),
            sum: fineMoney(known ? cost.byMeter[meter] : null),
          })),
          {
            head: 'Cost',
            cell: (row) => fineMoney(row.cost && totalOf(row.cost)),
            sum: fineMoney(cost.nanoUsd),
          },
          { head: 'At list', cell: ({ listNanoUsd }) => fineMoney(listNanoUsd) },
          { head: 'At the baseline', cell: ({ baselineNanoUsd }) => fineMoney(baselineNanoUsd) },
          {
            head: 'Price of',
            isText: true,
            isWhole: true,
            cell: ({ priceVersion }) => priceVersion ?? unknown,
          },
        ]}
      />
      <SumLine
        what="Attempts"
        rows={rows.map((row) => row.cost && totalOf(row.cost))}
        headline={cost.nanoUsd}
      />
      <p class="note">
        The baseline is what the same tokens would have cost at the target that the route declares. Shadows
        and second looks are paid and are no part of the answer.
      </p>
    </>
  );
}
