/** Numbers as people read them: money, tokens, times, shares. Unknown is null and stays null; it is never 0. */

type Unknown = null | undefined;

/** Micro-USD per million tokens as USD, with no more digits than it needs: `0.05`, `1.25`, `30`. */
export function printRate(microUsd: number | Unknown): string | null {
  return microUsd === null || microUsd === undefined ? null : String(microUsd / 1_000_000);
}

/** Rates one under the other: the same number of decimals for all, so that their points stand in line. */
export function alignPoints(texts: readonly (string | null)[]): (string | null)[] {
  const decimals = (text: string) => text.split('.')[1]?.length ?? 0;
  const most = Math.max(0, ...texts.map((text) => (text === null ? 0 : decimals(text))));
  return texts.map((text) => {
    if (text === null || most === 0) return text;
    const own = decimals(text);
    return `${text}${own === 0 ? ' ' : ''}${' '.repeat(most - own)}`;
  });
}

/** Nano-USD as dollars: two decimals from a dollar on, else three digits that count. */
export function printUsd(nanoUsd: number | Unknown): string | null {
  if (nanoUsd === null || nanoUsd === undefined) return null;
  const usd = nanoUsd / 1_000_000_000;
  if (usd === 0) return '$0';
  const sign = usd < 0 ? '-' : '';
  const size = Math.abs(usd);
  if (size >= 1) return `${sign}$${groupThousands(size.toFixed(2))}`;
  const digits = Math.min(9, 2 - Math.floor(Math.log10(size)));
  return `${sign}$${size.toFixed(digits)}`;
}

function groupThousands(fixed: string): string {
  const [whole = '', rest = ''] = fixed.split('.');
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${rest}`;
}

/** `950`, `12.5k`, `1.05M`. */
export function printTokens(tokens: number | Unknown): string | null {
  if (tokens === null || tokens === undefined) return null;
  if (tokens < 1000) return String(Math.round(tokens));
  if (tokens < 999_500) return `${Number((tokens / 1000).toPrecision(3))}k`;
  return `${Number((tokens / 1_000_000).toPrecision(3))}M`;
}

/** `0.45 s`, `18.5 s`, `4 min`. */
export function printDuration(ms: number | Unknown): string | null {
  if (ms === null || ms === undefined) return null;
  const seconds = ms / 1000;
  if (seconds < 10) return `${Number(seconds.toPrecision(2))} s`;
  if (seconds < 120) return `${Number(seconds.toPrecision(3))} s`;
  return `${Number((seconds / 60).toPrecision(2))} min`;
}

/** A share of 0-1. */
export function printShare(share: number | Unknown): string | null {
  if (share === null || share === undefined) return null;
  return `${(share * 100).toFixed(share !== 0 && Math.abs(share) < 0.1 ? 1 : 0)} %`;
}
