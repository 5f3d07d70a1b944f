/** What a request needs from outside, made once per isolate or request by `index.ts` and passed down. */

import type { RequestJudge } from './classify/judge-request.ts';
import type { AlertDesk } from './core/alert.ts';
import type { AuditLog } from './core/audit.ts';
import type { LimitsDirectory } from './core/budget.ts';
import type { KeyRing } from './core/caller.ts';
import type { Catalogue } from './core/catalogue.ts';
import type { Config } from './core/config.ts';
import type { StoredKeys } from './core/key-record.ts';
import type { Log } from './core/log-entry.ts';
import type { SignInMeans } from './core/sign-in.ts';
import type { Telemetry } from './core/telemetry.ts';
import type { Actors } from './ledger/actors.ts';
import type { LearnedMemory } from './ledger/learned-memory.ts';
import type { Ledger } from './ledger/ledger.ts';
import type { OutboxState } from './ledger/outbox-object.ts';
import type { ReceiptQueue } from './ledger/receipt-queue.ts';
import type { SessionMemory } from './ledger/sessions.ts';
import type { ScriptStore, Store } from './ledger/store.ts';
import type { UsageReader } from './ledger/usage-reader.ts';
import type { LookMemory } from './second-look/memory.ts';
import type { BreakerNews } from './upstream/breaker-news.ts';
import type { Health } from './upstream/health.ts';
import type { Outbound } from './upstream/outbound.ts';
import type { RetryBudget } from './upstream/retry-budget.ts';

export type Deps = {
  readonly config: Config;
  readonly catalogue: Catalogue;
  /** The classifier; made from its weights at its first use, so that a Worker that never classifies does not pay. */
  readonly judgeRequest: RequestJudge;
  readonly keyRing: () => KeyRing;
  /** Null where no store is configured, or no pepper to digest keys under. */
  readonly storedKeys: StoredKeys | null;
  /** Secret under which keys are digested and end users are named; null: none is configured. */
  readonly pepper: string | null;
  readonly outbound: Outbound;
  readonly health: Health;
  /** Null where no store is configured. */
  readonly breakerNews: BreakerNews | null;
  readonly retryBudget: RetryBudget;
  readonly lookMemory: LookMemory;
  /** Who served which conversation last, in this isolate. */
  readonly sessions: SessionMemory;
  /** What has been seen of targets, by this isolate and by others. */
  readonly learning: LearnedMemory;
  /** Null where no store is configured. */
  readonly store: Store | null;
  /** Null where no store is configured, or none are to be kept. */
  readonly receipts: ReceiptQueue | null;
  /** Limits that administrators have set; null as `store`. */
  readonly limits: LimitsDirectory | null;
  /** What counts against end users; null as `store`, or the config has it off. */
  readonly actors: Actors | null;
  /** Bound to the request; null as `store`. */
  readonly ledger: Ledger | null;
  /** The same database, for scripts and records; null as `store`. */
  readonly scripts: ScriptStore | null;
  /** Counters of what was used; null as `store`. */
  readonly usage: UsageReader | null;
  /** What the store has not taken yet; null: there is no outbox. */
  readonly outboxState: (() => Promise<OutboxState>) | null;
  /** Where alerts are raised; null: nobody is to be told. */
  readonly alerts: AlertDesk | null;
  /** Bound to the request; null: there is no place to keep it. */
  readonly audit: AuditLog | null;
  /** Bound to the request; null: nobody wants any. */
  readonly telemetry: Telemetry | null;
  /** Words that no answer may hold. Errors: a plain one, where what is configured cannot be used. */
  readonly canaries: () => readonly string[];
  /** Under which OpenAI signs its webhooks, `whsec_...`; null: none are taken. */
  readonly openAiWebhookSecret: string | null;
  /** Null: nobody administers. */
  readonly adminToken: string | null;
  readonly signIn: SignInMeans;
  readonly now: () => number;
  readonly random: () => number;
  readonly sleep: (ms: number) => Promise<void>;
  /** 24 characters of `[a-z0-9]`, unguessable. */
  readonly newId: () => string;
  readonly waitUntil: (work: Promise<unknown>) => void;
  readonly log: Log;
  /** Deployed version, for GET /version. */
  readonly deployment: string | null;
  /** Version of the package. */
  readonly release: string;
};
