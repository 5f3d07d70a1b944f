/**
 * The confirmation gate: the calls of an answer that a person has to approve are put on record before its end goes out,
 * and the client is told of them beside it; results of calls are looked at before a model is. Pure.
 */
import type { AnswerInspector } from '../core/answer-inspector.ts';
import { type Approval, type HeldCall, tellApproval } from '../core/approval.ts';
import type { ToolCallBlock } from '../core/block.ts';
import { declaredTools } from '../core/declared-tools.ts';
import type { RouterError } from '../core/errors.ts';
import type { LlmRequest, ProviderTool } from '../core/request.ts';
import type { CallReader, ReadCall } from './held-calls.ts';

export const approvalsHeader = 'x-signalbox-approvals';

/** Names each approval once; as many as a header holds. */
export function printApprovalIds(approvals: readonly Pick<Approval, 'id'>[]): string {
  return approvals
    .slice(0, 64)
    .map(({ id }) => id)
    .join(',');
}

/** Tools of a provider that the client runs itself: their calls and results are those of any tool. */
const runByClient = /^(bash|text_editor|computer|memory)_\d{8}$/;

/** A tool that acts where nobody can hold it; null: there is none. */
export function actingElsewhere(request: LlmRequest, reader: CallReader): string | null {
  const isActing = ({ name, value }: ProviderTool) =>
    !runByClient.test(String(value.type)) && !reader.isRead(name);
  const tool = declaredTools(request).find((one) => one.kind === 'provider' && isActing(one));
  if (tool !== undefined) return tool.name;
  if (request.features.some(({ field }) => field === 'mcp_servers')) return 'mcp_servers';
  for (const { content } of request.messages) {
    for (const block of content)
      if (block.type === 'opaque' && block.kind.endsWith('_call_output')) return block.kind;
  }
  return null;
}

export type AnsweredCalls = {
  /** Calls that the request brings results of, in its order. */
  readonly answered: readonly ReadCall[];
  /** A result whose call is not in the request; null: there is none. */
  readonly orphan: string | null;
};

/** The calls of a request that have results. `reader` goes on behind them. */
export function readAnswered({ messages }: LlmRequest, reader: CallReader): AnsweredCalls {
  const calls = new Map<string, ReadCall[]>();
  const answered = new Set<ReadCall>();
  let orphan: string | null = null;
  for (const { content } of messages) {
    for (const block of content) {
      if (block.type === 'tool-call')
        calls.set(block.id, [...(calls.get(block.id) ?? []), reader.readCall(block)]);
      if (block.type !== 'tool-result') continue;
      const called = calls.get(block.callId);
      if (called === undefined) orphan ??= block.callId;
      for (const call of called ?? []) answered.add(call);
    }
  }
  return { answered: [...answered], orphan };
}

/** Puts calls on record; those that are `preapproved` are told of alone. Never rejects: an error ends the answer. */
export type HoldCalls = (
  calls: readonly HeldCall[],
  preapproved: readonly HeldCall[],
) => Promise<readonly Approval[] | RouterError>;

/** `reader` has read the request. */
export function createGate(reader: CallReader, hold: HoldCalls): AnswerInspector {
  // Those of the request are no news.
  reader.takePreapproved();
  /** In the order in which they began, as clients have them. */
  const begun = new Map<number, { block: ToolCallBlock; input: string[] }>();
  let approvals: readonly Approval[] = [];
  return {
    push: (event) => {
      if (event.type === 'block-start' && event.block.type === 'tool-call')
        begun.set(event.index, { block: event.block, input: [event.block.input] });
      if (event.type === 'block-delta' && event.delta.kind === 'input')
        begun.get(event.index)?.input.push(event.delta.text);
      return [event];
    },
    beforeEnd: async () => {
      const calls = [...begun.values()].flatMap(
        ({ block, input }) => reader.read({ ...block, input: input.join('') }) ?? [],
      );
      const preapproved = reader.takePreapproved();
      if (calls.length === 0 && preapproved.length === 0) return null;
      const kept = await hold(calls, preapproved);
      if (kept instanceof Error) return kept;
      approvals = kept;
      return null;
    },
    extension: () =>
      approvals.length === 0 ? null : { signalbox: { approvals: approvals.map(tellApproval) } },
    headers: () => (approvals.length === 0 ? {} : { [approvalsHeader]: printApprovalIds(approvals) }),
  };
}
