/**
 * What of a request and of an answer in another protocol this one carries. Complete over all names; the notes are
 * printed in the documentation and in reports of losses.
 */
import type { AnswerFeature, Carriage, CarriageTable, RequestFeature } from '../../core/features.ts';

const carried: Carriage = { how: 'carried' };

function dropped(note: string): Carriage {
  return { how: 'dropped', note };
}

function adapted(note: string): Carriage {
  return { how: 'adapted', note };
}

function refused(note: string): Carriage {
  return { how: 'refused', note };
}

export const requestCarriage: CarriageTable<RequestFeature> = {
  choices: refused('Messages gives one answer per request'),
  logprobs: refused('Messages reports no probabilities'),
  seed: dropped('Messages has no seed'),
  penalties: dropped('Messages has no penalties'),
  'logit-bias': dropped('Messages has no bias on tokens'),
  'top-k': carried,
  sampling: { how: 'carried', note: 'temperature ends at 1; temperature and top_p exclude each other' },
  stop: { how: 'carried', note: 'strings of white space alone are left out' },
  prediction: dropped('Messages has no predicted output'),
  verbosity: dropped('Messages has no wish for length'),
  'audio-output': refused('Messages has no audio'),
  'audio-input': refused('Messages has no audio'),
  'late-system': adapted('sent as a marked text of the user: only the newest models have a role for it'),
  prefill: { how: 'carried', note: 'a model without prefill is asked to continue' },
  'participant-name': dropped('messages have no names here'),
  'image-detail': dropped('Messages has no image detail'),
  'file-data': { how: 'carried', note: 'PDF as it is, text as plain text' },
  'file-url': carried,
  'file-text': carried,
  'file-cite': carried,
  'tool-result-media': carried,
  'tool-result-error': carried,
  'custom-tool': adapted('a function with one string `input`'),
  'tool-subset': adapted('only the allowed tools are sent'),
  'provider-tool': refused('tools that a provider runs differ by provider'),
  'json-object': adapted('an instruction: Messages has no JSON mode without a schema'),
  'parallel-calls': carried,
  'cache-hint': carried,
  'cache-key': dropped('Messages has no cache key; the router keeps it for staying with one target'),
  metadata: dropped('Messages keeps no metadata; the router records it'),
  'end-user': carried,
  'service-tier': adapted('`auto` and `default` have a counterpart, others not'),
  'reasoning-summary': adapted('any wish for a summary asks for summarized thinking'),
  'reasoning-seal': { how: 'carried', note: 'to the model that made it' },
  'reasoning-text': dropped('only sealed reasoning goes back'),
  'reasoning-mode': dropped('Messages has no parallel test-time compute'),
  'previous-response': refused('Messages keeps no conversations'),
  'answer-reference': dropped('nothing keeps the items of that answer'),
  'provider-file': refused('files and containers stay with the provider that keeps them'),
  background: refused('Messages has no background answers'),
  store: dropped('Messages keeps no answers'),
  'access-programme': refused('access programmes belong to one provider'),
  moderation: refused('Messages has no moderation in the same call'),
  'provider-item': dropped('results of tools that another provider ran have no form here'),
  'tool-reference': carried,
  'opaque-block': refused('a block that only its own protocol knows'),
  'provider-choice': dropped('the router chooses, over the same protocol too'),
  'unknown-field': dropped('a field that this router does not know'),
};

export const answerCarriage: CarriageTable<AnswerFeature> = {
  text: carried,
  'tool-call': carried,
  'custom-tool-call': adapted('a tool_use with the text in `input`'),
  reasoning: { how: 'carried', note: 'several parts become one thinking block' },
  'reasoning-seal': { how: 'carried', note: 'wrapped into the signature' },
  refusal: adapted('a text block and stop_reason `refusal`'),
  'refusal-details': carried,
  'url-citation': adapted('a web_search_result_location without offsets'),
  'span-citation': dropped('spans point into documents in the form of their own protocol'),
  logprobs: dropped('Messages reports no probabilities'),
  audio: dropped('Messages has no audio'),
  'stop-string': carried,
  'cache-usage': carried,
  'service-tier': adapted('default reads standard; tiers without a counterpart are left out'),
  'opaque-block': dropped('results of tools that another provider ran have no form here'),
};
