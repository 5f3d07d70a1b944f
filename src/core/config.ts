/**
 * The compiled configuration: what `config/` makes of `routes.config.ts` and everything else reads.
 * Immutable; a request keeps the one it started with.
 */
import type { AlertKind } from './alert.ts';
import type { AdmissionPosture } from './budget.ts';
import type { ClassifySettings, SecondLookSettings } from './classify-settings.ts';
import type { DataDemand } from './data-policy.ts';
import type { ScheduledExport } from './export.ts';
import type { ClientWish, Objective } from './objective.ts';
import type { Role } from './person.ts';
import type { When } from './route-when.ts';
import type { SafeguardAction, SafeguardSettings } from './safeguard.ts';
import type { Effort, Model, Provider, SafeguardLevel } from './target.ts';

/** Milliseconds; each deadline is counted on its own. */
export type Deadlines = {
  /** From dispatch to the first output event of one attempt. */
  readonly firstEventMs: number;
  /** Longest silence between two events after that. */
  readonly idleMs: number;
  /** The whole request, all attempts and the stream. */
  readonly totalMs: number;
};

/** A candidate of a route: a model with the effort the route wants (null: as the client asked). */
export type Candidate = {
  /** As written: `gpt-5.5@low`. */
  readonly name: string;
  readonly model: Model;
  readonly effort: Effort | null;
};

export type OnClientAbort = 'cancel' | 'drain';

/** `auto`: slow answers are made in the background where the provider can, and a cut connection is taken up again. */
export type BackgroundRule = 'auto' | 'never';

/** A part of a route's conversations, drawn by a hash of each. */
export type Arm = {
  readonly name: string;
  /** Of 10,000; those of all arms of a route add up to that. */
  readonly share: number;
  /** Comes before the route's own candidates; null: those alone. */
  readonly use: Candidate | null;
};

/**
 * Whether a conversation keeps its target between turns. `weigh`: unless a move gains more than its cached prompt is
 * worth. `stay`: as long as that can serve. `per-request`: each turn is decided anew. Inside a tool loop it always does.
 */
export const sessionRules = ['weigh', 'stay', 'per-request'] as const;

export type SessionRule = (typeof sessionRules)[number];

/** Each null: no limit. */
export type RouteLimits = {
  /** Of all attempts together, against their predicted high cost. */
  readonly costNanoUsd: number | null;
  /** Estimated. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Against the predicted time to the first event. */
  readonly firstEventMs: number | null;
};

/** The next target is called beside a first one that stays silent. */
export type Hedge = {
  /** From dispatch of the first attempt, without output. */
  readonly afterMs: number;
};

/** A second target gets a copy in the background; nobody hears its answer. */
export type Shadow = {
  readonly use: Candidate;
  /** Of 10,000 conversations. */
  readonly share: number;
};

export type Route = {
  readonly name: string;
  /** Null: whatever comes. `by-name`: only who asks for it. */
  readonly when: When | 'by-name' | null;
  readonly use: readonly Candidate[];
  /** Tried after the others, as written, whatever the objective says. */
  readonly fallback: readonly Candidate[];
  readonly baseline: Candidate | null;
  readonly objective: Objective;
  /** The least safeguards of a target's provider. */
  readonly floor: SafeguardLevel;
  readonly clientMay: readonly ClientWish[];
  readonly session: SessionRule;
  /** Whether its answers and what callers say of them change predictions, and its predictions heed them. */
  readonly learn: boolean;
  /** Of 10,000 conversations, how many begin with a target that is not expected to be the best. 0: none. */
  readonly exploreShare: number;
  /** Null: off. */
  readonly hedge: Hedge | null;
  /** Null: off. */
  readonly shadow: Shadow | null;
  /** Empty: every conversation is served alike. */
  readonly arms: readonly Arm[];
  readonly limits: RouteLimits;
  /** What it demands of a target's provider; null: nothing. */
  readonly data: DataDemand | null;
  /** Overrides of the defaults by model. */
  readonly deadlines: Partial<Deadlines>;
  /** Attempts in all, over all targets. */
  readonly maxAttempts: number;
  readonly onClientAbort: OnClientAbort;
  /** What becomes of its requests while limits cannot be asked after; null: strict under a budget that refuses. */
  readonly onStoreAway: AdmissionPosture | null;
  readonly background: BackgroundRule;
  /** How its requests are classified; null: they are not, unless for a second look. */
  readonly classify: ClassifySettings | null;
  /** Null: off. */
  readonly secondLook: SecondLookSettings | null;
  /** What is done to its requests whatever the rules say. */
  readonly safeguards: readonly SafeguardAction[];
};

/** What holds for a request whatever it named. */
export type Policy = Pick<
  Route,
  | 'limits'
  | 'data'
  | 'deadlines'
  | 'maxAttempts'
  | 'onClientAbort'
  | 'onStoreAway'
  | 'background'
  | 'classify'
  | 'secondLook'
  | 'safeguards'
>;

/** A route as one team has it. */
export type TeamRoute = {
  readonly route: Route;
  /** What differs, by its names in the config: `use`, `limits`. */
  readonly differs: readonly string[];
};

export type Limits = {
  /** Largest request body in bytes. */
  readonly bodyBytes: number;
  /** Deepest nesting of a request body. */
  readonly depth: number;
  /** Most messages or items in a request. */
  readonly messages: number;
  /** Largest unary answer in bytes. */
  readonly responseBytes: number;
  /** Silence before the commit point after which a streaming client gets its headers and `: ping` comments. */
  readonly pingAfterMs: number;
};

/** An embedding model and who serves it. */
export type EmbeddingTarget = { readonly model: Model; readonly provider: Provider };

/** In which amounts are told beside USD, at the rate of one day. */
export type ReportingCurrency = {
  /** ISO 4217. */
  readonly code: string;
  /** Of it for one USD. */
  readonly perUsd: number;
  /** Day of the rate, `YYYY-MM-DD`. */
  readonly on: string;
};

export type LedgerSettings = {
  /** IANA zone of the days that usage is reported in. */
  readonly timeZone: string;
  /** What each isolate may let pass in a minute while limits cannot be asked after (`onStoreAway: 'allowance'`). */
  readonly allowanceNanoUsd: number;
  /** Null: USD alone. */
  readonly currency: ReportingCurrency | null;
};

export const alertForms = ['signalbox', 'slack', 'email'] as const;

export type AlertForm = (typeof alertForms)[number];

/** Where alerts go. */
export type Webhook = {
  /** Its address, or the name of the secret that holds it. */
  readonly name: string;
  /** Null: in the secret `urlFrom`. */
  readonly url: string | null;
  readonly urlFrom: string | null;
  readonly kinds: readonly AlertKind[];
  readonly form: AlertForm;
  readonly secretFrom: string;
  /** Of the form `email`; null: another form. */
  readonly email: { readonly from: string; readonly to: readonly string[] } | null;
  /** Secret that is sent as `authorization: Bearer`; null: none is. */
  readonly authorizationFrom: string | null;
};

export type AlertSettings = {
  /** Empty: nobody is told, and nothing is looked for. */
  readonly webhooks: readonly Webhook[];
  /** Rising. */
  readonly budgetPercents: readonly number[];
  readonly outbox: { readonly notes: number; readonly ageMs: number };
  /** Address of the router, for links to its dashboard, without a slash at its end; null: links are paths. */
  readonly routerUrl: string | null;
  /** What lasts is told again after this. */
  readonly againMs: number;
  /** 0-1 of the month's cost. */
  readonly estimatedShare: number;
  /** 0-1 of the bill. */
  readonly driftShare: number;
  /** `share`: 0-1 of the requests. `steps`: of five minutes, in each of which it is passed. */
  readonly fallback: { readonly share: number; readonly steps: number; readonly requests: number };
  readonly anomaly: { readonly aboveNanoUsd: number; readonly deviations: number };
};

export type AccessSettings = {
  /** `acme.cloudflareaccess.com` */
  readonly teamDomain: string;
  /** The application's AUD tag. */
  readonly audience: string;
};

/** Whom Cloudflare Access lets into the dashboard as what: by email, in small letters, or by group; the other is null. */
export type PersonRule = {
  readonly email: string | null;
  readonly group: string | null;
  readonly role: Role;
  /** Of a viewer; else empty. */
  readonly teams: readonly string[];
};

export type DashboardSettings = {
  /** Null: people sign in with tokens only. */
  readonly access: AccessSettings | null;
  readonly people: readonly PersonRule[];
};

export type Config = {
  /** 12 hex digits of a hash over the canonical config. */
  readonly version: string;
  readonly providers: ReadonlyMap<string, Provider>;
  readonly routes: ReadonlyMap<string, Route>;
  /** Routes that a team has in another form, by team and name. */
  readonly teams: ReadonlyMap<string, ReadonlyMap<string, TeamRoute>>;
  /** What a client may ask for by another name: a route, `auto`, a model. */
  readonly aliases: ReadonlyMap<string, string>;
  /** Models of the config that are not in the catalogue, by id. */
  readonly models: ReadonlyMap<string, Model>;
  /** Policy of requests that name a model instead of a route. */
  readonly named: Policy;
  readonly limits: Limits;
  /** Embedding models and who serves them; `POST /v1/embeddings` passes to them as it is. */
  readonly embeddings: ReadonlyMap<string, EmbeddingTarget>;
  /** Whether items that a client may name later are kept, sealed, where no provider keeps them. */
  readonly keepItems: boolean;
  /** How long what may be read of each request is kept; null: not at all. */
  readonly receiptDays: number | null;
  /** How long entries of the audit log are kept. */
  readonly auditDays: number;
  readonly ledger: LedgerSettings;
  readonly alerts: AlertSettings;
  /** Files of usage and cost that are sent by themselves. */
  readonly exports: readonly ScheduledExport[];
  readonly dashboard: DashboardSettings;
  readonly safeguards: SafeguardSettings;
  /** Whether any rule or route has calls of tools approved by people. */
  readonly holdsCalls: boolean;
  /** Origins that may call from a browser; empty: CORS is off. */
  readonly corsOrigins: readonly string[];
};
