/** One row per attempt, appended to the store. No text of prompts or answers. Telemetry: a failure is reported, not raised. */
import type { Judged } from '../core/judged.ts';
import type { AttemptRecord } from '../core/plan.ts';
import type { LlmResponse } from '../core/response.ts';
import type { Usage } from '../core/usage.ts';
import { keys, rowsKept } from './keys.ts';
import type { Store } from './store.ts';

export type RequestRecord = {
  readonly requestId: string;
  readonly caller: string;
  readonly route: string;
  readonly configVersion: string;
  readonly attempts: readonly AttemptRecord[];
  /** Null: nobody asked what the request is. */
  readonly judged: Judged | null;
  /** Of the attempt that answered; empty where none did or nothing was reported. */
  readonly usage: Usage;
  /** How the stream ended behind the commit point. */
  readonly outcome: 'completed' | 'failed' | 'client-left' | 'rejected';
};

/** OpenTelemetry GenAI names; a meter that was not reported is absent, not zero. */
function usageFields(usage: Usage): Record<string, string> {
  const named = {
    'gen_ai.usage.input_tokens': usage.inputTokens,
    'gen_ai.usage.cache_read.input_tokens': usage.cacheReadInputTokens,
    'gen_ai.usage.cache_creation.input_tokens': usage.cacheCreationInputTokens,
    'gen_ai.usage.output_tokens': usage.outputTokens,
    'gen_ai.usage.reasoning.output_tokens': usage.reasoningOutputTokens,
  };
  const fields: Record<string, string> = {};
  for (const [name, count] of Object.entries(named)) if (count !== undefined) fields[name] = String(count);
  return fields;
}

function judgedFields(judged: Judged | null): Record<string, string> {
  if (judged === null) return {};
  return { 'signalbox.task': judged.task.task, 'signalbox.risk': judged.risk.level };
}

/** The rows of one request, one per attempt. */
export function rowsOf(record: RequestRecord): Record<string, string>[] {
  return record.attempts.map((attempt, index) => {
    const answered = attempt.outcome === 'committed';
    return {
      'signalbox.request.id': record.requestId,
      'signalbox.attempt': String(index + 1),
      'signalbox.role': attempt.role,
      'signalbox.caller': record.caller,
      'signalbox.route': record.route,
      'signalbox.config': record.configVersion,
      ...judgedFields(record.judged),
      'signalbox.target': attempt.target.name,
      'signalbox.lane': attempt.lane,
      'signalbox.outcome': answered ? record.outcome : attempt.outcome,
      ...(attempt.fault && { 'signalbox.fault': attempt.fault.kind }),
      'signalbox.started_ms': String(attempt.startedAtMs),
      'signalbox.duration_ms': String(attempt.durationMs),
      'gen_ai.request.model': attempt.target.wireModel,
      'gen_ai.provider.name': attempt.target.provider.id,
      ...(answered && usageFields(record.usage)),
    };
  });
}

/** How the answer of a shadow came out, in numbers; its text is kept nowhere. */
function featuresOf({ blocks, stop }: LlmResponse): Record<string, string> {
  const chars = blocks.reduce((sum, block) => sum + (block.type === 'text' ? block.text.length : 0), 0);
  const calls = blocks.filter(({ type }) => type === 'tool-call').length;
  return {
    'signalbox.finish': stop.reason,
    'signalbox.output_chars': String(chars),
    'signalbox.tool_calls': String(calls),
  };
}

/** One call that nobody waited for: no attempt of the request, and no part of what its answer cost. */
export function rowOfShadow(record: RequestRecord, response: LlmResponse | null): Record<string, string> {
  const [row = {}] = rowsOf({ ...record, usage: response?.usage ?? {} });
  const { 'signalbox.attempt': _, ...shadow } = row;
  return { ...shadow, ...(response && featuresOf(response)) };
}

/** One call of a second look, which may have cost money like any other. */
export type LookRecord = {
  readonly requestId: string;
  /** Who judged: `openai-moderations`, or a target's name. */
  readonly name: string;
  readonly provider: string;
  readonly model: string;
  /** `completed`, or what went wrong. */
  readonly outcome: string;
  readonly usage: Usage;
  readonly startedAtMs: number;
  readonly durationMs: number;
};

export function rowOfLook(look: LookRecord): Record<string, string> {
  return {
    'signalbox.request.id': look.requestId,
    'signalbox.role': 'second-look',
    'signalbox.target': look.name,
    'signalbox.outcome': look.outcome === 'completed' ? 'completed' : 'failed',
    ...(look.outcome !== 'completed' && { 'signalbox.fault': look.outcome }),
    'signalbox.started_ms': String(look.startedAtMs),
    'signalbox.duration_ms': String(look.durationMs),
    'gen_ai.request.model': look.model,
    'gen_ai.provider.name': look.provider,
    ...usageFields(look.usage),
  };
}

export async function appendRows(record: RequestRecord, store: Store): Promise<void> {
  if (record.attempts.length > 0) await store.append(keys.rows, rowsOf(record), rowsKept);
}
