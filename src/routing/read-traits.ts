/**
 * Reads off a request what the planner needs to know of it. Nothing that a caller wrote comes through but names of
 * fields and settings. Pure.
 */
import { programmeOf } from '../core/access-programs.ts';
import { declaredTools } from '../core/declared-tools.ts';
import type { FeatureUse } from '../core/features.ts';
import type { LlmRequest, Message, Tool } from '../core/request.ts';
import type { RequestTraits } from '../core/request-traits.ts';
import type { Modality } from '../core/target.ts';
import type { ToolMeter } from '../core/usage.ts';
import { readExtent } from './request-size.ts';

const modalityOfBlock: Readonly<Record<string, Modality>> = {
  text: 'text',
  image: 'image',
  file: 'file',
  audio: 'audio',
};

type Held = { readonly modalities: Set<Modality>; readonly toolMedia: Set<Modality> };

function lookInto({ content }: Message, { modalities, toolMedia }: Held): void {
  for (const block of content) {
    const modality = modalityOfBlock[block.type];
    if (modality !== undefined) modalities.add(modality);
    if (block.type !== 'tool-result') continue;
    for (const { type } of block.content) {
      const inner = modalityOfBlock[type];
      if (inner !== undefined && inner !== 'text') toolMedia.add(inner);
    }
  }
}

function isInToolLoop(messages: readonly Message[]): boolean {
  return messages.at(-1)?.content.some(({ type }) => type === 'tool-result') ?? false;
}

/** An opaque block may be a call that only its provider can read. */
function hasCall({ content }: Message): boolean {
  return content.some(({ type }) => type === 'tool-call' || type === 'tool-result' || type === 'opaque');
}

const plainField = /^[\w.[\]-]{1,120}$/;

/** A field's name may be anything that a caller can write. */
function withPlainField(use: FeatureUse): FeatureUse {
  return plainField.test(use.field) ? use : { ...use, field: '(another field)' };
}

function readSampling({ logitBias, ...sampling }: LlmRequest['sampling']): RequestTraits['sampling'] {
  return logitBias === undefined ? sampling : { ...sampling, logitBias: {} };
}

function readReasoning({ effort, budgetTokens }: LlmRequest['reasoning']): RequestTraits['reasoning'] {
  return { ...(effort !== undefined && { effort }), ...(budgetTokens !== undefined && { budgetTokens }) };
}

/** `web_search`, `web_search_20260209`, `web_search_preview`, `web_search_options`. */
const toolNames: readonly (readonly [RegExp, ToolMeter])[] = [
  [/^web_search/, 'webSearchCalls'],
  [/^file_search/, 'fileSearchCalls'],
];

function readBilledTools(tools: readonly Tool[]): ToolMeter[] {
  const names = tools.flatMap((tool) => (tool.kind === 'provider' ? [tool.name] : []));
  return toolNames.flatMap(([pattern, meter]) => (names.some((name) => pattern.test(name)) ? [meter] : []));
}

const tierName = /^[a-z_-]{1,20}$/;

function readTier(tier: string | undefined): string | null {
  if (tier === undefined) return null;
  return tierName.test(tier) ? tier : 'other';
}

export function readTraits(request: LlmRequest): RequestTraits {
  const { messages, state, maxOutputTokens, choices } = request;
  const held: Held = { modalities: new Set(), toolMedia: new Set() };
  let answers = 0;
  for (const message of messages) {
    lookInto(message, held);
    if (message.role === 'assistant') answers++;
  }
  const programme = programmeOf(request.programme);
  const tools = declaredTools(request);
  const hasTools = tools.length > 0;
  const billedTools = readBilledTools(tools);
  return {
    model: request.model,
    stream: request.stream,
    format: request.format?.kind ?? null,
    modalities: [...held.modalities],
    toolMedia: [...held.toolMedia],
    hasTools,
    ...(billedTools.length > 0 && { billedTools }),
    ...(!hasTools && messages.some(hasCall) && { hasPastCalls: true }),
    isInToolLoop: isInToolLoop(messages),
    answers,
    extent: readExtent(request),
    reasoning: readReasoning(request.reasoning),
    sampling: readSampling(request.sampling),
    state: state.store === undefined ? {} : { store: state.store },
    ...(maxOutputTokens !== undefined && { maxOutputTokens }),
    ...(choices !== undefined && choices > 1 && { choices }),
    serviceTier: readTier(request.serviceTier),
    features: request.features.map(withPlainField),
    ...(programme !== undefined && { programme }),
  };
}
