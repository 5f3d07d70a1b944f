/**
 * The Worker in workerd, through wrangler: started, reloaded with the last good version kept running, and ended
 * without cutting off what it still has to record. The only file that knows wrangler.
 */
import { join } from 'node:path';
import type { unstable_DevEnv } from 'wrangler';
import type { Variables } from '../dev-vars.ts';
import { StartProblem } from './start-problem.ts';

type DevEnv = InstanceType<typeof unstable_DevEnv>;
type BusEvent = Parameters<DevEnv['dispatch']>[0];
type Reloaded = Extract<BusEvent, { type: 'reloadComplete' }>;
type Outcome =
  | { readonly kind: 'running'; readonly event: Reloaded }
  /** The old version still runs, and gets no requests until it is told to go on. */
  | { readonly kind: 'not-built' }
  /** The old version has ended. */
  | { readonly kind: 'not-started'; readonly message: string };

export type WorkerLog = { readonly level: string; readonly message: string };

export type WorkerSettings = {
  /** The repository; holds wrangler.toml. */
  readonly root: string;
  readonly port: number;
  readonly routesFile: string;
  /** Where Durable Objects keep their data. */
  readonly dataDir: string;
  readonly onLog: (log: WorkerLog) => void;
};

export type RunningWorker = {
  readonly url: string;
  /** Absolute paths of the sources in the running bundle. */
  sources(): string[];
  /** Bundles and starts again. Null: done. Else what is wrong, and the last good version goes on. */
  reload(variables: Variables): Promise<string | null>;
  /** Ends the connections of clients; the Worker still runs, and sees them leave. */
  cutClients(): Promise<void>;
  stop(): Promise<void>;
};

const quiet = {
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  /** No request for the `cf` object of this place. */
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
  /** With `envFiles` below: wrangler reads neither .dev.vars nor .env; `.dev.vars` is read by us. */
  CLOUDFLARE_LOAD_DEV_VARS_FROM_DOT_ENV: 'false',
};

/** Packages, and what wrangler writes while it bundles. */
const madeByOthers = /[\\/](node_modules|\.wrangler)[\\/]/;

/** Takes a second; reads its settings from the environment, so they are set first. */
export async function loadWrangler(): Promise<typeof import('wrangler')> {
  Object.assign(process.env, { WRANGLER_LOG: 'warn', ...process.env, ...quiet });
  return import('wrangler');
}

/** Throws StartProblem where the Worker cannot be built or started; wrangler has printed the details. */
export async function startWorker(settings: WorkerSettings, variables: Variables): Promise<RunningWorker> {
  const { unstable_DevEnv: NewDevEnv } = await loadWrangler();
  const dev = new NewDevEnv();
  const first = nextOutcome(dev);
  const worker = await dev.startWorker(workerInput(settings, variables));
  const outcome = await first;
  if (outcome.kind !== 'running') {
    await dev.teardown();
    throw new StartProblem(explain(outcome));
  }
  let last = outcome.event;

  async function reload(changed: Variables): Promise<string | null> {
    const settled = nextOutcome(dev);
    await worker.patchConfig(workerInput(settings, changed));
    const reloaded = await settled;
    if (reloaded.kind === 'running') {
      last = reloaded.event;
      return null;
    }
    await goOn(dev, last, reloaded.kind);
    return explain(reloaded);
  }

  return {
    url: (await worker.url).origin,
    sources: () =>
      Object.keys(last.bundle.dependencies)
        .map((file) => join(settings.root, file))
        .filter((file) => !madeByOthers.test(file)),
    reload,
    cutClients: () => dev.proxy.teardown(),
    stop: () => dev.teardown(),
  };
}

function workerInput({ root, port, routesFile, dataDir, onLog }: WorkerSettings, variables: Variables) {
  return {
    config: join(root, 'wrangler.toml'),
    envFiles: [join(root, '.no-such-file')],
    bindings: Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, { type: 'plain_text' as const, value }]),
    ),
    build: { alias: { '#routes': routesFile } },
    dev: {
      server: { hostname: '127.0.0.1', port },
      inspector: false as const,
      watch: false,
      persist: dataDir,
      structuredLogsHandler: onLog,
    },
  };
}

function nextOutcome(dev: DevEnv): Promise<Outcome> {
  return new Promise((resolve) => {
    const settle = (outcome: Outcome) => {
      dev.off('reloadComplete', onRunning).off('buildFailed', onNotBuilt).off('error', onNotStarted);
      resolve(outcome);
    };
    const onRunning = (event: Reloaded) => settle({ kind: 'running', event });
    const onNotBuilt = () => settle({ kind: 'not-built' });
    const onNotStarted = (event: { readonly message?: string; readonly cause?: { message?: string } }) =>
      settle({ kind: 'not-started', message: event.cause?.message ?? event.message ?? '' });
    dev.on('reloadComplete', onRunning).on('buildFailed', onNotBuilt).on('error', onNotStarted);
  });
}

/** Wrangler stops the flow of requests before it builds, and ends the old version before it starts the new one. */
async function goOn(dev: DevEnv, last: Reloaded, kind: 'not-built' | 'not-started'): Promise<void> {
  if (kind === 'not-built') {
    dev.dispatch(last);
    return;
  }
  const again = nextOutcome(dev);
  dev.dispatch({ type: 'bundleComplete', config: last.config, bundle: last.bundle });
  await again;
}

function explain(outcome: Exclude<Outcome, { kind: 'running' }>): string {
  switch (outcome.kind) {
    case 'not-built':
      return 'The Worker cannot be built; the reason stands above.';
    case 'not-started':
      // What workerd said has been logged by then.
      return outcome.message.includes('Runtime stderr:')
        ? 'The Worker does not start; the reason stands above.'
        : `The Worker does not start: ${outcome.message}`;
    default:
      return outcome satisfies never;
  }
}
