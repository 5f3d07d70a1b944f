// Which fault a request asks for: control rule, then model suffix, then prompt marker; later ones add and win.
// Must not carry faults out.

import { type Fault, type FaultRules, parseFault } from './faults.ts';
import { asList, asObject, asText, type Json, type JsonObject } from './json.ts';
import { readMarkers } from './markers.ts';

export interface FaultedModel {
  model: string;
  fault: Fault;
}

/** Splits `gpt-5.5#status=529&retry-after=3` into the model and its fault. */
export function splitModel(name: string): FaultedModel {
  const hash = name.indexOf('#');
  if (hash === -1) return { model: name, fault: {} };
  return { model: name.slice(0, hash), fault: faultOrNone(name.slice(hash + 1)) };
}

/** A misspelt fault in a prompt or a model name is ordinary text. */
function faultOrNone(expression: string): Fault {
  const reading = parseFault(expression);
  return 'fault' in reading ? reading.fault : {};
}

export function collectFault(
  provider: string,
  named: FaultedModel,
  body: JsonObject,
  rules: FaultRules,
): Fault {
  const marked = readMarkers(lastUserWords(body))
    .filter((marker) => marker.name === 'fault')
    .map((marker) => faultOrNone(marker.value));
  return Object.assign({}, rules.take(provider, named.model), named.fault, ...marked);
}

/** The words of the last user message, in whichever protocol: shape enough to find a marker. */
function lastUserWords(body: JsonObject): string {
  if (typeof body.input === 'string') return body.input;
  const said = [...asList(body.messages), ...asList(body.input)].map(asObject);
  const last = said.findLast((message) => message.role === 'user' && wordsOf(message.content) !== '');
  return last === undefined ? '' : wordsOf(last.content);
}

function wordsOf(content: Json | undefined): string {
  if (typeof content === 'string') return content;
  return asList(content)
    .map((part) => asText(asObject(part).text))
    .join('\n');
}
