/** What a request needs of a model, and which need a model does not meet. Pure. */
import type { Block } from '../core/block.ts';
import type { LlmRequest } from '../core/request.ts';
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

const needOfBlock: Readonly<Partial<Record<Block['type'], Need>>> = {
  image: takes('image'),
  file: takes('file'),
  audio: takes('audio'),
};

/** Of the request, found once for all its candidates. */
export function needsOf(request: LlmRequest): readonly Need[] {
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
  if (request.tools.length > 0) needs.add(tools);
  if (request.format?.kind === 'schema') needs.add(structuredOutputs);
  return [...needs];
}

export function unmetOf(needs: readonly Need[], model: Model): readonly string[] {
  return needs.filter((need) => !need.isMet(model)).map((need) => need.what);
}
