/** What a request needs of a model, and which need a model does not meet. Pure. */
import type { RequestTraits } from '../core/request-traits.ts';
import type { Modality, Model } from '../core/target.ts';

/** `isMet`: unknown (null) counts as able: the provider is the judge of what no source tells. */
export type Need = { readonly what: string; readonly isMet: (model: Model) => boolean };

function takes(modality: Modality): Need {
  return { what: `${modality} input`, isMet: (model) => model.input.includes(modality) };
}

const tools: Need = { what: 'tools', isMet: (model) => model.tools !== false };
const structuredOutputs: Need = {
  what: 'structured outputs',
  isMet: (model) => model.structuredOutputs !== false,
};

const needOfModality: Readonly<Partial<Record<Modality, Need>>> = {
  image: takes('image'),
  file: takes('file'),
  audio: takes('audio'),
};

/** Of the request, found once for all its candidates. */
export function needsOf({ modalities, toolMedia, hasTools, format }: RequestTraits): readonly Need[] {
  const needs = new Set<Need>();
  for (const modality of [...modalities, ...toolMedia]) {
    const need = needOfModality[modality];
    if (need) needs.add(need);
  }
  if (hasTools) needs.add(tools);
  if (format === 'schema') needs.add(structuredOutputs);
  return [...needs];
}

export function unmetOf(needs: readonly Need[], model: Model): readonly string[] {
  return needs.filter((need) => !need.isMet(model)).map((need) => need.what);
}
