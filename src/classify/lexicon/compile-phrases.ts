/**
 * Phrase lists of many languages made into the automaton of `phrases.ts`: for training and tests, never at start.
 * Notation: `|` between phrases, `{a,b}` for either, `*` at the end where the last word may go on, ` * ` between two
 * parts of one sentence.
 */
import { charKind, foldOf, kindOf } from '../text/char-table.ts';
import { mostNodes, type PhraseEnd, type Phrases } from './phrases.ts';

/** Phrases of one language by cue. */
export type CueLines<Name extends string> = { readonly [N in Name]?: string };

/** `a {b,c} d` gives `a b d` and `a c d`. */
function expandPhrase(phrase: string): string[] {
  const open = phrase.indexOf('{');
  if (open === -1) return [phrase];
  const close = phrase.indexOf('}', open);
  const before = phrase.slice(0, open);
  const rest = expandPhrase(phrase.slice(close + 1));
  return phrase
    .slice(open + 1, close)
    .split(',')
    .flatMap((choice) => rest.map((tail) => before + choice + tail));
}

/** Phrases of a line, choices expanded. */
export function readPhrases(line: string): string[] {
  return line
    .split('|')
    .flatMap(expandPhrase)
    .map((phrase) => phrase.trim().replaceAll('  ', ' '))
    .filter((phrase) => phrase !== '');
}

type Draft = { readonly edges: Map<number, Draft>; readonly open: Set<number>; readonly closed: Set<number> };

function emptyDraft(): Draft {
  return { edges: new Map(), open: new Set(), closed: new Set() };
}

function addPhrase(root: Draft, phrase: string, cue: number): void {
  const isOpen = phrase.endsWith('*');
  const text = isOpen ? phrase.slice(0, -1) : phrase;
  let node = root;
  let last: number = charKind.space;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const kind = kindOf(code);
    if (kind === charKind.dropped || (kind === charKind.digit && last === kind)) continue;
    last = kind;
    const label = foldOf(code);
    const next = node.edges.get(label) ?? emptyDraft();
    node.edges.set(label, next);
    node = next;
  }
  const mayGoOn = isOpen || (last !== charKind.letter && last !== charKind.digit);
  (mayGoOn ? node.open : node.closed).add(cue);
}

/** Adds every phrase, gapped ones as two halves; returns the cue of each gapped phrase. */
function draftPhrases(
  root: Draft,
  lines: readonly (readonly [cue: number, line: string])[],
  cueCount: number,
) {
  const gapCues: number[] = [];
  for (const [cue, line] of lines) {
    for (const phrase of readPhrases(line)) {
      const [first = '', second] = phrase.split(' * ');
      if (second === undefined) addPhrase(root, first, cue);
      else {
        const half = cueCount + 2 * (gapCues.push(cue) - 1);
        addPhrase(root, first, half);
        addPhrase(root, second, half + 1);
      }
    }
  }
  return gapCues;
}

type Node = { readonly edges: readonly (readonly [label: number, target: number])[]; readonly end: number };

/** Equal ends of phrases become one node: what is left is the smallest automaton. */
function minimise(root: Draft): { nodes: Node[]; outcomes: PhraseEnd[]; start: number } {
  const nodes: Node[] = [];
  const outcomes: PhraseEnd[] = [];
  const numbers = new Map<string, number>();
  const number = (key: string, make: () => number): number => {
    const known = numbers.get(key) ?? make();
    numbers.set(key, known);
    return known;
  };
  const visit = (draft: Draft): number => {
    const edges = [...draft.edges]
      .sort(([a], [b]) => a - b)
      .map(([label, next]) => [label, visit(next)] as const);
    const outcome = { open: [...draft.open].sort(), closed: [...draft.closed].sort() };
    const hasEnd = draft.open.size + draft.closed.size > 0;
    const end = hasEnd ? number(`end ${JSON.stringify(outcome)}`, () => outcomes.push(outcome)) : 0;
    return number(`node ${end} ${edges.join(' ')}`, () => nodes.push({ edges, end }) - 1);
  };
  return { start: visit(root), nodes, outcomes };
}

/** Cues are numbered in the order of `names`. */
export function compilePhrases<Name extends string>(
  names: readonly Name[],
  languages: readonly CueLines<Name>[],
): Phrases {
  const root = emptyDraft();
  const lines = names.flatMap((name, cue) =>
    languages.map((language) => [cue, (language[name] as string | undefined) ?? ''] as const),
  );
  const gapCues = draftPhrases(root, lines, names.length);
  const { nodes, outcomes, start } = minimise(root);
  // the root was numbered last; it becomes node 0
  const swap = (node: number) => (node === start ? 0 : node === 0 ? start : node);
  const ordered = nodes.map((_, node) => nodes[swap(node)] as Node);
  if (ordered.length > mostNodes) throw new Error(`${ordered.length} nodes are more than can be numbered`);
  const edges = ordered.flatMap((node) => node.edges);
  const firstEdges = new Uint32Array(ordered.length + 1);
  ordered.forEach((node, at) => {
    firstEdges[at + 1] = (firstEdges[at] ?? 0) + node.edges.length;
  });
  return {
    firstEdges,
    labels: Uint16Array.from(edges, ([label]) => label),
    distances: Uint16Array.from(
      ordered.flatMap((node, at) => node.edges.map(([, target]) => (at - swap(target)) & 0xffff)),
    ),
    ends: Uint16Array.from(ordered, ({ end }) => end),
    outcomes,
    cueCount: names.length,
    gapCues: Uint16Array.from(gapCues),
  };
}
