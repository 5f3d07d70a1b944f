/** A request turned into its sparse vector: the one way from text to numbers, in training and at run time. */
import type { LlmRequest } from '../../core/request.ts';
import type { PhraseFinder } from '../lexicon/phrases.ts';
import { clip, type Sample, sampleRequest } from '../sample.ts';
import { normaliseText } from '../text/normalise.ts';
import { type Layout, layOut } from '../text/segments.ts';
import { cutTokens, mixHash, type Tokens } from '../text/tokens.ts';
import { FeatureBag, type SparseVector } from './bag.ts';
import { cuesByZone, findCues, setCues, setSystemCues } from './cues.ts';
import { setFacts } from './facts.ts';
import {
  countCuePairs,
  countGroup,
  countShapedCues,
  countShapedEdges,
  groupNorms,
  type NgramGroup,
} from './ngrams.ts';
import { setStructure } from './structure.ts';

/** `sample`: that of the request, where it is known. */
export type FeatureExtractor = (request: LlmRequest, sample?: Sample) => SparseVector;

/** Units of a turn's start and end that are read: what is asked stands there. */
const readUnits = [550, 550] as const;

const turnGroups = ['words', 'stems', 'head', 'tail'] as const satisfies readonly NgramGroup[];

const firstShape = 0x300;

/** How long a turn is, and whether it ends with a question or with choices. */
function shapeOf(length: number, { choicesAt, asksLast }: Layout): number {
  const size = length < 60 ? 0 : length < 300 ? 1 : 2;
  return firstShape + size * 4 + (choicesAt > 0 ? 2 : 0) + (asksLast ? 1 : 0);
}

/** One turn: its tokens, the cues of its telling zones, its shape. */
type Cut = { tokens: Tokens; zones: number[][]; shape: number; weight: number };

/** Returns the shape of the last turn. */
function addTurns(bag: FeatureBag, find: PhraseFinder, sample: Sample): number {
  const cut: Cut[] = [];
  for (const { text, weight } of sample.turns) {
    const normal = normaliseText(clip(text, readUnits));
    const layout = layOut(normal);
    const hits = findCues(find, normal, layout);
    setCues(bag, hits, weight);
    setStructure(bag, normal, layout, hits, weight);
    const shape = shapeOf(normal.length, layout);
    cut.push({ tokens: cutTokens(normal, layout.choicesAt), zones: cuesByZone(hits), shape, weight });
  }
  for (const group of turnGroups) {
    for (const { tokens, weight } of cut) countGroup(bag, group, tokens, weight);
    bag.closeGroup(groupNorms[group]);
  }
  for (const { zones, weight } of cut)
    zones.forEach((cues, zone) => {
      countCuePairs(bag, cues, zone, weight);
    });
  bag.closeGroup(groupNorms.pairs);
  for (const { zones, shape, weight } of cut)
    zones.forEach((cues, zone) => {
      countShapedCues(bag, 'shapes', cues, mixHash(zone + 1, shape), weight);
    });
  bag.closeGroup(groupNorms.shapes);
  for (const { tokens, shape, weight } of cut) countShapedEdges(bag, tokens, shape, weight);
  bag.closeGroup(groupNorms.edges);
  return cut[0]?.shape ?? firstShape;
}

/** The system prompt says what is to be done with what the user sends: its cues count with the shape of that too. */
function addSystem(bag: FeatureBag, find: PhraseFinder, system: string, shape: number): void {
  if (system === '') return;
  const normal = normaliseText(system);
  const hits = findCues(find, normal, layOut(normal));
  setSystemCues(bag, hits);
  countShapedCues(bag, 'frame', cuesByZone(hits)[0] ?? [], shape, 1);
  bag.closeGroup(groupNorms.frame);
  countGroup(bag, 'system', cutTokens(normal), 1);
  bag.closeGroup(groupNorms.system);
}

/** The vector is valid until the next call. */
export function createFeatureExtractor(find: PhraseFinder): FeatureExtractor {
  const bag = new FeatureBag();
  return (request, sample = sampleRequest(request)) => {
    const shape = addTurns(bag, find, sample);
    addSystem(bag, find, sample.system, shape);
    setFacts(bag, request, sample);
    return bag.take();
  };
}
