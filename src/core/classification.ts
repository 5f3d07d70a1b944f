/**
 * What the classifier says of a request: shared by the planner, safeguards, ledger and dashboard. Shapes only: how it
 * is found is the business of `classify/`.
 */

/** The main thing the request wants. */
export const tasks = [
  /** Small talk, greeting, role-play; no product beyond the conversation. */
  'chat',
  /** An open question answered from knowledge: facts, explanations, how-to, advice. */
  'qa',
  /** A question whose answer must come from a text in the request. */
  'closed_qa',
  /** A given text made shorter. */
  'summarize',
  /** Fields pulled out of a given text, or a text classified or labelled. */
  'extract',
  /** Wording, tone, length, grammar or style of a given text changed, in the same language. */
  'rewrite',
  /** A given text put into another language. */
  'translate',
  /** New text: stories, letters, adverts, lists of ideas, plans. */
  'write',
  /** Programs, queries and scripts written, completed, fixed or explained. */
  'code',
  /** Something computed or proved, word problems too. */
  'math',
  /** Puzzles, inference from given facts, argument analysis, common-sense choice. */
  'reason',
  /** An action in the world or in the user's accounts, files or devices. */
  'agent',
] as const;

export type Task = (typeof tasks)[number];

export type TaskJudgement = {
  /** The likeliest task. */
  task: Task;
  /** Calibrated: of all requests judged with 0.8, about 80 % are what is said. 0-1. */
  probability: number;
  /** Of every task; they add up to 1. */
  probabilities: Readonly<Record<Task, number>>;
  /** False inside the abstain band: a rule that depends on the task should not trust it. */
  isSure: boolean;
  /** The probability from which on it is sure. */
  sureFrom: number;
};

/** One thing that spoke for the judgement, in words a person can read. */
export type Evidence = {
  /** `asks to translate, at the start` */
  what: string;
  /** What it adds to the score of the named task, in nats. */
  weight: number;
};

export type Classification = {
  task: TaskJudgement;
  /** Strongest first, at most eight. */
  evidence: readonly Evidence[];
  /** Version of the weights that said so: recorded with every decision. */
  model: string;
};
