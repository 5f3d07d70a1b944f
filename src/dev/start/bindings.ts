/**
 * Everything the Worker gets as variables in a local run: `.dev.vars`, what the process sets over it, providers,
 * the database, the API key and what administration needs. Pure; secrets pass through and are never printed.
 */
import { createHash } from 'node:crypto';
import type { ReadVariable, Variables } from '../dev-vars.ts';
import { type ProviderFacts, providerBindings } from './providers.ts';
import { signInVariable } from './sign-in-link.ts';

export const storeVariables = { url: 'UPSTASH_REDIS_REST_URL', token: 'UPSTASH_REDIS_REST_TOKEN' } as const;

export type StoreAddress = { readonly url: string; readonly token: string };

export type GivenStore =
  | { readonly kind: 'given'; readonly store: StoreAddress }
  | { readonly kind: 'none' }
  | { readonly kind: 'wrong'; readonly message: string };

/** The database that the variables name, which needs both. */
export function givenStore(read: ReadVariable): GivenStore {
  const url = read(storeVariables.url);
  const token = read(storeVariables.token);
  if (url === undefined && token === undefined) return { kind: 'none' };
  if (url !== undefined && token !== undefined) return { kind: 'given', store: { url, token } };
  const [set, missing] =
    url === undefined
      ? [storeVariables.token, storeVariables.url]
      : [storeVariables.url, storeVariables.token];
  return {
    kind: 'wrong',
    message: `${set} is set, but ${missing} is not:\nset both, or neither for a local database.`,
  };
}

/** An entry of SIGNALBOX_API_KEYS. */
function keyEntry(name: string, key: string): string {
  return `${name}:${createHash('sha256').update(key).digest('hex')}`;
}

export type BindingParts = {
  readonly devVars: Variables;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly read: ReadVariable;
  readonly providers: readonly ProviderFacts[];
  readonly simulatorUrl: string;
  readonly store: StoreAddress;
  readonly devKey: string;
  /** As `makeSignInLink` writes it. */
  readonly signIn: string;
  /** A database of this run, which nobody else reads. */
  readonly isLocalStore: boolean;
};

/**
 * What keys and limits need, where it is not set. For a database of this machine only: these words are no secret, and
 * would open one that others use.
 */
export const localSecrets = { SIGNALBOX_ADMIN_TOKEN: 'sbx-admin-dev', SIGNALBOX_PEPPER: 'sbx-pepper-dev' };

/** Settings of the start itself, which the Worker has no use for. */
const ownSettings: ReadonlySet<string> = new Set([
  'PORT',
  'SIMULATOR_PORT',
  'SIGNALBOX_DEV_KEY',
  'SIGNALBOX_DATA_DIR',
]);

export function workerBindings(parts: BindingParts): Record<string, string> {
  const { devVars, environment, read, providers, simulatorUrl, store, devKey, signIn, isLocalStore } = parts;
  const fromProcess = Object.keys(environment).filter((name) => /^(SIGNALBOX|OTEL)_/.test(name));
  const bindings: Record<string, string> = isLocalStore ? { ...localSecrets } : {};
  for (const name of [...Object.keys(devVars), ...fromProcess]) {
    const value = read(name);
    if (value !== undefined && !ownSettings.has(name)) bindings[name] = value;
  }
  const keys = [read('SIGNALBOX_API_KEYS'), keyEntry('dev', devKey)];
  return {
    ...bindings,
    ...providerBindings(providers, read, simulatorUrl),
    [storeVariables.url]: store.url,
    [storeVariables.token]: store.token,
    [signInVariable]: signIn,
    SIGNALBOX_API_KEYS: keys.filter((entry) => entry !== undefined).join(','),
  };
}
