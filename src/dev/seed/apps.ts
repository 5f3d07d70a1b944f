/**
 * Who sends demo traffic and what it is like: data only. Six teams, nine routes. Every team's name begins with `demo-`,
 * which alone tells demo data from real.
 */
import type { Task } from '../../core/classification.ts';
import type { demoPrefix } from '../../core/demo.ts';
import type { RiskLevel } from '../../core/risk.ts';
import type { ProtocolId } from '../../core/target.ts';
import type { Weights } from './chance.ts';

/** When requests come: shares of a day by hour, UTC. */
export type DayShape = 'office' | 'shop' | 'night' | 'always';

export type DemoApp = {
  readonly team: `${typeof demoPrefix}${string}`;
  readonly app: string;
  readonly route: string;
  readonly protocol: ProtocolId;
  readonly isStream: boolean;
  /** Of a weekday at the end of the period. */
  readonly requestsADay: number;
  /** Of a weekday's requests, how many come on a day of the weekend. */
  readonly weekend: number;
  readonly shape: DayShape;
  readonly tasks: Weights<Task>;
  readonly risks: Weights<RiskLevel>;
  /** Medians. */
  readonly inputTokens: number;
  /** Visible ones. */
  readonly outputTokens: number;
  /** Of reasoning, for each visible token of a model that thinks as hard as the route wants. */
  readonly thinking: number;
  /** Of the input, how much the provider has in its cache. */
  readonly cached: number;
  /** Chance that it is hard for a small model, 0-1. */
  readonly difficulty: number;
  /** How many end users there are; 0: requests name none. */
  readonly endUsers: number;
  readonly hasTools: boolean;
  /** Begins with the launch, see incidents.ts. */
  readonly isLaunched?: true;
};

const harmless = { none: 0.97, low: 0.03 } as const;
const mixed = { none: 0.9, low: 0.07, elevated: 0.028, high: 0.002 } as const;

const plain = {
  protocol: 'openai-chat',
  isStream: true,
  risks: harmless,
  weekend: 0.1,
  endUsers: 0,
  hasTools: false,
} as const;

export const demoApps: readonly DemoApp[] = [
  {
    ...plain,
    team: 'demo-support',
    app: 'help-desk',
    route: 'chat',
    requestsADay: 95,
    weekend: 0.7,
    shape: 'shop',
    tasks: { chat: 0.4, qa: 0.25, closed_qa: 0.35 },
    risks: mixed,
    inputTokens: 6500,
    outputTokens: 420,
    thinking: 0,
    cached: 0.55,
    difficulty: 0.2,
    endUsers: 240,
  },
  {
    ...plain,
    team: 'demo-support',
    app: 'shop-assistant',
    route: 'everyday',
    protocol: 'openai-responses',
    requestsADay: 210,
    weekend: 1.2,
    shape: 'shop',
    tasks: { chat: 0.5, qa: 0.3, agent: 0.2 },
    risks: mixed,
    inputTokens: 34_000,
    outputTokens: 700,
    thinking: 0.5,
    cached: 0.7,
    difficulty: 0.25,
    endUsers: 900,
    hasTools: true,
    isLaunched: true,
  },
  {
    ...plain,
    team: 'demo-support',
    app: 'ticket-labels',
    route: 'cheap',
    isStream: false,
    requestsADay: 70,
    weekend: 0.6,
    shape: 'always',
    tasks: { extract: 0.85, summarize: 0.15 },
    inputTokens: 9000,
    outputTokens: 160,
    thinking: 0.5,
    cached: 0.3,
    difficulty: 0.15,
  },
  {
    ...plain,
    team: 'demo-engineering',
    app: 'code-assistant',
    route: 'code',
    protocol: 'anthropic-messages',
    requestsADay: 70,
    weekend: 0.12,
    shape: 'office',
    tasks: { code: 0.9, qa: 0.1 },
    inputTokens: 110_000,
    outputTokens: 2600,
    thinking: 0.8,
    cached: 0.84,
    difficulty: 0.6,
    endUsers: 35,
    hasTools: true,
  },
  {
    ...plain,
    team: 'demo-engineering',
    app: 'review-bot',
    route: 'complex',
    protocol: 'openai-responses',
    isStream: false,
    requestsADay: 28,
    shape: 'office',
    tasks: { code: 0.8, reason: 0.2 },
    inputTokens: 60_000,
    outputTokens: 2200,
    thinking: 1.6,
    cached: 0.35,
    difficulty: 0.9,
  },
  {
    ...plain,
    team: 'demo-engineering',
    app: 'release-agent',
    route: 'agent',
    protocol: 'openai-responses',
    requestsADay: 18,
    shape: 'office',
    tasks: { agent: 0.9, code: 0.1 },
    inputTokens: 70_000,
    outputTokens: 1500,
    thinking: 1.1,
    cached: 0.8,
    difficulty: 0.7,
    hasTools: true,
  },
  {
    ...plain,
    team: 'demo-research',
    app: 'deep-questions',
    route: 'hard',
    protocol: 'openai-responses',
    isStream: false,
    requestsADay: 6,
    weekend: 0.3,
    shape: 'office',
    tasks: { math: 0.35, reason: 0.65 },
    risks: { none: 0.93, low: 0.05, elevated: 0.02 },
    inputTokens: 12_000,
    outputTokens: 2400,
    thinking: 3.5,
    cached: 0,
    difficulty: 0.97,
    endUsers: 12,
  },
  {
    ...plain,
    team: 'demo-research',
    app: 'corpus',
    route: 'long-context',
    protocol: 'anthropic-messages',
    requestsADay: 14,
    weekend: 0.4,
    shape: 'office',
    tasks: { closed_qa: 0.7, summarize: 0.3 },
    inputTokens: 380_000,
    outputTokens: 2800,
    thinking: 0.7,
    cached: 0.6,
    difficulty: 0.6,
    endUsers: 12,
  },
  {
    ...plain,
    team: 'demo-marketing',
    app: 'copy-desk',
    route: 'everyday',
    requestsADay: 90,
    weekend: 0.15,
    shape: 'office',
    tasks: { write: 0.5, rewrite: 0.3, translate: 0.2 },
    inputTokens: 4200,
    outputTokens: 1100,
    thinking: 0.4,
    cached: 0.2,
    difficulty: 0.3,
    endUsers: 18,
  },
  {
    ...plain,
    team: 'demo-marketing',
    app: 'visual-check',
    route: 'vision',
    isStream: false,
    requestsADay: 22,
    shape: 'office',
    tasks: { extract: 0.6, closed_qa: 0.4 },
    inputTokens: 16_000,
    outputTokens: 500,
    thinking: 0.4,
    cached: 0.1,
    difficulty: 0.4,
  },
  {
    ...plain,
    team: 'demo-legal',
    app: 'contract-reader',
    route: 'long-context',
    protocol: 'anthropic-messages',
    isStream: false,
    requestsADay: 9,
    weekend: 0.05,
    shape: 'office',
    tasks: { closed_qa: 0.5, summarize: 0.3, extract: 0.2 },
    risks: mixed,
    inputTokens: 290_000,
    outputTokens: 3400,
    thinking: 0.8,
    cached: 0.45,
    difficulty: 0.75,
    endUsers: 8,
  },
  {
    ...plain,
    team: 'demo-legal',
    app: 'clause-check',
    route: 'complex',
    protocol: 'openai-responses',
    requestsADay: 16,
    weekend: 0.05,
    shape: 'office',
    tasks: { reason: 0.6, closed_qa: 0.4 },
    risks: mixed,
    inputTokens: 45_000,
    outputTokens: 1800,
    thinking: 1.2,
    cached: 0.25,
    difficulty: 0.88,
    endUsers: 8,
  },
  {
    ...plain,
    team: 'demo-operations',
    app: 'runbook-agent',
    route: 'agent',
    protocol: 'openai-responses',
    requestsADay: 24,
    weekend: 0.9,
    shape: 'always',
    tasks: { agent: 1 },
    risks: { none: 0.85, low: 0.1, elevated: 0.05 },
    inputTokens: 48_000,
    outputTokens: 900,
    thinking: 0.9,
    cached: 0.75,
    difficulty: 0.6,
    hasTools: true,
  },
  {
    ...plain,
    team: 'demo-operations',
    app: 'log-labels',
    route: 'cheap',
    isStream: false,
    requestsADay: 90,
    weekend: 1,
    shape: 'night',
    tasks: { extract: 0.7, summarize: 0.3 },
    inputTokens: 24_000,
    outputTokens: 300,
    thinking: 0.3,
    cached: 0.4,
    difficulty: 0.2,
  },
];
