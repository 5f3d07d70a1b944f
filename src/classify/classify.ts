/**
 * The one entry of the classifier: from the bytes of the trained weights to a function over requests. That function
 * never throws and never waits; it keeps nothing of a request.
 */
import { type Classification, type Task, tasks } from '../core/classification.ts';
import type { LlmRequest } from '../core/request.ts';
import { gatherEvidence } from './evidence.ts';
import type { SparseVector } from './features/bag.ts';
import { createFeatureExtractor } from './features/extract-features.ts';
import { createPhraseFinder } from './lexicon/phrases.ts';
import { readChunks, takeChunk } from './model/chunks.ts';
import { readHead, scoreHead } from './model/head.ts';
import { readPhrases } from './model/read-phrases.ts';
import { type Part, sampleRequest } from './sample.ts';
import { judgeTask, readTaskSettings } from './task.ts';

export type Classifier = {
  /** First eight hex digits of what the weights were trained on and with. */
  readonly version: string;
  readonly classify: (request: LlmRequest) => Classification;
  /** The same, with the features it was judged by, so that other heads need not find them again. */
  readonly inspect: (request: LlmRequest) => Inspection;
};

export type Inspection = {
  readonly said: Classification;
  /** Valid until the next request; null: the request could not be looked at. */
  readonly features: SparseVector | null;
  /** The parts it was judged by. */
  readonly turns: readonly Part[];
};

/** What is said when a request could not be looked at: nothing is sure. */
export function knowNothing(model: string): Classification {
  const share = 1 / tasks.length;
  const probabilities = Object.fromEntries(tasks.map((task) => [task, share])) as Record<Task, number>;
  return {
    task: { task: 'chat', probability: share, probabilities, isSure: false, sureFrom: 1 },
    evidence: [{ what: 'could not be looked at', weight: 0 }],
    model,
  };
}

/** Throws when the bytes are not the weights of this version of the program. */
export function createClassifier(weights: ArrayBuffer): Classifier {
  const chunks = readChunks(weights);
  const version = (takeChunk(chunks, 'version', Uint32Array)[0] ?? 0).toString(16).padStart(8, '0');
  const extract = createFeatureExtractor(createPhraseFinder(readPhrases(chunks)));
  const taskHead = readHead(chunks, 'task');
  const taskSettings = readTaskSettings(taskHead.settings);

  const look = (request: LlmRequest): Inspection => {
    const sample = sampleRequest(request);
    const features = extract(request, sample);
    const scores = scoreHead(taskHead, features);
    const said = {
      task: judgeTask(scores, taskSettings),
      evidence: gatherEvidence(taskHead, features, scores),
      model: version,
    };
    return { said, features, turns: sample.turns };
  };
  const inspect = (request: LlmRequest): Inspection => {
    try {
      return look(request);
    } catch {
      return { said: knowNothing(version), features: null, turns: [] };
    }
  };
  return { version, inspect, classify: (request) => inspect(request).said };
}
