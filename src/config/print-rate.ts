/** A rate of a price list as people write it: integer micro-USD per million tokens -> `$0.15`. */

export function printRate(microUsd: number | null): string {
  return microUsd === null ? 'an unknown price' : `$${microUsd / 1_000_000}`;
}
