/**
 * Starts everything in order, prints what a person needs, and ends everything in reverse when it is told to stop.
 * `start.ts` runs it in a process of its own and owns the signals.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { createScriptStore, StoreError } from '../../ledger/store.ts';
import { keepWeek } from '../seed/keep-week.ts';
import { patientStore } from '../seed/patient-store.ts';
import { type Simulator, startSimulator } from '../simulator/server.ts';
import { startUpstash } from '../upstash/start.ts';
import { bannerLines, readyLine, type StoreFacts } from './banner.ts';
import { localSecrets, type StoreAddress } from './bindings.ts';
import { type Closing, createClosing } from './closing.ts';
import { runDemo } from './demo.ts';
import { callEveryMinute } from './every-minute.ts';
import { logLine } from './log-line.ts';
import type { Options, Settings } from './options.ts';
import { explainPort, findPort } from './port.ts';
import { type Prepared, prepare, shortPath } from './prepare.ts';
import { decideProviders } from './providers.ts';
import { keepReloading } from './reload.ts';
import { settleStore } from './settle-store.ts';
import { type MadeLink, makeSignInLink } from './sign-in-link.ts';
import { printProblem, StartProblem } from './start-problem.ts';
import { tellStoreAddress } from './store-address.ts';
import { styleFor } from './style.ts';
import { loadWrangler, type RunningWorker, startWorker } from './worker.ts';

const root = join(import.meta.dirname, '../../..');

/** Simulated models answer this much faster than real ones: quick to try out, slow enough to see a stream. */
const simulatedSpeed = 10;

const silentEndMs = 1000;
const waitingMessage = 'Waiting for requests under way to be recorded; Ctrl-C again ends at once.';

type Store = {
  readonly address: StoreAddress;
  readonly facts: StoreFacts;
  /** Commands it was sent so far; null where it is another machine's. */
  readonly countCommands: (() => number) | null;
};

/** Runs until `stop`; resolves with the exit code when everything has ended. */
export async function run(options: Options, stop: AbortSignal): Promise<number> {
  const closing = createClosing();
  let code = 0;
  try {
    await start(options, stop, closing);
    if (!stop.aborted) await once(stop, 'abort');
  } catch (problem) {
    // A start that was told to stop ends as it should.
    if (!stop.aborted) {
      printProblem(problem);
      code = 1;
    }
  }
  const patience = setTimeout(() => console.error(waitingMessage), silentEndMs);
  for (const failure of await closing.closeAll()) {
    printProblem(failure);
    code = 1;
  }
  clearTimeout(patience);
  return code;
}

async function start(options: Options, stop: AbortSignal, closing: Closing): Promise<void> {
  const errors = styleFor(process.stderr);
  const routesFile = options.routesFile ?? join(root, 'routes.config.ts');
  const prepared = await prepare(root, routesFile, errors);
  const { settings } = prepared;
  const port = await takePort(settings.port, 'PORT');
  const simulatorPort = await takePort(settings.simulatorPort, 'SIMULATOR_PORT');
  stop.throwIfAborted();

  const wrangler = loadWrangler();
  const store = await openStore(prepared, closing);
  const demoData = options.demo ? writeDemoData(prepared, store) : Promise.resolve(false);
  const simulator = await startSimulator({ pace: 1 / simulatedSpeed, port: simulatorPort });
  closing.add(simulator.stop);
  await wrangler;
  stop.throwIfAborted();

  const link = makeSignInLink(Date.now());
  const bindings = (from: Prepared) => from.bindings(simulator.url, store.address, link.variable);
  const worker = await startWorker(
    {
      root,
      port,
      routesFile,
      dataDir: join(settings.dataDir, 'worker'),
      onLog: (log) => console.error(logLine(log, errors)),
    },
    bindings(prepared),
  );
  closing.add(async () => {
    await worker.cutClients();
    await settleStore({ answersOver: simulator.settled, countCommands: store.countCommands });
    await worker.stop();
  });
  // A database that others use has the cron of their deployment.
  if (store.facts.kind === 'local') closing.add(callEveryMinute({ url: worker.url }));
  stop.throwIfAborted();
  const hasDemoData = await Promise.race([demoData, once(stop, 'abort').then(() => false)]);
  stop.throwIfAborted();

  announce(prepared, routesFile, { ...store, hasDemoData }, worker.url, simulator.url, link);
  if (options.watch) {
    const files = [routesFile, join(root, 'wrangler.toml')];
    closing.add(keepReloading({ files, worker, prepare: () => prepare(root, routesFile, errors), bindings }));
  }
  if (options.demo) await demonstrate(prepared, store, simulator, worker, stop);
}

/** Throws StartProblem where it is not free. */
async function takePort(port: number, variable: 'PORT' | 'SIMULATOR_PORT'): Promise<number> {
  const found = await findPort(port);
  if (found.kind === 'refused') throw new StartProblem(explainPort(port, found.code, variable));
  return found.port;
}

async function openStore({ store, settings }: Prepared, closing: Closing): Promise<Store> {
  if (store !== null) {
    const host = URL.parse(store.url)?.host ?? '(no web address)';
    return { address: store, facts: { kind: 'remote', host }, countCommands: null };
  }
  const local = await startLocalStore(settings);
  closing.add(local.stop);
  const forget = tellStoreAddress(settings.dataDir, local);
  closing.add(async () => forget());
  const facts: StoreFacts = { kind: 'local', engine: local.engine, dataDir: shortPath(settings.dataDir) };
  return { address: local, facts, countCommands: local.billedCommands };
}

/** Whether it is there. It is never written to a database that others read. */
async function writeDemoData({ routes }: Prepared, { address, facts }: Store): Promise<boolean> {
  if (facts.kind !== 'local') return false;
  const store = patientStore(createScriptStore(address.url, address.token));
  try {
    await keepWeek({ store, timeZone: routes.timeZone, now: Date.now });
    return true;
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    return false;
  }
}

async function startLocalStore({ dataDir }: Settings) {
  try {
    return await startUpstash({ dataDir, token: randomBytes(24).toString('base64url') });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new StartProblem(
      `The local database cannot start: ${reason}\nAnother folder can be chosen with SIGNALBOX_DATA_DIR.`,
      { cause },
    );
  }
}

function localAdminToken(read: Prepared['read'], { facts }: Store): string | null {
  const isDefault = facts.kind === 'local' && read('SIGNALBOX_ADMIN_TOKEN') === undefined;
  return isDefault ? localSecrets.SIGNALBOX_ADMIN_TOKEN : null;
}

function announce(
  { routes, read, settings }: Prepared,
  routesFile: string,
  store: Store & { readonly hasDemoData: boolean },
  url: string,
  simulatorUrl: string,
  link: MadeLink,
): void {
  const adminToken = localAdminToken(read, store);
  const hasAdmin = adminToken !== null || read('SIGNALBOX_ADMIN_TOKEN') !== undefined;
  const facts = {
    release: packageJson.version,
    routesFile: shortPath(routesFile),
    routes: routes.routes,
    configVersion: routes.version,
    warnings: routes.warnings,
    providers: decideProviders(routes.providers, read),
    simulatedSpeed,
    simulatorUrl,
    store: store.facts,
    hasDemoData: store.hasDemoData,
    devKey: settings.devKey,
    adminToken,
    signInUrl: hasAdmin ? `${url}${link.path}` : null,
    url,
  };
  for (const line of bannerLines(facts, styleFor(process.stdout))) console.log(line);
  console.log(readyLine(url));
}

/** The demo never spends money and never writes to a database that others read. */
async function demonstrate(
  { routes, read, settings }: Prepared,
  store: Store,
  simulator: Simulator,
  worker: RunningWorker,
  stop: AbortSignal,
): Promise<void> {
  const isAllLocal =
    store.facts.kind === 'local' &&
    decideProviders(routes.providers, read).every((row) => row.kind === 'simulated');
  if (!isAllLocal) {
    console.log('\nNo demo: it needs all providers simulated and a local database.');
    return;
  }
  const style = styleFor(process.stdout);
  const say = (line: string) => console.log(line);
  await runDemo({
    url: worker.url,
    key: settings.devKey,
    routes: routes.routes,
    simulator,
    style,
    say,
    stop,
  });
}
