/** The embedding models and their providers: the catalogue's and those of the file. Pure. */
import type { Catalogue } from '../core/catalogue.ts';
import { completeModel } from '../core/complete-model.ts';
import type { EmbeddingTarget } from '../core/config.ts';
import { nearNames } from '../core/near-names.ts';
import type { Model, Provider } from '../core/target.ts';
import { checkPrices } from './compile-models.ts';
import type { EmbeddingInput } from './define-config.ts';
import { didYouMean, type Report } from './problem.ts';

type Written = Readonly<Record<string, EmbeddingInput<string>>>;

/** A model of the catalogue that another provider serves is another model: nobody knows its price there. */
function modelOf(
  id: string,
  written: Exclude<EmbeddingInput<string>, string>,
  { embeddings }: Catalogue,
): Model {
  const { provider, prices } = written;
  const shipped = embeddings.find((model) => model.id === id && model.provider === provider);
  if (shipped !== undefined && prices === undefined) return shipped;
  const protocols = ['openai-chat'] as const;
  return completeModel(
    { id, provider, protocols, output: [], ...(prices && { prices }) },
    'routes.config.ts',
  );
}

export function compileEmbeddings(
  written: Written,
  providers: ReadonlyMap<string, Provider>,
  catalogue: Catalogue,
  report: Report,
): ReadonlyMap<string, EmbeddingTarget> {
  const shipped = catalogue.embeddings.map(({ id, provider }) => [id, provider] as const);
  const embeddings = new Map<string, EmbeddingTarget>();
  for (const [id, entry] of Object.entries({ ...Object.fromEntries(shipped), ...written })) {
    const path = `embeddings.${id}`;
    const model = typeof entry === 'string' ? { provider: entry } : entry;
    const provider = providers.get(model.provider);
    checkPrices(model.prices ?? [], `${path}.prices`, report);
    if (provider === undefined) {
      const fix = didYouMean(nearNames(model.provider, providers.keys()), 'add it under providers');
      report(path, `there is no provider "${model.provider}"`, fix);
    } else if (provider.protocols['openai-chat'] === undefined) {
      report(path, `"${provider.id}" is not OpenAI-compatible`, 'name a provider that is');
    } else embeddings.set(id, { model: modelOf(id, model, catalogue), provider });
  }
  return embeddings;
}
