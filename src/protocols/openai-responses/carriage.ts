/**
 * What the Responses API carries of requests and answers that come over another protocol; printed in
 * docs/fidelity.md. On the passthrough lane nothing is lost and these tables are not asked.
 */
import type { AnswerFeature, CarriageTable, RequestFeature } from '../../core/features.ts';

const none = 'Responses has no such parameter';
const itself = 'known to this protocol alone: only its own clients can ask for it';
const elsewhere = 'kept or run by the provider under its own protocol';

export const requestCarriage: CarriageTable<RequestFeature> = {
  choices: { how: 'refused', note: 'Responses gives one answer' },
  logprobs: { how: 'refused', note: 'they have another form in each protocol' },
  seed: { how: 'dropped', note: none },
  penalties: { how: 'dropped', note: none },
  'logit-bias': { how: 'dropped', note: none },
  'top-k': { how: 'dropped', note: none },
  sampling: { how: 'carried' },
  stop: { how: 'dropped', note: none },
  prediction: { how: 'dropped', note: none },
  verbosity: { how: 'carried' },
  'audio-output': { how: 'refused', note: 'Responses answers in text' },
  'audio-input': { how: 'refused', note: 'Responses takes no speech' },
  'late-system': { how: 'carried' },
  prefill: { how: 'adapted', note: 'the model is told to continue the started answer' },
  'participant-name': { how: 'dropped', note: none },
  'image-detail': { how: 'carried' },
  'file-data': { how: 'carried' },
  'file-url': { how: 'carried' },
  'file-text': { how: 'adapted', note: 'sent as a text part under its name' },
  'file-cite': { how: 'dropped', note: 'Responses cites only files it has searched' },
  'tool-result-media': { how: 'carried' },
  'tool-result-error': { how: 'adapted', note: 'the text of the result begins with "Error: "' },
  'custom-tool': { how: 'carried' },
  'tool-subset': { how: 'carried' },
  'provider-tool': { how: 'refused', note: elsewhere },
  'json-object': { how: 'carried' },
  'parallel-calls': { how: 'carried' },
  'cache-hint': { how: 'dropped', note: 'OpenAI finds cached prefixes by itself' },
  'cache-key': { how: 'carried' },
  metadata: { how: 'carried' },
  'end-user': { how: 'carried' },
  'service-tier': { how: 'carried' },
  'reasoning-summary': { how: 'carried' },
  'reasoning-seal': { how: 'carried', note: 'to the model that sealed it; else dropped' },
  'reasoning-text': { how: 'dropped', note: 'Responses takes back sealed reasoning only' },
  'reasoning-mode': { how: 'carried' },
  'previous-response': { how: 'carried', note: itself },
  'answer-reference': { how: 'dropped', note: 'nothing keeps the items of that answer' },
  'provider-file': { how: 'refused', note: elsewhere },
  background: { how: 'carried', note: itself },
  store: { how: 'carried' },
  'access-programme': { how: 'carried', note: itself },
  moderation: { how: 'refused', note: 'asked for in another form in each protocol' },
  'provider-item': { how: 'dropped', note: 'the provider that ran the tool alone can read it' },
  'tool-reference': { how: 'adapted', note: 'its name as text; the model sees all declared tools' },
  'opaque-block': { how: 'refused', note: 'a block that only its own protocol knows' },
  'provider-choice': { how: 'dropped', note: 'the router chooses, over the same protocol too' },
  'unknown-field': { how: 'dropped', note: 'this router does not know it' },
};

export const answerCarriage: CarriageTable<AnswerFeature> = {
  text: { how: 'carried' },
  'tool-call': { how: 'carried' },
  'custom-tool-call': { how: 'carried' },
  reasoning: { how: 'carried', note: 'as summary parts' },
  'reasoning-seal': { how: 'carried', note: 'in encrypted_content, packed where another protocol made it' },
  refusal: { how: 'carried' },
  'refusal-details': { how: 'adapted', note: 'the explanation is the text of a refusal part' },
  'url-citation': { how: 'carried' },
  'span-citation': { how: 'dropped', note: 'Responses cites addresses and files, not spans' },
  logprobs: { how: 'dropped' },
  audio: { how: 'dropped', note: 'Responses answers in text' },
  'stop-string': { how: 'dropped', note: 'Responses has no stop strings' },
  'cache-usage': { how: 'carried' },
  'service-tier': { how: 'carried', note: 'where the tier has a name at OpenAI' },
  'opaque-block': { how: 'dropped', note: 'another protocol alone knows it' },
};
