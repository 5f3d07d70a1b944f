/** A request turned into its sparse vector: the one way from text to numbers, in training and at run time. */
import type { LlmRequest } from '../../core/request.ts';
import type { PhraseFinder } from '../lexicon/phrases.ts';
import { clip, type Sample, sampleRequest } from '../sample.ts';
import { normaliseText } from '../text/normalise.ts';
import { layOut } from '../text/segments.ts';
import { cutTokens, type Tokens } from '../text/tokens.ts';
import { FeatureBag, type SparseVector } from './bag.ts';
import { type CueHits, cuesByZone, findCues, setCues, setSystemCues } from './cues.ts';
import { setFacts } from './facts.ts';
import { countCuePairs, countGroup, groupNorms, type NgramGroup } from './ngrams.ts';
import { setStructure } from './structure.ts';

/** `sample`: that of the request, where it is known. */
export type FeatureExtractor = (request: LlmRequest, sample?: Sample) => SparseVector;

/** Units of a turn's start and end that are read: what is asked stands there. */
const readUnits = [700, 400] as const;

const turnGroups = ['words', 'stems', 'head', 'tail'] as const satisfies readonly NgramGroup[];

function addTurns(bag: FeatureBag, find: PhraseFinder, sample: Sample): void {
  const cut: { tokens: Tokens; hits: CueHits; weight: number }[] = [];
  for (const { text, weight } of sample.turns) {
    const normal = normaliseText(clip(text, readUnits));
    const layout = layOut(normal);
    const hits = findCues(find, normal, layout);
    setCues(bag, hits, weight);
    setStructure(bag, normal, layout, hits, weight);
    cut.push({ tokens: cutTokens(normal), hits, weight });
  }
  for (const group of turnGroups) {
    for (const { tokens, weight } of cut) countGroup(bag, group, tokens, weight);
    bag.closeGroup(groupNorms[group]);
  }
  for (const { hits, weight } of cut)
    cuesByZone(hits).forEach((cues, zone) => {
      countCuePairs(bag, cues, zone, weight);
    });
  bag.closeGroup(groupNorms.pairs);
}

function addSystem(bag: FeatureBag, find: PhraseFinder, system: string): void {
  if (system === '') return;
  const normal = normaliseText(system);
  setSystemCues(bag, findCues(find, normal, layOut(normal)));
  countGroup(bag, 'system', cutTokens(normal), 1);
  bag.closeGroup(groupNorms.system);
}

/** The vector is valid until the next call. */
export function createFeatureExtractor(find: PhraseFinder): FeatureExtractor {
  const bag = new FeatureBag();
  return (request, sample = sampleRequest(request)) => {
    addTurns(bag, find, sample);
    addSystem(bag, find, sample.system);
    setFacts(bag, request, sample);
    return bag.take();
  };
}
