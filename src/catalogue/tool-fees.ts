/**
 * What providers bill by the call for tools they run themselves, beside the tokens. Data with effective dates, oldest
 * first; a tool that is not here has no known fee, and unknown is not zero.
 */
import type { Provider } from '../core/target.ts';
import type { ToolFees, ToolMeter } from '../core/usage.ts';

export type ToolFee = {
  /** First day it holds, `YYYY-MM-DD` UTC. */
  readonly from: string;
  /** Integer nano-USD a call. */
  readonly nanoUsd: number;
  readonly source: string;
  /** Day the source was read. */
  readonly observed: string;
};

const perThousandUsd = (usd: number) => usd * 1_000_000;

const openai = { source: 'OpenAI price page, as modelcostwatch.com shows it', observed: '2026-11-21' };
const anthropic = { source: 'experientiallabs/experiential release v0.7.13', observed: '2026-11-21' };

/** Of a provider, or of the one that it is a project of. */
export function toolFeesOf({ id, project }: Pick<Provider, 'id' | 'project'>): ToolFees | undefined {
  return toolFees[project?.of ?? id];
}

/** By provider id. `from`: the first day a source shows the fee. */
export const toolFees: Readonly<Record<string, Partial<Readonly<Record<ToolMeter, readonly ToolFee[]>>>>> = {
  openai: {
    webSearchCalls: [{ from: '2025-08-07', nanoUsd: perThousandUsd(10), ...openai }],
    fileSearchCalls: [{ from: '2025-08-07', nanoUsd: perThousandUsd(2.5), ...openai }],
  },
  anthropic: {
    webSearchCalls: [{ from: '2025-08-07', nanoUsd: perThousandUsd(10), ...anthropic }],
  },
};
