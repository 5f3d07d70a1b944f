/**
 * The stage with everything on: a store in a process of its own, and callers with keys of that store. `limited` has limits
 * of every kind for its key, its team and each end user, and none is ever reached; `unlimited` has none.
 */
import { join } from 'node:path';
import type { BundledModule } from './bundle.ts';
import type { Scenario } from './scenarios.ts';
import { bareSetup, routerSetup, type Stage, startBeside, startUpstream } from './stage.ts';
import { prepareWorker } from './workerd.ts';

const storeToken = 'bench-store-token';
const adminToken = 'bench-admin-token';

async function administer(port: number, path: string, body: object): Promise<Record<string, unknown>> {
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const said = (await answer.json()) as Record<string, unknown>;
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${JSON.stringify(said)}`);
  return said;
}

const limits = {
  requests_per_minute: 1_000_000_000,
  tokens_per_minute: 1_000_000_000,
  concurrent: 1000,
  budgets: [
    { window: 'day', limit_usd: 1_000_000, on_limit: 'alert' },
    { window: 'month', time_zone: 'Europe/Berlin', limit_usd: 1_000_000, on_limit: 'downgrade' },
  ],
};

/** The secret of a new key, by the kind of its caller. Limits of a team are known to its first request. */
async function makeKeys(port: number): Promise<Record<NonNullable<Scenario['caller']>, string>> {
  const make = (team: string) => administer(port, '/admin/keys', { name: team, team, app: 'bench' });
  const [limited, unlimited] = [await make('limited'), await make('unlimited')];
  await administer(port, '/admin/limits', { scope: 'key', id: limited.id, ...limits });
  await administer(port, '/admin/limits', { scope: 'team', id: 'limited', ...limits });
  await administer(port, '/admin/limits', { scope: 'user', id: 'limited', ...limits });
  return { limited: String(limited.key), unlimited: String(unlimited.key) };
}

export async function setFullStage(folder: string, modules: readonly BundledModule[]): Promise<Stage> {
  const upstream = await startUpstream({});
  const store = await startBeside(import.meta.resolve('./store.ts'), [join(folder, 'store'), storeToken]);
  const bare = await prepareWorker(bareSetup(folder, upstream.port)).start();
  const setup = routerSetup(folder, upstream.port, modules);
  const bindings = {
    ...setup.bindings,
    UPSTASH_REDIS_REST_URL: store.line,
    UPSTASH_REDIS_REST_TOKEN: storeToken,
    SIGNALBOX_PEPPER: 'bench-pepper',
    SIGNALBOX_ADMIN_TOKEN: adminToken,
  };
  const router = await prepareWorker({ ...setup, bindings }).start();
  const keys = await makeKeys(router.port);
  const end = () => {
    for (const process of [bare, router, upstream, store]) process.stop();
  };
  return { bare, router, keyOf: ({ caller = 'unlimited' }) => keys[caller], end };
}
