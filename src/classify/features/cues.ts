/** Cues by zone: which phrases of the lexicon stand where in a text. One walk over the phrases, one over their places. */
import type { PhraseFinder } from '../lexicon/phrases.ts';
import { taskCues } from '../lexicon/task-cues.ts';
import type { NormalText } from '../text/normalise.ts';
import type { Layout } from '../text/segments.ts';
import type { FeatureBag } from './bag.ts';
import { firstCueFeature } from './space.ts';

const headUnits = 200;
const startUnits = 25;

const bit = { any: 1, start: 2, head: 4, first: 8, last: 16 } as const;

/** For each cue, the zones it was found in. */
export type CueHits = Uint8Array;

function zonesOf(start: number, end: number, layout: Layout): number {
  let zones: number = bit.any;
  if (start < startUnits) zones |= bit.start;
  if (start < headUnits) zones |= bit.head;
  if (layout.segmentCount > 1) {
    if (end <= layout.firstEnd + 1) zones |= bit.first;
    if (start >= layout.lastStart && (layout.choicesAt === 0 || start < layout.choicesAt)) zones |= bit.last;
  }
  return zones;
}

export function findCues(find: PhraseFinder, text: NormalText, layout: Layout): CueHits {
  const hits = new Uint8Array(taskCues.length);
  find(text, (cue, start, end) => {
    if (cue < hits.length) hits[cue] = (hits[cue] ?? 0) | zonesOf(start, end, layout);
  });
  return hits;
}

/** Which feature each zone of a turn, and of system text, sets. */
const turnZones = [
  [bit.any, firstCueFeature('any')],
  [bit.start, firstCueFeature('start')],
  [bit.first, firstCueFeature('first')],
  [bit.last, firstCueFeature('last')],
] as const;
const systemZones = [
  [bit.any, firstCueFeature('system')],
  [bit.head, firstCueFeature('system head')],
] as const;

function setZones(
  bag: FeatureBag,
  hits: CueHits,
  zonesSet: typeof turnZones | typeof systemZones,
  weight: number,
) {
  for (let cue = 0; cue < hits.length; cue++) {
    const zones = hits[cue] as number;
    if (zones === 0) continue;
    for (const [zone, first] of zonesSet) if ((zones & zone) !== 0) bag.set(first + cue, weight);
  }
}

/** Sets the cue features of a user's turn. */
export function setCues(bag: FeatureBag, hits: CueHits, weight: number): void {
  setZones(bag, hits, turnZones, weight);
}

/** Sets the cue features of system text. */
export function setSystemCues(bag: FeatureBag, hits: CueHits): void {
  setZones(bag, hits, systemZones, 1);
}

const tellingZones = [bit.head, bit.last];

/** Cues of the zones that say most of what is asked: the head, and the last sentence. */
export function cuesByZone(hits: CueHits): number[][] {
  return tellingZones.map((zone) => {
    const cues: number[] = [];
    for (let cue = 0; cue < hits.length; cue++) if (((hits[cue] as number) & zone) !== 0) cues.push(cue);
    return cues;
  });
}
