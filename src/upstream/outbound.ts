/**
 * The only place that calls providers. The host comes from the config (or the provider's own variable), never
 * from a request; redirects are not followed; headers are built here from allow-lists.
 */
import { type ErrorCode, RouterError } from '../core/errors.ts';
import type { ProtocolId, Provider } from '../core/target.ts';

export type Environment = (name: string) => string | undefined;

export type Outbound = {
  /** Whether a key or a base URL is set, so that a call can be tried. */
  isConfigured(provider: Provider): boolean;
  /**
   * Calls `path` at a provider. `path` is the protocol's own, or one with a checked id in it.
   * Throws `upstream_unreachable` where the config has no such provider; else as fetch does.
   */
  call(provider: Provider, protocol: ProtocolId, path: string, init: CallInit): Promise<Response>;
};

export type CallInit = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly body?: string;
  /** Already picked from an allow-list. */
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
};

/** Request headers of the caller that a provider of the same protocol may see. */
const passedHeaders: Readonly<Record<ProtocolId, readonly string[]>> = {
  'openai-chat': ['openai-beta'],
  'openai-responses': ['openai-beta'],
  'anthropic-messages': ['anthropic-version', 'anthropic-beta'],
};

/** Only visible ASCII and spaces go into a header: anything else is no value that a provider knows. */
function isClean(value: string): boolean {
  return /^[\x20-\x7e]*$/.test(value);
}

/** The caller's headers that pass on the passthrough lane. */
export function pickHeaders(protocol: ProtocolId, caller: Headers): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of passedHeaders[protocol]) {
    const value = caller.get(name);
    if (value !== null && isClean(value)) picked[name] = value;
  }
  return picked;
}

function authorization(provider: Provider, key: string | undefined): Record<string, string> {
  // A broken key is left out: fetch would print it in its error, and the provider's 401 says what is wrong.
  if (key === undefined || !isClean(key)) return {};
  return provider.auth === 'x-api-key' ? { 'x-api-key': key } : { authorization: `Bearer ${key}` };
}

const safePath = /^\/[A-Za-z0-9_\-./]*(\?[A-Za-z0-9_\-=&%.+*]*)?$/;

export function createOutbound(env: Environment, send: typeof fetch): Outbound {
  const baseOf = (provider: Provider) =>
    (env(`${provider.env}_BASE_URL`) ?? provider.baseUrl).replace(/\/+$/, '');
  return {
    isConfigured: (provider) =>
      env(`${provider.env}_API_KEY`) !== undefined || env(`${provider.env}_BASE_URL`) !== undefined,
    call(provider, protocol, path, init) {
      const prefix = provider.protocols[protocol];
      if (prefix === undefined || !safePath.test(path) || path.includes('..')) {
        throw new RouterError(
          'upstream_unreachable' satisfies ErrorCode,
          'The provider has no such address.',
          {
            detail: `${provider.id} ${protocol} ${path}`,
          },
        );
      }
      const headers = {
        'content-type': 'application/json',
        ...init.headers,
        ...authorization(provider, env(`${provider.env}_API_KEY`)?.trim()),
      };
      return send(`${baseOf(provider)}${prefix}${path}`, {
        method: init.method,
        headers,
        signal: init.signal,
        redirect: 'manual',
        ...(init.body !== undefined && { body: init.body }),
      });
    },
  };
}
