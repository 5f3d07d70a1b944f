/**
 * What safeguards are made of: rules of the config, what a rule can do, and what all rules together say of a request.
 * Shapes only; `safeguards/` applies them.
 */
import type { ActorSettings } from './actor.ts';
import type { ApprovalSettings } from './approval.ts';
import type { Tier } from './caller.ts';
import type { SecondLookSettings } from './classify-settings.ts';
import type { Candidate } from './config.ts';
import type { ModerationSettings } from './moderation.ts';
import type { RiskDomain, RiskLevel } from './risk.ts';
import type { ToolEffect } from './signals.ts';
import type { SafeguardLevel } from './target.ts';

/** What a rule or a route can do, each with what it means for people. In the order in which they are told. */
export const safeguardActions = {
  'second-look': 'has the request judged again by a model, and the rules asked again by what it says',
  refuse: 'refuses the request',
  hold: 'keeps the request back until a person approves it',
  'refuse-secrets': 'refuses a request that holds secrets',
  'refuse-personal-data': 'refuses a request that holds personal data',
  'moderate-input': "refuses a request that OpenAI's moderation finds harmful",
  'read-only-tools': 'takes out tools that write, delete, pay or send',
  'confirm-tools': 'holds calls of tools that write, delete, pay or send until a person approves them',
  'mask-secrets': 'puts placeholders in place of secrets, and the secrets back into the answer',
  'mask-personal-data': 'puts placeholders in place of personal data, and the data back into the answer',
  fence: 'marks documents and tool results as data that gives no orders',
  instruct: 'tells the model to take care',
  'inspect-output': 'ends answers that give secrets away, and leaves out images that carry data out',
  'moderate-output': "ends answers that OpenAI's moderation finds harmful",
  'check-schema': 'ends answers that do not match the JSON schema that the request asks for',
  log: 'writes a log line',
} as const satisfies Record<string, string>;

export type SafeguardAction = keyof typeof safeguardActions;

/** In the order of the table. */
export const safeguardActionNames = Object.keys(safeguardActions) as readonly SafeguardAction[];

/** Each once, in the order of the table. */
export function joinActions(...lists: readonly (readonly SafeguardAction[])[]): readonly SafeguardAction[] {
  const all = new Set(lists.flat());
  return safeguardActionNames.filter((action) => all.has(action));
}

/** Every part that is there must hold; a rule without parts holds for every request. */
export type SafeguardCondition = {
  /** The level is this or higher (in one of `domains`, where they are named). */
  readonly risk?: { readonly level: RiskLevel; readonly domains?: readonly RiskDomain[] };
  readonly tier?: readonly Tier[];
  /** The request declares or has called a tool that does at least this. */
  readonly tools?: ToolEffect;
};

/** All rules that hold count: the highest floor, and every action of any of them. */
export type SafeguardRule = {
  readonly name: string;
  readonly when: SafeguardCondition;
  readonly floor: SafeguardLevel;
  readonly actions: readonly SafeguardAction[];
};

export type SafeguardSettings = {
  readonly rules: readonly SafeguardRule[];
  /** Who serves a request whose own targets all are below the floor that rules demand; empty: it is refused. */
  readonly stepUp: readonly Candidate[];
  /** Images of these hosts, and of all below them, may stand in any answer. */
  readonly linkHosts: readonly string[];
  readonly approvals: ApprovalSettings;
  readonly moderation: ModerationSettings;
  /** Who judges where a rule says `second-look`; null: nobody, and none does. */
  readonly secondLook: SecondLookSettings | null;
  /** Null: nothing counts against end users. */
  readonly actors: ActorSettings | null;
};

/** What the rules say of one request. */
export type Verdict = {
  /** Names of those that hold. */
  readonly rules: readonly string[];
  readonly floor: SafeguardLevel;
  /** Those of the rules and of the route, each once, in the order of the table. */
  readonly actions: readonly SafeguardAction[];
};

export const nothingDemanded: Verdict = { rules: [], floor: 'none', actions: [] };
