// Who may ask for what: the key must be there, the model must exist at this provider.
// Must not judge the rest of a request.

import { notFound } from './messages/errors.ts';
import { findModel, type ModelFamily, type WireName } from './models.ts';
import { unknownModel } from './openai-checks.ts';
import type { ProviderHabits } from './providers.ts';
import type { WireError } from './wire.ts';

const OPENAI_KEY_MESSAGE =
  "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY), or as the password field (with blank username) if you're accessing the API from your browser and are prompted for a username and password. You can obtain an API key from https://platform.openai.com/account/api-keys.";

/** Any key will do; none will not. */
export function checkKey(headers: Readonly<Record<string, string>>, wire: WireName): WireError | undefined {
  if (keyOf(headers) !== '') return undefined;
  const refused = { status: 401, param: null, code: null };
  if (wire === 'messages')
    return { ...refused, type: 'authentication_error', message: 'x-api-key header is required' };
  return { ...refused, type: 'invalid_request_error', message: OPENAI_KEY_MESSAGE };
}

export function keyOf(headers: Readonly<Record<string, string>>): string {
  const bearer = /^Bearer\s+(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  return headers['x-api-key'] ?? headers['api-key'] ?? bearer ?? '';
}

/** Finds the family of a model at a provider, or says in the wire's words that there is none. */
export function resolveModel(
  model: string,
  habits: ProviderHabits,
  wire: WireName,
): { family: ModelFamily } | { error: WireError } {
  const family = findModel(model);
  const isServed = family !== undefined && (habits.owners?.includes(family.owner) ?? true);
  // An OpenAI model asked for on the wrong one of OpenAI's endpoints gets that endpoint's own refusal.
  const isOpenaiWire = wire === 'chat' || wire === 'responses';
  const isSpoken = family?.speaks.includes(wire) === true || (family?.owner === 'openai' && isOpenaiWire);
  if (family !== undefined && isServed && isSpoken) return { family };
  return { error: wire === 'messages' ? notFound(`model: ${model}`) : unknownModel(model) };
}
