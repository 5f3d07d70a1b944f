/** The real Worker in workerd on a free loopback port, for tests from outside. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';

process.env.WRANGLER_SEND_METRICS = 'false';
process.env.CLOUDFLARE_CF_FETCH_ENABLED = 'false';
process.env.WRANGLER_HIDE_BANNER = 'true';

export const testKey = 'sk-sbx-test';

export type Router = {
  readonly url: string;
  /** Runs what the Worker does every minute, and waits for it. */
  readonly runCron: () => Promise<void>;
  readonly stop: () => Promise<void>;
};

export type RouterOptions = {
  /** Text bindings: base URLs and keys of providers, the store. */
  readonly vars: Readonly<Record<string, string>>;
  /** Another routes file, relative to the repository. */
  readonly routes?: string;
};

const root = join(import.meta.dirname, '../..');

export async function startRouter({ vars, routes }: RouterOptions): Promise<Router> {
  const { unstable_startWorker } = await import('wrangler');
  const keys = `test:${createHash('sha256').update(testKey).digest('hex')}`;
  const bindings = Object.entries({ SIGNALBOX_API_KEYS: keys, ...vars }).map(
    ([name, value]) => [name, { type: 'plain_text', value }] as const,
  );
  const worker = await unstable_startWorker({
    config: join(root, 'wrangler.toml'),
    bindings: Object.fromEntries(bindings),
    ...(routes && { build: { alias: { '#routes': join(root, routes) } } }),
    dev: {
      server: { hostname: '127.0.0.1', port: 0 },
      inspector: false,
      watch: false,
      logLevel: 'warn',
      persist: false,
    },
  });
  await worker.ready;
  const url = (await worker.url).href.replace(/\/$/, '');
  const runCron = async () => {
    const response = await fetch(`${url}/cdn-cgi/handler/scheduled?cron=*+*+*+*+*`);
    if (!response.ok) throw new Error(`the cron answers with ${response.status}`);
  };
  return { url, runCron, stop: () => worker.dispose() };
}
