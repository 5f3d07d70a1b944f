/** What a request needs of a model, and which need a model does not meet. Pure. */
import type { Block } from '../core/block.ts';
import type { LlmRequest } from '../core/request.ts';
import type { Modality, Model } from '../core/target.ts';

type Need = { readonly what: string; readonly isMet: (model: Model) => boolean };

function takes(modality: Modality): Need {
  return { what: `${modality} input`, isMet: (model) => model.input.includes(modality) };
}

const needOfBlock: Readonly<Partial<Record<Block['type'], Need>>> = {
  image: takes('image'),
  file: takes('file'),
  audio: takes('audio'),
};

/** Unknown (null) counts as able: the provider is the judge of what no source tells. */
export function unmetNeeds(request: LlmRequest, model: Model): string[] {
  const needs = new Set<Need>();
  for (const { content } of request.messages) {
    for (const block of content) {
      const inner = block.type === 'tool-result' ? block.content : [block];
      for (const { type } of inner) {
        const need = needOfBlock[type];
        if (need) needs.add(need);
      }
    }
  }
  const unmet = [...needs].filter((need) => !need.isMet(model)).map((need) => need.what);
  if (request.tools.length > 0 && model.tools === false) unmet.push('tools');
  if (request.format?.kind === 'schema' && model.structuredOutputs === false)
    unmet.push('structured outputs');
  return unmet;
}
