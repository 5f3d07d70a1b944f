/**
 * Which windows may hold orders planted for a model: all of documents and tool results, and of a text by the caller or
 * the app what stands behind the first line that begins like a document. Added text makes zones larger and never
 * smaller: the law that added text never lowers risk rests on it.
 */
import type { RiskOrigin } from '../../core/risk.ts';
import { countsPerSentence, type RiskTokens, sentenceCount } from './risk-tokens.ts';

/** No zone, or the place in `riskZones` from 1 on. */
export const riskZone = {
  none: 0,
  document: 1,
  pastedEnd: 2,
  pasted: 3,
} as const;

function isGiven(origin: RiskOrigin): boolean {
  return origin === 'document' || origin === 'tool-result';
}

/** Number of the first sentence from which on windows are in a zone; that of the end where there is none. */
export function startOfZone({ sentences, sentenceCounts }: RiskTokens, origin: RiskOrigin): number {
  if (isGiven(origin)) return 0;
  const last = sentences.length - 1;
  if (origin === 'answer') return last;
  for (let sentence = 0; sentence < last; sentence++)
    if (sentenceCounts[sentence * countsPerSentence + sentenceCount.mark] === 1) return sentence + 1;
  return last;
}

/** Zone of a window that is in one; `isFollowed`: more of the text stands behind it. */
export function zoneOf(origin: RiskOrigin, isFollowed: boolean): number {
  if (isGiven(origin)) return riskZone.document;
  return isFollowed ? riskZone.pasted : riskZone.pastedEnd;
}
