/** What a request needs of a model, which need a model does not meet, and where the request says so. Pure. */
import type { RequestFeature } from '../core/features.ts';
import { nameOf } from '../core/field-names.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import type { Modality, Model, ProtocolId } from '../core/target.ts';

export type Need = {
  readonly what: string;
  /** Unknown (null) counts as able: the provider is the judge of what no source tells. */
  readonly isMet: (model: Model) => boolean;
  /** In the caller's body. */
  readonly fieldIn: (traits: Pick<RequestTraits, 'features'>, caller: ProtocolId) => string;
};

/** `uses`: what the decoder has noted the place of; where it has none, the conversation as a whole is named. */
function takes(modality: Modality, ...uses: readonly RequestFeature[]): Need {
  return {
    what: `${modality} input`,
    isMet: (model) => model.input.includes(modality),
    fieldIn: ({ features }, caller) =>
      features.find(({ feature }) => uses.includes(feature))?.field ?? nameOf('conversation', caller),
  };
}

const tools: Need = { what: 'tools', isMet: (model) => model.tools !== false, fieldIn: () => 'tools' };
const structuredOutputs: Need = {
  what: 'structured outputs',
  isMet: (model) => model.structuredOutputs !== false,
  fieldIn: (_, caller) => nameOf('format', caller),
};

const needOfModality: Readonly<Partial<Record<Modality, Need>>> = {
  image: takes('image', 'image-detail'),
  file: takes('file', 'file-data', 'file-url', 'file-text', 'provider-file'),
  audio: takes('audio', 'audio-input'),
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

export function unmetOf(needs: readonly Need[], model: Model): readonly Need[] {
  return needs.filter((need) => !need.isMet(model));
}

/** In words, led by the field of the first; `unmet` is not empty. */
export function tellUnmet(
  unmet: readonly Need[],
  model: Model,
  traits: Pick<RequestTraits, 'features'>,
  caller: ProtocolId,
): string {
  const lacking = unmet.map(({ what }) => what).join(', no ');
  return `${unmet[0]?.fieldIn(traits, caller)}: ${model.id} has no ${lacking}`;
}
