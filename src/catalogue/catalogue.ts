/**
 * Reads the catalogue: which model a name means, whether it is still served, what it costs on a day. The data is in
 * `models/`; nothing here chooses a model for a request.
 */
import type { Catalogue, ModelState } from '../core/catalogue.ts';
import { nearNames } from '../core/near-names.ts';
import type { Model, Price } from '../core/target.ts';
import { anthropicModels } from './models/anthropic.ts';
import { deepseekModels } from './models/deepseek.ts';
import { embeddingModels } from './models/embeddings.ts';
import { googleModels } from './models/google.ts';
import { groqModels } from './models/groq.ts';
import { moonshotModels } from './models/moonshot.ts';
import { openaiModels } from './models/openai.ts';
import { openrouterModels } from './models/openrouter.ts';
import { workersAiModels } from './models/workers-ai.ts';
import { zaiModels } from './models/zai.ts';
import { toolFeesOf } from './tool-fees.ts';

const dayMs = 86_400_000;
const retiringDays = 60;

const models: readonly Model[] = [
  ...openaiModels,
  ...anthropicModels,
  ...googleModels,
  ...zaiModels,
  ...deepseekModels,
  ...moonshotModels,
  ...groqModels,
  ...openrouterModels,
  ...workersAiModels,
];

const byName: ReadonlyMap<string, Model> = new Map(
  models.flatMap((model) =>
    [model.id, ...model.aliases, ...model.snapshots].map((name): [string, Model] => [name, model]),
  ),
);

export function listModels(): readonly Model[] {
  return models;
}

/** By id, alias or dated snapshot; case matters. */
export function findModel(name: string): Model | undefined {
  return byName.get(name);
}

/** Ids of the models with the names nearest to `name`, nearest first. */
export function nearMatches(name: string, limit = 5): string[] {
  const ids = nearNames(name, byName.keys(), byName.size).map((near) => byName.get(near)?.id ?? near);
  return [...new Set(ids)].slice(0, limit);
}

export function modelState(model: Model, nowMs: number): ModelState {
  if (model.shutdown === null) return { kind: 'active' };
  const leftMs = Date.parse(model.shutdown) - nowMs;
  if (leftMs <= 0) return { kind: 'retired', date: model.shutdown, successor: model.successor };
  const days = Math.ceil(leftMs / dayMs);
  return days <= retiringDays ? { kind: 'retiring', date: model.shutdown, days } : { kind: 'active' };
}

/** The price that holds on that day (UTC), or null where none is known. */
export function priceAt(model: Model, nowMs: number): Price | null {
  const today = new Date(nowMs).toISOString().slice(0, 10);
  return model.prices.findLast((price) => price.from <= today) ?? null;
}

/** For whoever may not import this folder. */
export const catalogue: Catalogue = {
  embeddings: embeddingModels,
  findModel,
  nearMatches,
  modelState,
  toolFeesOf,
};
