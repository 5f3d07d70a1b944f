/** The running router with a store and every provider simulated: what `npm start` gives a user, for tests. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import routes from '../../routes.config.ts';
import { catalogue } from '../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { ProtocolId } from '../../src/core/target.ts';
import { type Simulator, startSimulator } from '../../src/dev/simulator/server.ts';
import { storeVariables } from '../../src/dev/start/bindings.ts';
import { providerBindings } from '../../src/dev/start/providers.ts';
import { type LocalUpstash, startUpstash } from '../../src/dev/upstash/start.ts';
import { startRouter, testKey } from './start-router.ts';
import { findStored } from './stored-nothing.ts';

export type Stack = {
  /** The router's address, without `/v1`. */
  readonly url: string;
  readonly simulator: Simulator;
  /** Empty at the start. */
  readonly store: LocalUpstash;
  readonly runCron: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Of each protocol one model that speaks no other: whoever calls, the target's protocol is known. */
export const modelOver: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': 'glm-5.1',
  'openai-responses': 'gpt-5.5-pro',
  'anthropic-messages': 'claude-opus-4-7',
};

export const targets = Object.entries(modelOver) as [ProtocolId, string][];

/** `routesFile`: other routes than the shipped ones, over the same providers; relative to the repository. */
export async function startStack(
  vars: Readonly<Record<string, string>> = {},
  routesFile?: string,
): Promise<Stack> {
  const simulator = await startSimulator({ pace: 0 });
  const dataDir = await mkdtemp(join(tmpdir(), 'signalbox-stack-'));
  const store = await startUpstash({ dataDir, token: 'stack', engine: 'embedded' });
  const compiled = compileConfig(routes, catalogue, 0);
  if (!compiled.ok) throw new Error('routes.config.ts does not compile');
  const providers = [...compiled.config.providers.values()];
  const router = await startRouter({
    vars: {
      ...providerBindings(providers, () => undefined, simulator.url),
      [storeVariables.url]: store.url,
      [storeVariables.token]: store.token,
      ...vars,
    },
    ...(routesFile !== undefined && { routes: routesFile }),
  });
  return {
    url: router.url,
    runCron: router.runCron,
    simulator,
    store,
    stop: async () => {
      await router.stop();
      const bodies = simulator.requests().map(({ body }) => body);
      const stored = await findStored(store, bodies, [testKey]).catch(String);
      await simulator.stop();
      await store.stop();
      await rm(dataDir, { recursive: true, force: true });
      if (stored.length > 0) throw new Error(`The store holds what nobody may keep: ${stored}`);
    },
  };
}
