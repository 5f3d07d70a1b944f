/**
 * "Did you mean": the names nearest to a mistyped one. Pure and deterministic; for error messages only, never to
 * pick what a request runs on.
 */

/** Longer names are compared by their first characters only, so that a hostile name stays cheap. */
const longestCompared = 64;
const farthest = 0.5;

/** Up to `limit` of `names`, nearest first; empty if none is near. */
export function nearNames(name: string, names: Iterable<string>, limit = 5): string[] {
  const wanted = normalise(name);
  if (wanted === '') return [];
  return [...new Set(names)]
    .map((candidate) => ({ candidate, ...measure(wanted, normalise(candidate)) }))
    .filter((near) => near.score <= farthest)
    .sort((a, b) => a.score - b.score || a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, limit)
    .map((near) => near.candidate);
}

function normalise(name: string): string {
  return name
    .slice(0, longestCompared)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** 0 is the same name; a name that shares the words counts as near even where its letters do not. */
function measure(wanted: string, candidate: string): { score: number; edits: number } {
  const edits = editDistance(wanted, candidate) / Math.max(wanted.length, candidate.length);
  const words = wanted.split('-');
  const theirs = candidate.split('-');
  const shared = words.filter((word) => theirs.includes(word)).length / words.length;
  return { score: Math.min(edits, 1 - shared * 0.8), edits };
}

/** Levenshtein distance, one row at a time. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
