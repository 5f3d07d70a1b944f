/** The embedding models and their providers: the shipped ones and those of the file. Pure. */
import { nearNames } from '../core/near-names.ts';
import type { Provider } from '../core/target.ts';
import { didYouMean, type Report } from './problem.ts';

const shipped: Readonly<Record<string, string>> = {
  'text-embedding-3-small': 'openai',
  'text-embedding-3-large': 'openai',
  'text-embedding-ada-002': 'openai',
};

export function compileEmbeddings(
  written: Readonly<Record<string, string>>,
  providers: ReadonlyMap<string, Provider>,
  report: Report,
): ReadonlyMap<string, Provider> {
  const embeddings = new Map<string, Provider>();
  for (const [model, name] of Object.entries({ ...shipped, ...written })) {
    const provider = providers.get(name);
    if (provider === undefined) {
      const fix = didYouMean(nearNames(name, providers.keys()), 'add it under providers');
      report(`embeddings.${model}`, `there is no provider "${name}"`, fix);
    } else if (provider.protocols['openai-chat'] === undefined) {
      report(`embeddings.${model}`, `"${name}" is not OpenAI-compatible`, 'name a provider that is');
    } else embeddings.set(model, provider);
  }
  return embeddings;
}
