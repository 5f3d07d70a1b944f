/** Reads a written target (`gpt-5.5@low`), checking every part of its name against what exists. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Candidate } from '../core/config.ts';
import { nearNames } from '../core/near-names.ts';
import { type Effort, efforts, type Model, type Provider } from '../core/target.ts';
import { splitTargetName } from '../core/target-name.ts';
import { didYouMean, type Report } from './problem.ts';

export type Known = {
  readonly providers: ReadonlyMap<string, Provider>;
  readonly models: ReadonlyMap<string, Model>;
  readonly catalogue: Catalogue;
  readonly nowMs: number;
};

/** Null: reported. */
export function readCandidate(name: string, known: Known, path: string, report: Report): Candidate | null {
  const { model: modelName, effort } = splitTargetName(name);
  const model = known.models.get(modelName) ?? known.catalogue.findModel(modelName);
  if (model === undefined) {
    const near = [
      ...nearNames(modelName, known.models.keys(), 2),
      ...known.catalogue.nearMatches(modelName, 4),
    ];
    report(path, `there is no model "${modelName}"`, didYouMean(near, 'add it under `models`'));
    return null;
  }
  const state = known.catalogue.modelState(model, known.nowMs);
  if (state.kind === 'retired') {
    const fix = state.successor === null ? 'remove it' : `use ${state.successor}`;
    report(path, `${model.id} was shut down on ${state.date}`, fix);
  }
  checkReach(model, known.providers, path, report);
  const read = readEffort(model, effort, path, report);
  return read === undefined ? null : { name, model, effort: read };
}

function checkReach(
  model: Model,
  providers: ReadonlyMap<string, Provider>,
  path: string,
  report: Report,
): void {
  const provider = providers.get(model.provider);
  if (provider === undefined) return;
  if (model.protocols.some((protocol) => provider.protocols[protocol] !== undefined)) return;
  const fix = `add one of ${model.protocols.join(', ')} to providers.${provider.id}.protocols`;
  report(path, `the provider "${provider.id}" speaks no protocol of ${model.id}`, fix);
}

/** `undefined`: reported. */
function readEffort(
  model: Model,
  asked: string | null,
  path: string,
  report: Report,
): Effort | null | undefined {
  if (asked === null) return null;
  const taken = model.reasoning?.efforts ?? [];
  const effort = efforts.find((candidate) => candidate === asked);
  if (effort !== undefined && taken.includes(effort)) return effort;
  const fix = taken.length > 0 ? `use one of ${taken.join(', ')}` : `write \`${model.id}\` without an effort`;
  report(path, `${model.id} does not take the effort "${asked}"`, fix);
  return undefined;
}
