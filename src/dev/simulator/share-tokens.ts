// How the tokens of a block are spread over its stream events.
// Must not make events.

/** The pieces of a block, `size` to an event. */
export function inGroups(pieces: readonly string[], size: number): string[][] {
  const groups: string[][] = [];
  for (let at = 0; at < pieces.length; at += size) groups.push(pieces.slice(at, at + size));
  return groups;
}

/** `total` tokens spread over `count` events so that the shares add up. */
export function shareOf(total: number, index: number, count: number): number {
  return Math.floor((total * (index + 1)) / count) - Math.floor((total * index) / count);
}
