/** POST /v1/embeddings: the body as it is to the provider that the config names for the model. */
import { RouterError } from '../core/errors.ts';
import { nearNames } from '../core/near-names.ts';
import { parseObjectText } from '../intake/parse-object.ts';
import { readText } from '../intake/read-text.ts';
import type { KeyedCall } from './endpoint.ts';
import { forward } from './forward.ts';

/** Errors: `invalid_json`, `invalid_request`, `model_not_found`, `no_target_available`. */
export async function answerEmbeddings(call: KeyedCall): Promise<Response> {
  const { limits, embeddings } = call.deps.config;
  const { text, raw } = parseObjectText(await readText(call.http, limits.bodyBytes), limits.depth);
  const { model, input } = raw;
  if (typeof model !== 'string' || model === '') {
    throw new RouterError('invalid_request', 'model must be a non-empty string.', { param: 'model' });
  }
  if (typeof input !== 'string' && !Array.isArray(input)) {
    throw new RouterError('invalid_request', 'input must be a string or an array.', { param: 'input' });
  }
  const provider = embeddings.get(model);
  if (provider === undefined) {
    const near = nearNames(model, embeddings.keys(), 4);
    const hint = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
    const message = `The embedding model '${model.slice(0, 100)}' does not exist.${hint}`;
    throw new RouterError('model_not_found', message, { param: 'model' });
  }
  if (!call.deps.outbound.isConfigured(provider)) {
    throw new RouterError(
      'no_target_available',
      `No target of '${model}' is available: ${provider.env}_API_KEY is not set.`,
    );
  }
  return forward(call, { provider, protocol: 'openai-chat', path: '/embeddings', body: text, model });
}
