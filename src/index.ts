/**
 * The Worker: the only file that sees `env`. Makes what requests depend on: what outlives them in one isolate (circuit
 * breakers, caches, queues, the key ring) once and declared here, and what is bound to one of them for each.
 */
import uPlot from 'uplot/dist/uPlot.iife.min.js';
import uPlotStyle from 'uplot/dist/uPlot.min.css';
import routes from '#routes';
import { version as release } from '../package.json';
import { readKeyRing } from './access/authenticate.ts';
import { createTokenCheck } from './access/end-user-token.ts';
import { KeyCache } from './access/key-cache.ts';
import { readKeyRecord } from './access/key-records.ts';
import { LimitsCache } from './access/limits-cache.ts';
import { createSignInMeans } from './access/sign-in-means.ts';
import { AlertsObject } from './alerts/alerts-object.ts';
import { createAdmissionNotice } from './alerts/notice-admission.ts';
import { lookAndRaise } from './alerts/raise-alerts.ts';
import { runExports } from './alerts/run-exports.ts';
import type { Bucket } from './alerts/send-export.ts';
import { createApp } from './app.ts';
import { createAuditLog } from './audit/audit-log.ts';
import { AuditObject } from './audit/audit-object.ts';
import { auditWriter, tellRunning } from './audit/audit-writer.ts';
import { catalogue } from './catalogue/catalogue.ts';
import { createRequestJudge } from './classify/judge-request.ts';
import difficultyWeights from './classify/model/difficulty.bin';
import riskWeights from './classify/model/risk.bin';
import taskWeights from './classify/model/weights.bin';
import { compileConfig } from './config/compile-config.ts';
import type { Alert, AlertDesk } from './core/alert.ts';
import type { Config } from './core/config.ts';
import type { StoredKeys } from './core/key-record.ts';
import type { LogEntry } from './core/log-entry.ts';
import { once } from './core/once.ts';
import style from './dashboard/assets/dashboard.css';
import exploring from './dashboard/assets/explore.island.js';
import sorting from './dashboard/assets/sort.island.js';
import { giveAssets } from './dashboard/assets.ts';
import type { Deps } from './deps.ts';
import { Actors } from './ledger/actors.ts';
import { createBreakerBoard } from './ledger/breaker-notes.ts';
import { LearnedMemory } from './ledger/learned-memory.ts';
import { createLedger } from './ledger/ledger.ts';
import { OutboxObject, type OutboxState } from './ledger/outbox-object.ts';
import { ReceiptQueue } from './ledger/receipt-queue.ts';
import { SessionMemory } from './ledger/sessions.ts';
import type { SettleNote } from './ledger/settle-call.ts';
import { createScriptStore, createStore, type ScriptStore, StoreError } from './ledger/store.ts';
import { sweep } from './ledger/sweep.ts';
import { createUsageReader } from './ledger/usage-reader.ts';
import { newId } from './new-id.ts';
import { readCanaries } from './safeguards/canaries.ts';
import { LookMemory } from './second-look/memory.ts';
import { settleDueCharges } from './settle-late.ts';
import { createTelemetry } from './telemetry/telemetry.ts';
import { BreakerNews } from './upstream/breaker-news.ts';
import { Health } from './upstream/health.ts';
import { createOutbound, type Environment } from './upstream/outbound.ts';
import { RetryBudget } from './upstream/retry-budget.ts';

function compileOrThrow(): Config {
  const compiled = compileConfig(routes, catalogue, 0);
  if (compiled.ok) return compiled.config;
  const list = compiled.problems.map(({ path, what, fix }) => `${path}: ${what}. ${fix}`).join('\n');
  throw new Error(`routes.config.ts cannot be used:\n${list}`);
}

giveAssets({
  'dashboard.css': style,
  'sort.island.js': sorting,
  'explore.island.js': exploring,
  'uplot.js': uPlot,
  'uplot.css': uPlotStyle,
});
const config = compileOrThrow();
const judge = once(() => createRequestJudge(taskWeights, riskWeights, difficultyWeights));
const health = new Health();
const retryBudget = new RetryBudget();
const sessions = new SessionMemory();
const learning = new LearnedMemory();
const lookMemory = new LookMemory();

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

function print(entry: LogEntry): void {
  // biome-ignore lint/suspicious/noConsole: the one sink of log lines; the entry's type keeps secrets out
  console.log(JSON.stringify(entry));
}

const ports = { now: Date.now, sleep, log: print };

function storedKeysIn(scripts: ScriptStore | null, read: Environment): StoredKeys | null {
  const pepper = read('SIGNALBOX_PEPPER');
  if (scripts === null || pepper === undefined) return null;
  const directory = new KeyCache({ load: (id) => readKeyRecord(id, scripts), now: Date.now, sleep });
  const secret = read('SIGNALBOX_END_USER_SECRET');
  const checkToken = createTokenCheck({ secret, jwks: read('SIGNALBOX_END_USER_JWKS') }, Date.now);
  return { directory, pepper, now: Date.now, ...(checkToken !== null && { checkToken }) };
}

/** A stub is of use only to the request that it was made in, so each call has one of its own. */
function outboxOf(namespace: DurableObjectNamespace<Outbox> | undefined) {
  if (namespace === undefined) return null;
  const stub = () => namespace.getByName('outbox');
  return {
    put: async (notes: readonly SettleNote[]): Promise<void> => stub().put(notes),
    state: async (): Promise<OutboxState> => stub().state(),
  };
}

/** As the outbox; null: nobody is to be told, or there is no place to keep what they are to be told. */
function alertsOf(namespace: DurableObjectNamespace<Alerts> | undefined): AlertDesk | null {
  if (namespace === undefined || config.alerts.webhooks.length === 0) return null;
  const stub = () => namespace.getByName('alerts');
  return {
    raise: async (alerts, over = [], memory): Promise<void> => stub().raise(alerts as Alert[], over, memory),
    recall: async () => stub().recall(),
    news: async (keys) => stub().news(keys),
    test: async (release) => stub().test(release),
    state: async () => stub().state(),
  };
}

function readSecrets(read: Environment) {
  return {
    keyRing: once(() => readKeyRing(read('SIGNALBOX_API_KEYS'))),
    pepper: read('SIGNALBOX_PEPPER') ?? null,
    adminToken: read('SIGNALBOX_ADMIN_TOKEN') ?? null,
    openAiWebhookSecret: read('OPENAI_WEBHOOK_SECRET') ?? null,
    canaries: once(() => readCanaries(read('SIGNALBOX_CANARIES'))),
  };
}

function readEnvironment(env: Record<string, unknown>) {
  const read: Environment = (name) => {
    const value = env[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const url = read('UPSTASH_REDIS_REST_URL');
  const token = read('UPSTASH_REDIS_REST_TOKEN');
  const store = url === undefined || token === undefined ? null : createStore(url, token);
  const scripts = url === undefined || token === undefined ? null : createScriptStore(url, token);
  const outbox = outboxOf(env.OUTBOX as DurableObjectNamespace<Outbox> | undefined);
  const alerts = alertsOf(env.ALERTS as DurableObjectNamespace<Alerts> | undefined);
  const { actors: actorSettings } = config.safeguards;
  const noticeAdmission = alerts && createAdmissionNotice(config.alerts, alerts);
  const shared = {
    config,
    catalogue,
    judgeRequest: (request) => judge()(request),
    ...readSecrets(read),
    signIn: createSignInMeans({ read, dashboard: config.dashboard, send: fetch, now: Date.now }),
    storedKeys: storedKeysIn(scripts, read),
    outbound: createOutbound(read, fetch),
    health,
    breakerNews: store && new BreakerNews(health, createBreakerBoard(store), config),
    retryBudget,
    sessions,
    learning,
    lookMemory,
    store,
    scripts,
    receipts:
      store && config.receiptDays !== null
        ? new ReceiptQueue({ store, days: config.receiptDays, ...ports })
        : null,
    limits: scripts && new LimitsCache(scripts, Date.now, sleep),
    actors: scripts && actorSettings && new Actors({ store: scripts, settings: actorSettings, ...ports }),
    usage: scripts && createUsageReader({ store: scripts, timeZone: config.ledger.timeZone, now: Date.now }),
    outboxState: outbox?.state ?? null,
    alerts,
    now: Date.now,
    random: Math.random,
    sleep,
    newId,
    log: print,
    release,
    deployment: (env.VERSION as WorkerVersionMetadata | undefined)?.id ?? null,
  } satisfies Partial<Deps>;
  return {
    shared,
    writer: auditWriter(env.AUDIT as DurableObjectNamespace<Audit> | undefined),
    ledgerFor:
      scripts && createLedger({ ...config.ledger, store: scripts, outbox, noticeAdmission, ...ports }),
    telemetryFor: createTelemetry({
      read,
      release,
      send: fetch,
      random: Math.random,
      ...ports,
    }),
  };
}

/** Made for the first request: its environment is that of all requests of a deployed version. */
let fromEnvironment: ReturnType<typeof readEnvironment> | null = null;

function depsOf(env: Record<string, unknown>, context: ExecutionContext, http: Request): Deps {
  fromEnvironment ??= readEnvironment(env);
  const { shared, writer, ledgerFor, telemetryFor } = fromEnvironment;
  const waitUntil = (work: Promise<unknown>) => context.waitUntil(work);
  return {
    ...shared,
    waitUntil,
    ledger: ledgerFor?.(waitUntil) ?? null,
    telemetry: telemetryFor?.(http, waitUntil) ?? null,
    audit: writer && createAuditLog({ ...ports, writer, alerts: shared.alerts, waitUntil, newId }),
  };
}

const app = createApp(config, depsOf);

/** Where the ledger's notes wait while the store is away. */
export class Outbox extends OutboxObject {
  protected readonly timeZone = config.ledger.timeZone;
}

/** Where alerts wait for their receivers. */
export class Alerts extends AlertsObject {
  protected readonly webhooks = config.alerts.webhooks;
  protected readonly routerUrl = config.alerts.routerUrl;
  protected readonly log = print;
  protected send(url: string, init: RequestInit): Promise<Response> {
    return fetch(url, init);
  }
}

/** Who did what, in one chain. */
export class Audit extends AuditObject {
  protected readonly days = config.auditDays;
}

/** Once a minute: the audit log learns what is in force. */
async function tellAudit(env: Record<string, unknown>): Promise<void> {
  fromEnvironment ??= readEnvironment(env);
  const { writer, shared } = fromEnvironment;
  const { release, deployment } = shared;
  if (writer !== null) await tellRunning({ config: config.version, release, deployment }, writer, ports);
}

/** Once a minute: tells whoever is to be told of what fills up or piles up. */
async function raiseAlerts(env: Record<string, unknown>): Promise<void> {
  fromEnvironment ??= readEnvironment(env);
  const { scripts: store, usage, outboxState, alerts } = fromEnvironment.shared;
  if (alerts === null) return;
  const { timeZone } = config.ledger;
  const ports = { settings: config.alerts, store, usage, outboxState, timeZone, now: Date.now };
  try {
    await lookAndRaise(ports, alerts);
  } catch (error) {
    // What was found is found again in a minute.
    const detail = error instanceof Error ? error.message : '';
    print({ event: 'alert-failed', requestId: 'cron', code: 'no_desk', detail });
  }
}

/** Once a minute: ends what nobody came back for, adds up the hours that are over, asks after open charges. */
async function sweepLedger(env: Record<string, unknown>): Promise<void> {
  fromEnvironment ??= readEnvironment(env);
  const { scripts: store, outbound } = fromEnvironment.shared;
  if (store === null) return;
  try {
    const { lateDueMs } = await sweep({ store, timeZone: config.ledger.timeZone, now: Date.now });
    const deps = { config, catalogue, outbound, scripts: store, now: Date.now, log: print };
    if (lateDueMs !== null && lateDueMs <= Date.now()) await settleDueCharges(deps);
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    print({ event: 'sweep-failed', requestId: 'cron', code: 'store_unavailable', detail: error.message });
  }
}

/** Once a minute: files of usage and cost that are due. */
async function sendExports(env: Record<string, unknown>): Promise<void> {
  fromEnvironment ??= readEnvironment(env);
  const { store, scripts, outboxState, release } = fromEnvironment.shared;
  if (store === null || scripts === null) return;
  // One that has read nothing: what goes out is what the store holds now.
  const usage = createUsageReader({ store: scripts, timeZone: config.ledger.timeZone, now: Date.now });
  const secret = (name: string) => (typeof env[name] === 'string' && env[name] !== '' ? env[name] : null);
  const bucket = (binding: string) => (env[binding] as Bucket | undefined) ?? null;
  const send = (url: string, init: RequestInit) => fetch(url, init);
  await runExports({ config, catalogue, release, store, usage, outboxState, secret, bucket, send, ...ports });
}

export default {
  fetch: app.fetch,
  scheduled: (_, env, context) => {
    // What is due goes out once the hour that ended it is added up.
    context.waitUntil(sweepLedger(env).then(() => sendExports(env)));
    context.waitUntil(raiseAlerts(env));
    context.waitUntil(tellAudit(env));
  },
} satisfies ExportedHandler<Record<string, unknown>>;
