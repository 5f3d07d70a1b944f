/** Divides a whole amount by weights so that the parts are whole and add up to it. Pure. */

/**
 * In the order of the weights, each of which is not negative; what rounding leaves goes to the largest remainders.
 * Where all weights are 0 the first part is all of it.
 */
export function shareOut(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (sum === 0n) return weights.map((_, at) => (at === 0 ? total : 0));
  const amount = BigInt(Math.abs(total));
  const shares = weights.map((weight, at) => {
    const product = amount * BigInt(weight);
    return { at, whole: Number(product / sum), rest: product % sum };
  });
  let left = Number(amount) - shares.reduce((all, { whole }) => all + whole, 0);
  const byRest = [...shares].sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest > b.rest ? -1 : 1));
  for (const share of byRest) {
    if (left === 0) break;
    share.whole++;
    left--;
  }
  return shares.map(({ whole }) => (total < 0 ? 0 - whole : whole));
}
