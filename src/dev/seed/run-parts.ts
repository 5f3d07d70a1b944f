/** What a run is made of besides its records: parts that rows do not read, the same for every demo request. */
import type { StreamAnswer } from '../../core/answer.ts';
import { errorOfFault } from '../../core/fault-table.ts';
import type { AttemptRecord, PlannedAttempt } from '../../core/plan.ts';
import type { LlmRequest } from '../../core/request.ts';
import type { LlmResponse } from '../../core/response.ts';
import type { Run } from '../../core/run.ts';
import { StopSwitch } from '../../core/stop-switch.ts';
import type { Target } from '../../core/target.ts';
import type { Usage } from '../../core/usage.ts';
import { protocols } from '../../protocols/index.ts';
import { createSseParser } from '../../sse/parse.ts';

const request: LlmRequest = {
  model: 'auto',
  system: [],
  messages: [],
  tools: [],
  sampling: {},
  reasoning: {},
  state: {},
  stream: true,
  wantsUsage: true,
  features: [],
};

/** Of streams: made once, since nobody reads one. */
const streams = new Map<string, Pick<StreamAnswer, 'head' | 'decoder' | 'parser' | 'body'>>();

function streamOf({ protocol }: Target): Pick<StreamAnswer, 'head' | 'decoder' | 'parser' | 'body'> {
  const known = streams.get(protocol);
  if (known !== undefined) return known;
  const decoder = protocols[protocol].streamDecoder();
  const made = { head: new Uint8Array(), decoder, parser: createSseParser(), body: new ReadableStream() };
  streams.set(protocol, made);
  return made;
}

const stop = new StopSwitch();
const deadlines = { firstEventMs: 600_000, idleMs: 60_000, totalMs: 1_200_000 };
const charsPerToken = 4;

export function plannedOf(target: Target, lane: PlannedAttempt['lane']): PlannedAttempt {
  return { target, lane, request, losses: [], deadlines, prediction: null };
}

/** The dated name that a provider answers with, where it has one. */
function servedName({ model, wireModel }: Target): string {
  return model.snapshots.at(-1) ?? wireModel;
}

export function responseOf(target: Target, usage: Usage): LlmResponse {
  const text = 'x'.repeat(
    charsPerToken * Math.max(1, (usage.outputTokens ?? 0) - (usage.reasoningOutputTokens ?? 0)),
  );
  return { model: servedName(target), blocks: [{ type: 'text', text }], stop: { reason: 'end' }, usage };
}

function answerOf(target: Target, usage: Usage, isStream: boolean): (Run & { kind: 'answered' })['answer'] {
  if (!isStream) {
    const response = responseOf(target, usage);
    const [block] = response.blocks;
    return { kind: 'unary', text: block?.type === 'text' ? block.text : '', response };
  }
  return {
    kind: 'stream',
    ...streamOf(target),
    events: [{ type: 'response-start', model: servedName(target) }],
  };
}

/** The last record has answered. */
export function answeredRun(records: readonly AttemptRecord[], usage: Usage, isStream: boolean): Run {
  const last = records.findLast(({ outcome }) => outcome === 'committed');
  if (last === undefined) throw new Error('no attempt has answered');
  return {
    kind: 'answered',
    planned: plannedOf(last.target, last.lane),
    answer: answerOf(last.target, usage, isStream),
    losses: [],
    records,
    stop,
  };
}

/** None has answered: the provider refused the request, or the last of them failed. */
export function unansweredRun(records: readonly AttemptRecord[], isRefusal: boolean): Run {
  const last = records.at(-1);
  if (last === undefined || last.fault === null) throw new Error('no attempt has failed');
  const { fault } = last;
  if (isRefusal) {
    const rejected = { status: fault.status ?? 400, text: '' };
    return { kind: 'rejected', planned: plannedOf(last.target, last.lane), rejected, fault, records };
  }
  return { kind: 'failed', error: errorOfFault(fault, []), records };
}
