/** The prices that rows were reckoned with: every version of every model in use, with its first day and its source. */
import type { Catalogue } from '../../core/catalogue.ts';
import type { Price } from '../../core/target.ts';
import { count, unknown } from '../parts/format.ts';
import { type Column, Table } from '../parts/table.tsx';

/** `price`: null: neither the catalogue nor `routes.config.ts` has any. */
type Row = { readonly model: string; readonly price: Price | null };

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

const noSource = 'unknown: neither in the catalogue nor in routes.config.ts (models)';

function Source({ source }: { readonly source: string }) {
  return /^https:\/\//.test(source) ? <a href={source}>{new URL(source).hostname}</a> : <span>{source}</span>;
}

const columns: readonly Column<Row>[] = [
  { head: 'Model', isText: true, isWhole: true, cell: ({ model }) => model },
  { head: 'From', isText: true, isWhole: true, cell: ({ price }) => price?.from ?? unknown },
  { head: 'Input', unit: 'USD/M tokens', cell: ({ price }) => rate(price?.input ?? null) },
  { head: 'Cached', unit: 'USD/M tokens', cell: ({ price }) => rate(price?.cachedInput ?? null) },
  { head: 'Cache write', unit: 'USD/M tokens', cell: ({ price }) => rate(price?.cacheWrite5m ?? null) },
  { head: 'Output', unit: 'USD/M tokens', cell: ({ price }) => rate(price?.output ?? null) },
  { head: 'Besides', isText: true, cell: ({ price }) => (price === null ? '' : notesOf(price)) },
  { head: 'Source', isText: true, cell: ({ price }) => <Source source={price?.source ?? noSource} /> },
  { head: 'Read on', isText: true, isWhole: true, cell: ({ price }) => price?.observed ?? unknown },
];

type Props = { readonly names: readonly string[]; readonly findModel: Catalogue['findModel'] };

export function PriceTable({ names, findModel }: Props) {
  const rows = names.flatMap((name): Row[] => {
    const prices = findModel(name)?.prices ?? [];
    if (prices.length === 0) return [{ model: name, price: null }];
    return prices.toReversed().map((price) => ({ model: name, price }));
  });
  return (
    <section>
      <h2>Prices</h2>
      <Table
        caption="List prices of the models in use, newest first; discounts of a contract come off them"
        rows={rows}
        empty="No model was used."
        columns={columns}
      />
    </section>
  );
}
