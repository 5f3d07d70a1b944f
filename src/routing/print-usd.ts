/** Amounts in the words of a plan. Pure. */

const nanoPerUsd = 1_000_000_000;
/** A tenth of a thousandth of a dollar: below it a thousandth of a cent is too coarse. */
const smallNanoUsd = 100_000;

/** To a thousandth of a cent; less than a hundredth of one with all its digits, so that nothing but nothing is `$0`. */
export function printUsd(nanoUsd: number): string {
  if (nanoUsd > 0 && nanoUsd < smallNanoUsd)
    return `$${(nanoUsd / nanoPerUsd).toFixed(9).replace(/0+$/, '')}`;
  return `$${Math.round(nanoUsd / 10_000) / 100_000}`;
}
