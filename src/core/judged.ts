/** Everything the classifier says of one request: shared by the planner, safeguards, ledger and dashboard. Shapes only. */
import type { Classification } from './classification.ts';
import type { DifficultyJudgement } from './difficulty.ts';
import type { RiskJudgement } from './risk.ts';
import type { ToolUse } from './signals.ts';

export type Judged = Classification & {
  readonly difficulty: DifficultyJudgement;
  readonly risk: RiskJudgement;
  /** What the declared and called tools can do. */
  readonly tools: ToolUse;
  /** Version of the weights of the risk. */
  readonly riskModel: string;
};
