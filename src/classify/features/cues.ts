/** Cues by zone: which phrases of the lexicon stand where in a text. One walk over the phrases, one over their places. */
import type { PhraseFinder } from '../lexicon/phrases.ts';
import { taskCues } from '../lexicon/task-cues.ts';
import type { NormalText } from '../text/normalise.ts';
import type { Layout } from '../text/segments.ts';
import type { FeatureBag } from './bag.ts';
import { cueFeature } from './space.ts';

const headUnits = 200;
const startUnits = 25;

const bit = { start: 1, head: 2, tail: 4, first: 8, last: 16, any: 32 } as const;

/** For each cue, the zones it was found in. */
export type CueHits = Uint8Array;

function zonesOf(start: number, end: number, length: number, layout: Layout): number {
  let zones: number = bit.any;
  if (start < startUnits) zones |= bit.start;
  if (start < headUnits) zones |= bit.head;
  if (length > headUnits && end > length - headUnits) zones |= bit.tail;
  if (layout.segmentCount > 1) {
    if (end <= layout.firstEnd + 1) zones |= bit.first;
    if (start >= layout.lastStart) zones |= bit.last;
  }
  return zones;
}

export function findCues(find: PhraseFinder, text: NormalText, layout: Layout): CueHits {
  const hits = new Uint8Array(taskCues.length);
  find(text, (cue, start, end) => {
    if (cue < hits.length) hits[cue] = (hits[cue] ?? 0) | zonesOf(start, end, text.length, layout);
  });
  return hits;
}

/** Sets the cue features of a user's turn. */
export function setCues(bag: FeatureBag, hits: CueHits, length: number, weight: number): void {
  const size = length < 150 ? 'short' : length < 600 ? 'medium' : 'long';
  for (let cue = 0; cue < hits.length; cue++) {
    const zones = hits[cue] ?? 0;
    if (zones === 0) continue;
    bag.set(cueFeature('any', cue), weight);
    if (zones & bit.start) bag.set(cueFeature('start', cue), weight);
    if (zones & bit.head) {
      bag.set(cueFeature('head', cue), weight);
      bag.set(cueFeature(`head of ${size}`, cue), weight);
    }
    if (zones & bit.tail) {
      bag.set(cueFeature('tail', cue), weight);
      bag.set(cueFeature(size === 'long' ? 'tail of long' : 'tail of medium', cue), weight);
    }
    if (zones & bit.first) bag.set(cueFeature('first', cue), weight);
    if (zones & bit.last) bag.set(cueFeature('last', cue), weight);
  }
}

/** Sets the cue features of system text. */
export function setSystemCues(bag: FeatureBag, hits: CueHits): void {
  for (let cue = 0; cue < hits.length; cue++) {
    const zones = hits[cue] ?? 0;
    if (zones === 0) continue;
    bag.set(cueFeature('system', cue), 1);
    if (zones & bit.head) bag.set(cueFeature('system head', cue), 1);
  }
}

/** Cues of the zones that say most of what is asked: the head, and the last sentence. */
export function cuesByZone(hits: CueHits): number[][] {
  const zones = [bit.head, bit.last];
  return zones.map((zone) => [...hits.keys()].filter((cue) => ((hits[cue] ?? 0) & zone) !== 0));
}
