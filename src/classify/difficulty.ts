/**
 * The difficulty of a request: how likely a small model fails where a strong one succeeds. Reads the features that the
 * task head's extraction left and walks the user's turns once more. Never throws; keeps nothing.
 */
import type { Evidence } from '../core/classification.ts';
import type { DifficultyJudgement } from '../core/difficulty.ts';
import type { LlmRequest } from '../core/request.ts';
import type { SparseVector } from './features/bag.ts';
import {
  createDifficultyExtractor,
  difficultyMeanings,
  difficultyNames,
} from './features/difficulty-vector.ts';
import { compileDifficultyWords } from './lexicon/difficulty/compile.ts';
import { readChunks, takeChunk } from './model/chunks.ts';
import {
  chanceOf,
  type DifficultyHead,
  readDifficultyHead,
  scoreDifficulty,
} from './model/difficulty-head.ts';

export type DifficultyJudge = {
  readonly version: string;
  /** `features`: what the task head's extraction found in the same request; null: it could not be looked at. */
  readonly judge: (request: LlmRequest, features: SparseVector | null) => DifficultyJudgement;
};

const mostEvidence = 8;
const leastWeight = 0.03;

/** What differs from an average request, added up by its words. */
function gatherEvidence({ weights, means }: DifficultyHead, vector: Float32Array): Evidence[] {
  const sums = new Map<string, number>();
  for (let at = 0; at < vector.length; at++) {
    const weight = weights[at] as number;
    const differs = (vector[at] as number) - (means[at] as number);
    if (weight === 0 || differs === 0) continue;
    const what = difficultyMeanings[at] as string;
    // an average request that lacks a thing says nothing a person would call a reason
    if ((vector[at] as number) === 0 && (means[at] as number) < 0.5) continue;
    sums.set(what, (sums.get(what) ?? 0) + weight * differs);
  }
  return [...sums]
    .filter(([, weight]) => Math.abs(weight) >= leastWeight)
    .sort(([, a], [, b]) => Math.abs(b) - Math.abs(a))
    .slice(0, mostEvidence)
    .map(([what, weight]) => ({ what, weight: Math.round(weight * 100) / 100 }));
}

/** Throws when the bytes are not the weights of this version of the program. */
export function createDifficultyJudge(bytes: ArrayBuffer): DifficultyJudge {
  const chunks = readChunks(bytes);
  const version = (takeChunk(chunks, 'version', Uint32Array)[0] ?? 0).toString(16).padStart(8, '0');
  const head = readDifficultyHead(chunks, difficultyNames);
  const extract = createDifficultyExtractor(compileDifficultyWords());
  /** What could not be looked at is taken for hard. */
  const unknown: DifficultyJudgement = {
    score: 1,
    evidence: [{ what: 'could not be looked at', weight: 0 }],
    model: version,
  };
  return {
    version,
    judge: (request, features) => {
      if (features === null) return unknown;
      try {
        const vector = extract(request, features);
        return {
          score: chanceOf(head, scoreDifficulty(head, vector)),
          evidence: gatherEvidence(head, vector),
          model: version,
        };
      } catch {
        return unknown;
      }
    },
  };
}
