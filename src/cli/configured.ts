/** Which providers are taken as having a key: all, or those that `--configured openai,anthropic` names. */
import type { Config } from '../core/config.ts';
import { nearNames } from '../core/near-names.ts';
import type { Provider } from '../core/target.ts';
import { UsageError } from './command.ts';

export function readConfigured(
  names: string | undefined,
  { providers }: Config,
): (provider: Provider) => boolean {
  if (names === undefined) return () => true;
  const wanted = names.split(',').map((name) => name.trim());
  for (const name of wanted) {
    if (providers.has(name)) continue;
    const near = nearNames(name, providers.keys(), 1).map((one) => ` Did you mean ${one}?`);
    const known = [...providers.keys()].join(', ');
    throw new UsageError(
      `--configured: there is no provider '${name}'.${near.join('')} Providers: ${known}.`,
    );
  }
  return ({ id }) => wanted.includes(id);
}
