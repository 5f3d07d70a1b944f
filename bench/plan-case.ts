/** A planner's busy day: 20 routes with conditions, the last one with 30 targets and an objective. Data and its plan. */
import { catalogue } from '../src/catalogue/catalogue.ts';
import { compileConfig } from '../src/config/compile-config.ts';
import type { ConfigInput } from '../src/config/define-config.ts';
import { callerNamed } from '../src/core/caller.ts';
import { type Task, tasks } from '../src/core/classification.ts';
import type { Judged } from '../src/core/judged.ts';
import { nothingLearned } from '../src/core/learned.ts';
import type { RoutePlan } from '../src/core/plan.ts';
import type { LlmRequest } from '../src/core/request.ts';
import { requestTables } from '../src/protocols/index.ts';
import { planRequest } from '../src/routing/plan.ts';
import type { PlanInput } from '../src/routing/plan-input.ts';
import { readTraits } from '../src/routing/read-traits.ts';
import { recordDecision } from '../src/routing/record-decision.ts';

const efforts = ['low', 'medium', 'high'] as const;
/** Each with a known index at these efforts, or between. */
const models = [
  'gpt-5.5',
  'gpt-5.6-sol',
  'gpt-5.6-terra',
  'gpt-5.6-luna',
  'gpt-6-astra',
  'gemini-3.8-flash',
  'gemini-3.7-flash',
] as const;
const others = [
  'glm-5.3-flash',
  'glm-5.3@max',
  'deepseek-v4-pro@max',
  'kimi-k3@max',
  'claude-opus-5@max',
  'claude-sonnet-5@max',
  'gpt-5.5@none',
  'gpt-5.5@xhigh',
  'gpt-6-astra@max',
] as const;
const targets = [
  ...models.flatMap((model) => efforts.map((effort) => `${model}@${effort}` as const)),
  ...others,
];

const input: ConfigInput = {
  routes: [
    ...Array.from({ length: 19 }, (_, at) => ({
      name: `route-${at}`,
      when: {
        caller: [`team-${at}`],
        task: [tasks[at % tasks.length] as Task],
        difficulty: { from: 0.5 },
      },
      use: ['gpt-5.5@high'],
    })),
    { name: 'rest', use: targets, objective: { cheapest: { ofBest: 0.95 } } },
  ],
};

const compiled = compileConfig(input, catalogue, 0);
if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems));
const { config } = compiled;

const task = 'qa';
const probability = 0.89;
const judged: Judged = {
  task: {
    task,
    probability,
    probabilities: Object.fromEntries(
      tasks.map((one) => [one, one === task ? probability : (1 - probability) / (tasks.length - 1)]),
    ) as Record<Task, number>,
    isSure: true,
    sureFrom: 0.5,
  },
  evidence: [],
  model: 'bench',
  difficulty: { score: 0.2, rank: 0.4, evidence: [], model: 'bench' },
  risk: {
    level: 'none',
    score: 0,
    domains: {} as Judged['risk']['domains'],
    foundIn: 'caller',
    disguises: [],
    evidence: [],
    isWhole: true,
  },
  tools: { declared: [], called: [], highest: null, highestCalled: null },
  riskModel: 'bench',
};

/** Judging and counting tokens are measured apart: what they said is given here. */
export function planOnce(request: LlmRequest, nowMs: number): RoutePlan {
  const planInput: PlanInput = {
    request,
    traits: readTraits(request),
    caller: 'openai-chat',
    identity: callerNamed('bench'),
    config,
    catalogue,
    tables: requestTables,
    judge: () => judged,
    language: () => 'en',
    inputTokens: () => ({ openai: 600, anthropic: 780, 'anthropic-4': 620, google: 610, other: 640 }),
    isConfigured: () => true,
    isCircuitOpen: () => false,
    conversation: () => 'a-conversation',
    session: null,
    boundTo: null,
    learned: nothingLearned,
    nowMs,
    isExplained: false,
  };
  const planned = planRequest(recordDecision(planInput).input);
  if (!planned.ok) throw planned.error;
  return planned.value;
}
