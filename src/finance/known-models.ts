/** Models by the ids that counters know them by: of the configuration, of the catalogue, of embeddings. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import type { Config } from '../core/config.ts';
import type { FocusPorts } from './focus/write-focus.ts';

const listPrice = 1000;

export function modelFinder(
  { models, embeddings, providers }: Pick<Config, 'models' | 'embeddings' | 'providers'>,
  { findModel }: Pick<Catalogue, 'findModel'>,
): FocusPorts['findModel'] {
  return (id) => {
    const model = models.get(id) ?? findModel(id) ?? embeddings.get(id)?.model;
    if (model === undefined) return null;
    return { model, factor: providers.get(model.provider)?.priceFactor ?? listPrice };
  };
}
