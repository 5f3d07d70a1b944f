/** The prices that rows were reckoned with: every version of every model in use, with its first day and its source. */
import type { Catalogue } from '../../core/catalogue.ts';
import type { Price } from '../../core/target.ts';
import { count, unknown } from '../parts/format.ts';
import { type Column, Table } from '../parts/table.tsx';

type Row = { readonly model: string; readonly price: Price };

/** Micro-USD per million tokens as USD, with as many decimals as it has, two at least. */
function rate(microUsd: number | null): string {
  if (microUsd === null) return unknown;
  const text = (microUsd / 1_000_000).toFixed(6).replace(/0{1,4}$/, '');
  return text;
}

function notesOf({ longContext, offPeak, tiers }: Price): string {
  return [
    ...(longContext === undefined
      ? []
      : [
          `from ${count(longContext.fromInputTokens)} input tokens ${rate(longContext.input)} and ${rate(longContext.output)}`,
        ]),
    ...(offPeak === undefined ? [] : [`off-peak times ${offPeak.multiplier / 1000}`]),
    ...Object.entries(tiers ?? {}).map(([tier, factor]) => `${tier} times ${factor / 1000}`),
  ].join('; ');
}

function Source({ source }: { readonly source: string }) {
  return /^https:\/\//.test(source) ? <a href={source}>{new URL(source).hostname}</a> : <span>{source}</span>;
}

const columns: readonly Column<Row>[] = [
  { head: 'Model', isText: true, isWhole: true, cell: ({ model }) => model },
  { head: 'From', isText: true, isWhole: true, cell: ({ price }) => price.from },
  { head: 'Input', unit: 'USD/M tokens', cell: ({ price }) => rate(price.input) },
  { head: 'Cached', unit: 'USD/M tokens', cell: ({ price }) => rate(price.cachedInput) },
  { head: 'Cache write', unit: 'USD/M tokens', cell: ({ price }) => rate(price.cacheWrite5m) },
  { head: 'Output', unit: 'USD/M tokens', cell: ({ price }) => rate(price.output) },
  { head: 'Besides', isText: true, cell: ({ price }) => notesOf(price) },
  { head: 'Source', isText: true, cell: ({ price }) => <Source source={price.source} /> },
  { head: 'Read on', isText: true, isWhole: true, cell: ({ price }) => price.observed },
];

type Props = { readonly names: readonly string[]; readonly findModel: Catalogue['findModel'] };

export function PriceTable({ names, findModel }: Props) {
  const rows = names.flatMap((name) =>
    (findModel(name)?.prices ?? []).toReversed().map((price) => ({ model: name, price })),
  );
  return (
    <section>
      <h2>Prices</h2>
      <Table
        caption="List prices of the models in use, newest first; discounts of a contract come off them"
        rows={rows}
        empty="No model in use has a price."
        columns={columns}
      />
    </section>
  );
}
