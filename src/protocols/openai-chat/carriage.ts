/**
 * What becomes of each feature when a request of another protocol goes out over this one, and when an answer of
 * another reaches a caller of this one. Same protocol on both sides: bytes pass, no table applies.
 */
import type { AnswerFeature, CarriageTable, RequestFeature } from '../../core/features.ts';

const carried = { how: 'carried' } as const;
const adapted = (note: string) => ({ how: 'adapted', note }) as const;
const dropped = (note: string) => ({ how: 'dropped', note }) as const;
const refused = (note: string) => ({ how: 'refused', note }) as const;

export const requestCarriage: CarriageTable<RequestFeature> = {
  choices: carried,
  logprobs: refused('log probabilities do not pass through the canonical answer'),
  seed: carried,
  penalties: carried,
  'logit-bias': carried,
  'top-k': dropped('Chat Completions has no such field'),
  sampling: carried,
  stop: carried,
  prediction: carried,
  verbosity: carried,
  'audio-output': carried,
  'audio-input': carried,
  'late-system': carried,
  prefill: adapted('the model is told to continue the started answer'),
  'participant-name': carried,
  'image-detail': carried,
  'file-data': carried,
  'file-url': refused('Chat Completions takes files as bytes or by id only'),
  'file-text': adapted('goes as a text part'),
  'file-cite': dropped('Chat Completions cites no documents'),
  'tool-result-media': adapted('goes in a user message behind the tool results'),
  'tool-result-error': adapted('the text of the result begins with "Error: "'),
  'custom-tool': carried,
  'tool-subset': carried,
  'provider-tool': refused('tools that a provider runs have no common form'),
  'json-object': carried,
  'parallel-calls': carried,
  'cache-hint': dropped('these providers cache by themselves'),
  'cache-key': carried,
  metadata: carried,
  'end-user': carried,
  'service-tier': carried,
  'reasoning-summary': dropped('Chat Completions has no such field'),
  'reasoning-seal': { how: 'carried', note: 'to the Gemini model that made it; else dropped' },
  'reasoning-text': carried,
  'reasoning-mode': dropped('Chat Completions has no such field'),
  'previous-response': refused('Chat Completions keeps no conversation'),
  'answer-reference': dropped('nothing keeps the items of that answer'),
  'provider-file': refused('files kept by a provider do not move'),
  background: refused('Chat Completions answers at once'),
  store: carried,
  'access-programme': refused('Chat Completions has no such field'),
  moderation: refused('the result has no place in the canonical answer'),
  'provider-item': dropped('the provider that ran the tool alone can read it'),
  'tool-reference': adapted('its name as text; the model sees all declared tools'),
  'opaque-block': refused('a block that only its own protocol knows'),
  'provider-choice': dropped('the router chooses, over the same protocol too'),
  'unknown-field': dropped('only its own protocol knows it'),
};

export const answerCarriage: CarriageTable<AnswerFeature> = {
  text: carried,
  'tool-call': carried,
  'custom-tool-call': carried,
  reasoning: adapted('`reasoning_content`, as open-weight hosts send it'),
  'reasoning-seal': dropped('Chat Completions has a field for those of Gemini only'),
  refusal: carried,
  'refusal-details': adapted('the explanation is `message.refusal`; the category is dropped'),
  'url-citation': carried,
  'span-citation': dropped('Chat Completions cites web addresses only'),
  logprobs: dropped('log probabilities do not pass through the canonical answer'),
  audio: dropped('speech comes from Chat Completions only'),
  'stop-string': dropped('Chat Completions does not tell which'),
  'cache-usage': carried,
  'service-tier': { how: 'carried', note: 'standard reads default; tiers without a name here are left out' },
  'opaque-block': dropped('only its own protocol knows it'),
};
