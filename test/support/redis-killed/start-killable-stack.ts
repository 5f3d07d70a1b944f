/**
 * The real Worker with its Durable Object in plain workerd, over a real redis-server behind our Upstash front, and a
 * simulated provider that keeps an invoice. Linux only, as the benchmarks are.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker } from '../../../bench/bundle.ts';
import { prepareWorker } from '../../../bench/workerd.ts';
import routes from '../../../routes.config.ts';
import { catalogue } from '../../../src/catalogue/catalogue.ts';
import { compileConfig } from '../../../src/config/compile-config.ts';
import { type Simulator, startSimulator } from '../../../src/dev/simulator/server.ts';
import { storeVariables } from '../../../src/dev/start/bindings.ts';
import { providerBindings } from '../../../src/dev/start/providers.ts';
import { type Front, startFront } from '../../../src/dev/upstash/front.ts';
import { engineOver } from '../../../src/dev/upstash/redis-engine.ts';
import { connectResp, keepConnected } from '../../../src/dev/upstash/resp-connection.ts';
import { adminToken } from '../administer.ts';
import { type KillableRedis, redisIn } from './start-redis.ts';

const token = 'stack';

export type KillableStack = {
  readonly url: string;
  readonly redis: KillableRedis;
  readonly simulator: Simulator;
  readonly store: { readonly url: string; readonly token: string };
  stop(): Promise<void>;
};

async function startFrontOver({ socketPath }: KillableRedis): Promise<Front> {
  const engine = engineOver(
    keepConnected(() => connectResp(socketPath)),
    async () => {},
  );
  return startFront({ engine, token });
}

export async function startKillableStack(program: string): Promise<KillableStack> {
  const folder = await mkdtemp(join(tmpdir(), 'signalbox-killed-'));
  const redis = redisIn(folder, program);
  await redis.start();
  const front = await startFrontOver(redis);
  const simulator = await startSimulator({ pace: 0 });
  const compiled = compileConfig(routes, catalogue, 0);
  if (!compiled.ok) throw new Error('routes.config.ts does not compile');
  const bindings = {
    ...providerBindings([...compiled.config.providers.values()], () => undefined, simulator.url),
    [storeVariables.url]: front.url,
    [storeVariables.token]: token,
    SIGNALBOX_ADMIN_TOKEN: adminToken,
    SIGNALBOX_PEPPER: 'pepper',
  };
  const modules = bundleWorker(join(folder, 'worker'), { routes: 'test/support/redis-killed.config.ts' });
  const worker = await prepareWorker({
    name: 'router',
    modules,
    bindings,
    hasObjects: true,
    folder,
  }).start();
  return {
    url: `http://127.0.0.1:${worker.port}`,
    redis,
    simulator,
    store: { url: front.url, token },
    stop: async () => {
      worker.stop();
      await simulator.stop();
      await front.stop();
      await redis.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
