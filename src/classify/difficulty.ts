/**
 * The difficulty of a request: how likely a small model fails where a strong one succeeds. Reads the features that the
 * task head's extraction left and walks the user's turns once more. Never throws; keeps nothing.
 */
import type { Evidence } from '../core/classification.ts';
import type { DifficultyJudgement } from '../core/difficulty.ts';
import type { LlmRequest } from '../core/request.ts';
import { addStrongest } from './evidence.ts';
import type { SparseVector } from './features/bag.ts';
import {
  createDifficultyExtractor,
  difficultyMeanings,
  difficultyNames,
} from './features/difficulty-vector.ts';
import { makeWordTable } from './lexicon/difficulty/word-table.ts';
import { readChunks, takeChunk } from './model/chunks.ts';
import {
  chanceOf,
  type DifficultyHead,
  rankOf,
  readDifficultyHead,
  readDifficultyWords,
  scoreDifficulty,
} from './model/difficulty-head.ts';
import type { Part } from './sample.ts';

export type DifficultyJudge = {
  readonly version: string;
  /** `features` and `turns`: what the task head's extraction found in the same request; null: it could not be looked at. */
  readonly judge: (
    request: LlmRequest,
    features: SparseVector | null,
    turns?: readonly Part[],
  ) => DifficultyJudgement;
};

const mostEvidence = 8;
const leastWeight = 0.05;

/** Gathers what differs from an average request, added up by its words. */
function createEvidence({ weights, means }: DifficultyHead): (vector: Float32Array) => Evidence[] {
  // features with the same words are one reason
  const reasons = [...new Set(difficultyMeanings)];
  const reasonOf = Int16Array.from(difficultyMeanings, (what) => reasons.indexOf(what));
  const sums = new Float64Array(reasons.length);
  return (vector) => {
    sums.fill(0);
    for (let at = 0; at < vector.length; at++) {
      const value = vector[at] as number;
      const mean = means[at] as number;
      // to lack what few requests have is nothing a person would call a reason
      if (value === 0 && mean < 0.5) continue;
      const reason = reasonOf[at] as number;
      sums[reason] = (sums[reason] as number) + (weights[at] as number) * (value - mean);
    }
    const found: Evidence[] = [];
    for (let reason = 0; reason < sums.length; reason++) {
      const weight = Math.round((sums[reason] as number) * 100) / 100;
      if (Math.abs(weight) >= leastWeight)
        addStrongest(found, { what: reasons[reason] as string, weight }, mostEvidence);
    }
    return found;
  };
}

/** Throws when the bytes are not the weights of this version of the program. */
export function createDifficultyJudge(bytes: ArrayBuffer): DifficultyJudge {
  const chunks = readChunks(bytes);
  const version = (takeChunk(chunks, 'version', Uint32Array)[0] ?? 0).toString(16).padStart(8, '0');
  const head = readDifficultyHead(chunks, difficultyNames);
  const extract = createDifficultyExtractor(makeWordTable(readDifficultyWords(chunks)));
  const gatherEvidence = createEvidence(head);
  /** What could not be looked at is taken for hard. */
  const unknown: DifficultyJudgement = {
    score: 1,
    rank: 1,
    evidence: [{ what: 'could not be looked at', weight: 0 }],
    model: version,
  };
  return {
    version,
    judge: (request, features, turns) => {
      if (features === null) return unknown;
      try {
        const vector = extract(request, features, turns);
        const score = scoreDifficulty(head, vector);
        return {
          score: chanceOf(head, score),
          rank: rankOf(head, score),
          evidence: gatherEvidence(vector),
          model: version,
        };
      } catch {
        return unknown;
      }
    },
  };
}
