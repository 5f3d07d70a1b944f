/**
 * The form of `routes.config.ts`: `defineConfig` gives completion and refuses unknown models, efforts, providers
 * and protocols while typing. Types only; what types cannot see is checked by `compileConfig`.
 */
import type { AdmissionPosture } from '../core/budget.ts';
import type { WrittenModel, WrittenPrice } from '../core/complete-model.ts';
import type { BackgroundRule, Deadlines, Limits, OnClientAbort, ReportingCurrency } from '../core/config.ts';
import type { ModelName } from '../core/model-ids.ts';
import type { ClientWish } from '../core/objective.ts';
import type { SafeguardAction } from '../core/safeguard.ts';
import type { Effort, Provider } from '../core/target.ts';
import type { AlertsInput } from './alerts-input.ts';
import type { BesideInput } from './beside-input.ts';
import type { ClassifyInput, SecondLookInput } from './classify-input.ts';
import type { DashboardInput } from './dashboard-input.ts';
import type { ExportInput } from './exports-input.ts';
import type { ShippedProviderId } from './providers.ts';
import type { DataDemandInput, RouteLimitsInput, RuleInput, SplitInput, WhenInput } from './route-input.ts';
import type { SafeguardsInput } from './safeguards-input.ts';

/** A provider that is not shipped: any server that speaks one of the protocols. */
export type NewProvider = Pick<Provider, 'baseUrl' | 'protocols'> & {
  /** Prefix of `<env>_API_KEY` and `<env>_BASE_URL`; default: the provider's name in capitals. */
  readonly env?: string;
  /** Default `bearer`. */
  readonly auth?: Provider['auth'];
  readonly quirks?: Provider['quirks'];
  /** What its signatures of thinking look like, where it speaks Messages: those of other makers are not sent to it. */
  readonly sealForm?: NonNullable<Provider['sealForm']>;
  /** What your contract takes off the list price: 12.5 books 87.5 % of it. */
  readonly discountPercent?: number;
  /** Whether it has the background mode of the Responses API, with streams that can be taken up again. */
  readonly background?: boolean;
  /** It is where requests of a programme go that would go to another provider; for approved callers only. */
  readonly project?: NonNullable<Provider['project']>;
  /** What it does with requests; what is left out is unknown, and meets no route's demand. */
  readonly data?: NonNullable<Provider['data']>;
};

/** A model that the catalogue does not have. What is left out is unknown; unknown prices make unknown costs. */
export type NewModel<Id extends string, ProviderId extends string> = Omit<
  WrittenModel,
  'id' | 'provider' | 'protocols' | 'aliases' | 'snapshots'
> & {
  readonly id: Id;
  readonly provider: ProviderId;
  /** Default: all that the provider speaks. */
  readonly protocols?: WrittenModel['protocols'];
};

/** Who serves an embedding model, and its prices: oldest first, `output: 0`. Without them its costs are unknown. */
export type EmbeddingInput<ProviderId extends string> =
  | ProviderId
  | { readonly provider: ProviderId; readonly prices?: readonly WrittenPrice[] };

/** `gpt-5.5@low`, or `gpt-5.5` for the effort the client asks for. */
export type TargetName<Id extends string> = Id | `${Id}@${Effort}`;

export type PolicyInput<Name extends string> = {
  /** Milliseconds; default: by how much the model thinks before it answers. */
  readonly deadlines?: Partial<Deadlines>;
  /** Attempts in all, over all targets. Default 3. */
  readonly maxAttempts?: number;
  /** What happens to a running answer when the client leaves. Default `cancel`. */
  readonly onClientAbort?: OnClientAbort;
  /**
   * While the store does not answer: `strict` refuses, `allowance` lets pass what each isolate may spend
   * by itself, `open` lets everything pass. Default: `strict` under a budget that refuses, else `allowance`. All is booked later.
   */
  readonly onStoreAway?: AdmissionPosture;
  /** Whether slow answers are made in the background, where a cut connection is taken up again. Default `auto`. */
  readonly background?: BackgroundRule;
  readonly limits?: RouteLimitsInput;
  /** What a target's provider must be known to do with requests. Default: nothing is demanded. */
  readonly data?: DataDemandInput;
  /** Classify its requests, with these hints, overrides and thresholds; `{}` for none of them. Default: not. */
  readonly classify?: ClassifyInput;
  /** A small model judges again what the classifier is not sure of. Default: off. */
  readonly secondLook?: SecondLookInput<TargetName<Name>>;
  /** What is done to its requests whatever the rules under `safeguards` say. A team's form of a route adds to it. */
  readonly safeguards?: readonly SafeguardAction[];
};

/** What a route does, whoever comes to it. */
type ServiceInput<Name extends string, Pool extends string> = PolicyInput<Name> &
  RuleInput &
  SplitInput<TargetName<Name>> &
  BesideInput<TargetName<Name>> & {
    /** A pool, or targets in order of preference. */
    readonly use: Pool | readonly TargetName<Name>[];
    /** Tried when the others have failed, in order, whatever the objective and its bar say; never below the floor. */
    readonly fallback?: readonly TargetName<Name>[];
    /** What its cost is compared with: the target that would have served without a router. */
    readonly baseline?: TargetName<Name>;
  };

export type RouteInput<
  Name extends string,
  Pool extends string,
  Route extends string = string,
> = ServiceInput<Name, Pool> & {
  /** Clients ask for it by the model `route/NAME`. */
  readonly name: Route;
  /** `auto` takes the first route whose every condition holds. Left out: it serves whatever comes to it. */
  readonly when?: WhenInput;
};

/** What a team has otherwise than the route says. Parts of `limits` and `deadlines` that it leaves out stay. */
export type TeamRouteInput<Name extends string, Pool extends string> = Partial<ServiceInput<Name, Pool>>;

export type TeamInput<Name extends string, Pool extends string, Route extends string> = {
  readonly routes: { readonly [Key in Route]?: TeamRouteInput<Name, Pool> };
};

export type LedgerInput = {
  /** IANA name; days of usage begin at its midnight. Default UTC. */
  readonly timeZone?: string;
  /** Amounts of pages are told in it, too: `{ code: 'EUR', perUsd: 0.92, on: '2026-11-01' }`. Files stay in USD. */
  readonly currency?: ReportingCurrency;
  /** USD that each isolate may let pass in a minute while limits cannot be asked after. Default 1. */
  readonly allowanceUsd?: number;
};

export type ConfigInput<
  Id extends string = string,
  ProviderId extends string = string,
  Pool extends string = string,
  Route extends string = string,
> = {
  /** In order: `auto` takes the first that fits, so the last one has no `when`. */
  readonly routes: readonly RouteInput<ModelName | NoInfer<Id>, NoInfer<Pool>, Route>[];
  /** By team of the API key: routes that it has in another form, never with fewer safeguards. */
  readonly teams?: {
    readonly [team: string]: TeamInput<ModelName | NoInfer<Id>, NoInfer<Pool>, NoInfer<Route>>;
  };
  /** Other names that clients may ask by: `{ 'gpt-4o': 'route/everyday', house: 'gpt-5.5@low' }`. */
  readonly aliases?: {
    readonly [name: string]:
      | 'auto'
      | `auto/${ClientWish}`
      | `route/${NoInfer<Route>}`
      | TargetName<ModelName | NoInfer<Id>>;
  };
  /** Targets that several routes share, in order of preference. */
  readonly pools?: { readonly [Key in Pool]: readonly TargetName<ModelName | NoInfer<Id>>[] };
  /** Models that are kept although others are better and cheaper, and why: `signalbox check` says no more of them. */
  readonly onPurpose?: { readonly [Key in ModelName | NoInfer<Id>]?: string };
  /** For requests that name a model instead of a route. */
  readonly named?: PolicyInput<ModelName | NoInfer<Id>>;
  /** By name: a shipped provider with changes, or a new one. */
  readonly providers?: {
    readonly [Key in ProviderId]: Key extends ShippedProviderId ? Partial<NewProvider> : NewProvider;
  };
  readonly models?: readonly NewModel<Id, ShippedProviderId | NoInfer<ProviderId>>[];
  /** Embedding model -> provider, with its prices where they are known; added to the shipped ones. */
  readonly embeddings?: { readonly [model: string]: EmbeddingInput<ShippedProviderId | NoInfer<ProviderId>> };
  readonly limits?: Partial<Limits>;
  /**
   * Whether output items of Responses clients that do not send `store: false` are kept, sealed, for 30 days, where
   * the answer came over another protocol. Without it such clients have to send the items themselves. Default true.
   */
  readonly keepItems?: boolean;
  readonly ledger?: LedgerInput;
  /** Who is told of budgets that fill up, of a store that does not take rows, of costs that nobody knows. */
  readonly alerts?: AlertsInput;
  /** Files of usage and cost that are sent to a webhook or a bucket by themselves. Default: none. */
  readonly exports?: readonly ExportInput[];
  /** Who may see the dashboard by way of Cloudflare Access. Default: whoever has a sign-in token. */
  readonly dashboard?: DashboardInput;
  /** What risk demands, of every route and of named models. Default: the shipped rules. */
  readonly safeguards?: SafeguardsInput<TargetName<ModelName | NoInfer<Id>>>;
  /**
   * How long the receipt of a request can be read by its own caller (`GET /v1/requests/ID`), which feedback needs, too.
   * No text of a prompt or an answer is in it. `false`: none are kept. Default 7 days.
   */
  readonly receipts?: { readonly days: number } | false;
  /** How long entries of the audit log are kept. Default 400 days. */
  readonly audit?: { readonly days: number };
  /** Origins that may call from a browser. Default: none, CORS is off. */
  readonly corsOrigins?: readonly string[];
};

export function defineConfig<
  const Id extends string = never,
  const ProviderId extends string = never,
  const Pool extends string = never,
  const Route extends string = never,
>(input: ConfigInput<Id, ProviderId, Pool, Route>): ConfigInput<Id, ProviderId, Pool, Route> {
  return input;
}
