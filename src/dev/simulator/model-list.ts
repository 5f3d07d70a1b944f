// GET /models and /models/{id}, in the shape of the provider asked.
// Must not hold model facts (models.ts).

import { findModel, type ModelFamily, modelFamilies } from './models.ts';
import type { ProviderHabits } from './providers.ts';

const CREATED = 1_767_225_600;

function isServed(family: ModelFamily, habits: ProviderHabits): boolean {
  return habits.owners === undefined || habits.owners.includes(family.owner);
}

export function listModels(habits: ProviderHabits, isAnthropic: boolean): unknown {
  const served = modelFamilies.filter((family) => isServed(family, habits));
  const models = served.flatMap((family) => family.ids.map((id) => renderModel(id, family, isAnthropic)));
  if (!isAnthropic) return { object: 'list', data: models };
  const ids = served.flatMap((family) => family.ids);
  return { data: models, has_more: false, first_id: ids[0] ?? null, last_id: ids.at(-1) ?? null };
}

export function showModel(id: string, habits: ProviderHabits, isAnthropic: boolean): unknown {
  const family = findModel(id);
  return family !== undefined && isServed(family, habits) ? renderModel(id, family, isAnthropic) : undefined;
}

function renderModel(id: string, family: ModelFamily, isAnthropic: boolean): object {
  if (!isAnthropic) {
    const shutdown = family.shutdownDate === undefined ? {} : { shutdown_date: family.shutdownDate };
    return { id, object: 'model', created: CREATED, owned_by: family.owner, ...shutdown };
  }
  return {
    type: 'model',
    id,
    display_name: id
      .split('-')
      .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
      .join(' '),
    created_at: new Date(CREATED * 1000).toISOString(),
    max_input_tokens: family.contextTokens,
    max_tokens: family.maxOutputTokens,
    lifecycle: 'active',
    deprecated_at: null,
    retires_at: null,
    line: null,
    capabilities: null,
  };
}
