/** Completes and checks a route's second look: who is asked, when, and within which bounds. Pure. */
import type { SecondJudge, SecondLookSettings } from '../core/classify-settings.ts';
import type { SecondLookInput } from './classify-input.ts';
import type { Report } from './problem.ts';
import { type Known, readCandidate } from './read-candidate.ts';

const defaults = { deadlineMs: 400, perMinute: 60, cacheSeconds: 3600, mayLower: false };

/** Null: off. */
export function compileSecondLook(
  written: SecondLookInput<string> | undefined,
  path: string,
  known: Known,
  report: Report,
): SecondLookSettings | null {
  if (written === undefined) return null;
  const using = compileJudge(written.using, `${path}.using`, known, report);
  if (using === null) return null;
  checkUse(written, `${path}.when`, report);
  return {
    using,
    when: written.when,
    deadlineMs: written.deadlineMs ?? defaults.deadlineMs,
    perMinute: written.perMinute ?? defaults.perMinute,
    cacheSeconds: written.cacheSeconds ?? defaults.cacheSeconds,
    mayLower: written.mayLower ?? defaults.mayLower,
  };
}

/** Null: reported. */
function compileJudge(
  written: SecondLookInput<string>['using'],
  path: string,
  known: Known,
  report: Report,
): SecondJudge | null {
  if (typeof written === 'string') {
    const provider = known.providers.get('openai');
    return provider === undefined ? null : { kind: written, name: written, provider };
  }
  const candidate = readCandidate(written.target, known, `${path}.target`, report);
  const provider = candidate && known.providers.get(candidate.model.provider);
  if (candidate === null || provider === null || provider === undefined) return null;
  const { model } = candidate;
  if (model.structuredOutputs === false) {
    report(`${path}.target`, `${model.id} takes no schema to answer by`, 'choose a model that does');
  }
  if (model.isSlow) report(`${path}.target`, `${model.id} answers after minutes`, 'choose a quick model');
  return { kind: 'target', name: candidate.name, candidate, provider };
}

/** What is at the highest level can only be lowered. */
function checkUse({ when, mayLower }: SecondLookInput<string>, path: string, report: Report): void {
  if (when !== 'high' || mayLower === true) return;
  const fix = 'look earlier, or add `mayLower: true`';
  report(path, 'nothing is above "high", so such a look changes nothing', fix);
}
