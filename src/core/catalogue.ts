/**
 * What `config/` needs of the catalogue, which stands beside it: passed in, so that neither imports the other.
 */
import type { Model, Provider } from './target.ts';
import type { ToolFees } from './usage.ts';

/** `retiring`: the shutdown is at most 60 days away, `days` counted up to whole days. */
export type ModelState =
  | { readonly kind: 'active' }
  | { readonly kind: 'retiring'; readonly date: string; readonly days: number }
  | { readonly kind: 'retired'; readonly date: string; readonly successor: string | null };

export type Catalogue = {
  /** Models that make embeddings and nothing else; none of them is a model of a route. */
  readonly embeddings: readonly Model[];
  /** By id, alias or dated snapshot; case matters. */
  readonly findModel: (name: string) => Model | undefined;
  /** Ids of the models with the nearest names, nearest first. */
  readonly nearMatches: (name: string, limit?: number) => string[];
  /** What a provider, or the one that it is a project of, bills by the call for tools it runs; undefined: nothing known. */
  readonly toolFeesOf: (provider: Pick<Provider, 'id' | 'project'>) => ToolFees | undefined;
  readonly modelState: (model: Model, nowMs: number) => ModelState;
};
