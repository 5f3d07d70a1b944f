/**
 * Numbers as sentences have them. Pure. Rounding never makes something nothing, or a part the whole: what is not 0 is
 * not called `0 %`, what is not all is not called `100 %`.
 */

const nanoPerCent = 10_000_000;
const nanoPerUsd = 1_000_000_000;

const grouped = new Intl.NumberFormat('en-US');
const twoDecimals = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

export const countInWords = (count: number): string => grouped.format(count);

/** `$1,234.50`, `less than $0.01`, `-$3.00`. */
export function usdInWords(nanoUsd: number): string {
  const size = Math.abs(nanoUsd);
  if (size > 0 && size < nanoPerCent) return 'less than $0.01';
  return `${nanoUsd < 0 ? '-' : ''}$${twoDecimals.format(size / nanoPerUsd)}`;
}

/** `share` is not negative: 0.18 is `18 %`. */
export function percentInWords(share: number): string {
  const percent = share * 100;
  if (percent === 0) return '0 %';
  if (percent < 0.1) return 'less than 0.1 %';
  // Near the ends one decimal more, cut off and not rounded.
  const cut = Math.floor(percent * 10) / 10;
  if (percent < 1 || (percent >= 99 && percent < 100)) return `${cut} %`;
  return `${countInWords(Math.round(percent))} %`;
}

/** An empty name is told as one that is missing. */
export const nameInWords = (name: string): string => (name === '' ? '(no name)' : name);

/** `12 times`: for what no percentage can be read of. */
export function timesInWords(times: number): string {
  return `${countInWords(Math.round(times))} times`;
}
