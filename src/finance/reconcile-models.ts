/**
 * Whose a model is and under which name it stands on a provider's bill. Counters know models and no provider, and that
 * is enough: an id of the catalogue or of the configuration is served by one provider, projects of it included. Pure.
 */
import type { Model, Provider } from '../core/target.ts';
import { type ReconciledProvider, reconciledProviders } from '../ledger/reconciliations.ts';

export type ModelDirectory = {
  /** The id under which lines of the bill are compared; one that nobody knows is `provider:name`. */
  readonly idOfBilled: (name: string) => string;
  /** The same for a model of the ledger; null: it is another provider's. `unknown`: nobody knows whose. */
  readonly idOfCounted: (model: string) => string | null | 'unknown';
};

type Known = {
  readonly models: Iterable<Model>;
  readonly providers: ReadonlyMap<string, Provider>;
};

/** `gpt-5.5-2026-04-23`, `claude-haiku-4-5-20251001`. */
const datePattern = /-(\d{4}-\d\d-\d\d|\d{8})$/;

/** What is booked of a provider and of no model of the catalogue: `openai:web search`. */
export function unlistedId(provider: string, name: string): string {
  return `${provider}:${name}`;
}

/** Whose it is; null: it is a model like others. */
export function unlistedProvider(model: string): ReconciledProvider | null {
  return reconciledProviders.find((provider) => model.startsWith(unlistedId(provider, ''))) ?? null;
}

export function createModelDirectory(provider: string, { models, providers }: Known): ModelDirectory {
  const owners = new Map<string, string>();
  const names = new Map<string, string>();
  const own: Model[] = [];
  for (const model of models) {
    const owner = providers.get(model.provider)?.project?.of ?? model.provider;
    owners.set(model.id, owner);
    if (owner === provider) own.push(model);
  }
  const wireName = ({ id, wireName: name }: Model) => name ?? id;
  // Two ids with one name on the wire are one line on the bill.
  for (const model of own) if (!names.has(wireName(model))) names.set(wireName(model), model.id);
  for (const model of own) {
    const id = names.get(wireName(model)) ?? model.id;
    for (const name of [model.id, ...model.aliases, ...model.snapshots])
      if (!names.has(name)) names.set(name, id);
  }
  const listed = (name: string) => names.get(name) ?? names.get(name.replace(datePattern, ''));
  const prefix = unlistedId(provider, '');
  return {
    // Some lines say more behind the model's name: `gpt-5.5-2026-04-23 batch`.
    idOfBilled: (name) => listed(name) ?? listed(name.split(' ')[0] ?? '') ?? prefix + name,
    idOfCounted: (model) => {
      if (model.startsWith(prefix)) return model;
      const owner = owners.get(model);
      if (owner !== undefined) return owner === provider ? (names.get(model) ?? model) : null;
      const isOther = [...providers.keys()].some((id) => model.startsWith(unlistedId(id, '')));
      return isOther ? null : 'unknown';
    },
  };
}
