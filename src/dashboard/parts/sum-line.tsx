/** Rows against their headline, to the nano-dollar: a page that disagrees with itself says so instead of hiding it. */
import { printUsd } from '../../finance/print-csv.ts';
import { dollars } from './format.ts';

type SumLineProps = {
  /** Whole nano-USD of each row; null: no price is known, and nothing is added. */
  readonly rows: readonly (number | null)[];
  readonly headline: number | null;
  readonly what: string;
};

export function SumLine({ rows, headline, what }: SumLineProps) {
  const sum = rows.reduce<number>((total, row) => total + (row ?? 0), 0);
  if (sum === (headline ?? 0))
    return (
      <p class="sum-line">
        {what} add up to {dollars(headline)}, the headline, to the nano-dollar.
      </p>
    );
  return (
    <p class="sum-line bad" role="alert">
      {what} add up to ${printUsd(sum)}, and the headline says ${printUsd(headline ?? 0)}. Do not use this
      page; tell whoever runs the router.
    </p>
  );
}
