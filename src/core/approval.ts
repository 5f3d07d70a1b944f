/**
 * Calls of tools that wait for a person: what is kept of one, what a config may say of them, and how a call is named so
 * that one approval fits exactly one call. No argument is kept: its hash is.
 */
import type { ToolEffect } from './signals.ts';

/** `*` in a pattern stands for any text without `..`. All arguments that are named must fit; others may be anything. */
export type Preapproval = {
  readonly tool: string;
  readonly arguments: Readonly<Record<string, string>>;
};

/** `tool` is a pattern of names. */
export type ToolEffectRule = { readonly tool: string; readonly effect: ToolEffect };

export type ApprovalSettings = {
  /** Whether the key that made a request may not approve its calls. */
  readonly twoPersons: boolean;
  /** Who has not been approved by then is denied. */
  readonly pendingMinutes: number;
  readonly preapproved: readonly Preapproval[];
  /** What tools do, where it is not what their declaration says: for rules and routes too. The first that fits holds. */
  readonly toolEffects: readonly ToolEffectRule[];
};

/** In place of a tool's name where a request is held as a whole; none can have it. */
export const wholeRequest = '(request)';

/** A call as its conversation has it. */
export type HeldCall = {
  readonly callId: string;
  readonly tool: string;
  /** The arguments as JSON with sorted members and no spaces; a custom tool's free text as a JSON string. */
  readonly arguments: string;
  /** How many calls of the conversation were the same before it. */
  readonly repeats: number;
  /** The call id that its result will name, also where `callId` is empty; absent: no result will. */
  readonly resultId?: string;
};

/** Whose conversation it is. */
export type ApprovalOwner = {
  /** The lineage of the key. */
  readonly line: string;
  readonly team: string;
  /** Null: none named. */
  readonly endUser: string | null;
  /** As `sessionName` has it. */
  readonly conversation: string;
};

/** What is kept while a call waits, and after. */
export type Approval = {
  readonly id: string;
  /** 32 hex digits: the name of the call id in its conversation, whatever stands under it; absent: no result is awaited. */
  readonly callName?: string;
  readonly callId: string;
  readonly tool: string;
  /** 64 hex digits: SHA-256 of the tool's name, a line break and the arguments. */
  readonly argumentsHash: string;
  readonly line: string;
  readonly team: string;
  readonly createdAtMs: number;
  readonly expiresAtMs: number;
};

export const approvalDecisions = ['approve', 'deny'] as const;

/** The first word of a person holds. */
export type ApprovalWord = {
  readonly decision: (typeof approvalDecisions)[number];
  /** Name of the key, or `admin`. */
  readonly by: string;
  readonly atMs: number;
};

export type ApprovalState = 'pending' | 'approved' | 'denied' | 'expired';

export function stateOf(
  { expiresAtMs }: Pick<Approval, 'expiresAtMs'>,
  word: ApprovalWord | null,
  nowMs: number,
): ApprovalState {
  if (word !== null) return word.decision === 'approve' ? 'approved' : 'denied';
  return nowMs < expiresAtMs ? 'pending' : 'expired';
}

/** How clients are told of it, in answers and by the endpoints. */
export function tellApproval({ id, callId, tool, argumentsHash, expiresAtMs }: Approval) {
  return {
    id,
    call_id: callId,
    tool,
    arguments_hash: argumentsHash,
    expires_at: new Date(expiresAtMs).toISOString(),
  };
}
