/**
 * Which providers are called for real and which are simulated: real where a key or an address is set, simulated
 * where neither is. Pure.
 */
import type { Provider } from '../../core/target.ts';
import type { ReadVariable } from '../dev-vars.ts';

/** What this needs to know of a provider; plain data, so that it can come from another thread. */
export type ProviderFacts = Pick<Provider, 'id' | 'env' | 'baseUrl'>;

export type ProviderRow =
  /** `host` is where it is called, `because` the variables that say so. */
  | { readonly kind: 'real'; readonly id: string; readonly host: string; readonly because: readonly string[] }
  | { readonly kind: 'simulated'; readonly id: string };

const keyOf = (provider: ProviderFacts) => `${provider.env}_API_KEY`;
const baseUrlOf = (provider: ProviderFacts) => `${provider.env}_BASE_URL`;

export function decideProviders(providers: readonly ProviderFacts[], read: ReadVariable): ProviderRow[] {
  return providers.map((provider) => {
    const because = [keyOf(provider), baseUrlOf(provider)].filter((name) => read(name) !== undefined);
    if (because.length === 0) return { kind: 'simulated', id: provider.id };
    const baseUrl = read(baseUrlOf(provider)) ?? provider.baseUrl;
    // The host only: an address may hold a password.
    return { kind: 'real', id: provider.id, host: URL.parse(baseUrl)?.host ?? '(no web address)', because };
  });
}

/**
 * Variables of the Worker for all providers. The simulator serves every provider under its name, followed by the
 * path that the real address has, so that what the Worker appends fits both.
 */
export function providerBindings(
  providers: readonly ProviderFacts[],
  read: ReadVariable,
  simulatorUrl: string,
): Record<string, string> {
  const bindings: Record<string, string> = {};
  for (const provider of providers) {
    const key = read(keyOf(provider));
    const baseUrl = read(baseUrlOf(provider));
    if (key === undefined && baseUrl === undefined) {
      const path = URL.parse(provider.baseUrl)?.pathname.replace(/\/+$/, '') ?? '';
      bindings[keyOf(provider)] = 'simulated';
      bindings[baseUrlOf(provider)] = `${simulatorUrl}/${provider.id}${path}`;
      continue;
    }
    if (key !== undefined) bindings[keyOf(provider)] = key;
    if (baseUrl !== undefined) bindings[baseUrlOf(provider)] = baseUrl;
  }
  return bindings;
}
