/** Whether an answer is of the model that was asked for, as far as names tell. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Config } from '../core/config.ts';
import type { Model, Target } from '../core/target.ts';

/** By id, alias or dated snapshot. */
export type FindModel = (name: string) => Model | undefined;

type Models = { readonly config: Pick<Config, 'models'>; readonly catalogue: Pick<Catalogue, 'findModel'> };

/** Models of the configuration first. */
export function modelFinder({ config, catalogue }: Models): FindModel {
  return (name) => config.models.get(name) ?? catalogue.findModel(name);
}

/** Hosts write the maker before the name or leave it out: `openai/gpt-oss-120b`. */
function withoutMaker(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}

/**
 * The known model that `served` names in place of the one that was asked for; null: there is none. A provider may know a
 * model by a name of the operator's own: what it calls that in answers says nothing.
 */
export function findOtherModel(
  { model, wireModel }: Pick<Target, 'model' | 'wireModel'>,
  served: string,
  findModel: FindModel,
): Model | null {
  if (withoutMaker(served) === withoutMaker(wireModel)) return null;
  const found = findModel(served);
  if (found === undefined || found.id === model.id) return null;
  const asked = findModel(wireModel);
  if (asked === undefined && found.provider !== model.provider) return null;
  return found.id === asked?.id ? null : found;
}
