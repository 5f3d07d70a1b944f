/**
 * Which calls of a conversation are held for a person, and how each is named: by its tool, its exact arguments and its
 * place in the conversation, so that an approval fits no other. Pure.
 */
import { judgeTool } from '../classify/tools/judge-tool.ts';
import { judgeTools } from '../classify/tools/judge-tools.ts';
import { gravity } from '../classify/tools/reading.ts';
import { saidEffect } from '../classify/tools/said-effect.ts';
import { canonicalJson } from '../config/config-version.ts';
import type { Approval, ApprovalOwner, ApprovalSettings, HeldCall } from '../core/approval.ts';
import type { ToolCallBlock } from '../core/block.ts';
import { isWrappedCustomCall, unwrapCustomInput } from '../core/custom-tool.ts';
import { fitsPattern } from '../core/fits-pattern.ts';
import { toHex } from '../core/hex.ts';
import { isObject } from '../core/json.ts';
import { once } from '../core/once.ts';
import type { LlmRequest } from '../core/request.ts';
import type { ToolEffect } from '../core/signals.ts';

/** Numbers too large for JavaScript to hold exactly stay as they are written; a runtime that cannot tell rounds them. */
function keepNumbers(_: string, value: unknown, written?: { readonly source?: string }): unknown {
  if (typeof value !== 'number' || Math.abs(value) <= Number.MAX_SAFE_INTEGER) return value;
  return written?.source === undefined ? value : { $: written.source };
}

/** What is no JSON is the text that it is. */
export function canonicalArguments({ kind, input }: Pick<ToolCallBlock, 'kind' | 'input'>): string {
  if (kind === 'custom') return JSON.stringify(input);
  try {
    return canonicalJson(JSON.parse(input.trim() === '' ? '{}' : input, keepNumbers));
  } catch {
    return JSON.stringify(input);
  }
}

function parse(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
}

function isPreapproved(tool: string, text: string, { preapproved }: ApprovalSettings): boolean {
  return preapproved.some((one) => {
    if (!fitsPattern(tool, one.tool)) return false;
    const given = parse(text);
    return Object.entries(one.arguments).every(([name, pattern]) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
      return isPlain && fitsPattern(String(value), pattern);
    });
  });
}

/** A call as it would be held, and as it would have been under other declarations of its tool. */
export type ReadCall = {
  /** As the request has it. */
  readonly id: string;
  readonly call: HeldCall;
  readonly others: readonly HeldCall[];
};

/** Of functions of the old form, as the decoder makes them up. */
const madeUpId = /^call_\d{1,6}$/;

/** The arguments first as they are named here: free text may come as a function's, and a function's as free text. */
function formsOf(block: ToolCallBlock, request: LlmRequest): readonly string[] {
  const text = canonicalArguments(block);
  if (block.kind === 'custom') return [text, canonicalArguments({ kind: 'function', input: block.input })];
  const unwrapped = unwrapCustomInput(block.input);
  if (unwrapped === block.input) return [text];
  const free = canonicalArguments({ kind: 'custom', input: unwrapped });
  return isWrappedCustomCall(block, request) ? [free, text] : [text, free];
}

function gravestByName(request: LlmRequest): ReadonlyMap<string, ToolEffect> {
  const effects = new Map<string, ToolEffect>();
  for (const { name, effect } of judgeTools(request).declared) {
    const before = effects.get(name);
    if (before === undefined || gravity(effect) > gravity(before)) effects.set(name, effect);
  }
  return effects;
}

/** Reads the calls of one conversation, in their order. */
export class CallReader {
  readonly #settings: ApprovalSettings;
  readonly #request: LlmRequest;
  readonly #effects: () => ReadonlyMap<string, ToolEffect>;
  readonly #seen = new Map<string, number>();
  readonly #ids = new Set<string>();
  #preapproved: HeldCall[] = [];

  constructor(request: LlmRequest, settings: ApprovalSettings) {
    this.#settings = settings;
    this.#request = request;
    this.#effects = once(() => gravestByName(request));
  }

  /** A tool that is not declared is judged by its name. */
  effectOf(tool: string): ToolEffect {
    const said = saidEffect(tool, this.#settings.toolEffects);
    return said ?? this.#effects().get(tool) ?? judgeTool({ name: tool }).effect;
  }

  isRead(tool: string): boolean {
    return this.effectOf(tool) === 'read';
  }

  /** Of every call, whatever its tool does: each counts as a repetition of those before it. */
  readCall(block: ToolCallBlock): ReadCall {
    const { id, name: tool } = block;
    // Functions of the old form have no ids.
    const ids = this.#request.legacyFunctions ? ['', id] : madeUpId.test(id) ? [id, ''] : [id];
    this.#ids.add(id);
    const forms = [...new Set(formsOf(block, this.#request))];
    const [call, ...others] = ids.flatMap((callId) => forms.map((text) => this.#count(callId, tool, text)));
    if (call === undefined) throw new Error('a call without a name');
    return { id, call: { ...call, resultId: id }, others };
  }

  #count(callId: string, tool: string, text: string): HeldCall {
    const name = JSON.stringify([callId, tool, text]);
    const repeats = this.#seen.get(name) ?? 0;
    this.#seen.set(name, repeats + 1);
    return { callId, tool, arguments: text, repeats };
  }

  /** What the decoder will make up for a function of the old form; the call ids of all others are the model's. */
  #resultIdOf({ id }: ToolCallBlock): string {
    return this.#request.legacyFunctions ? `call_${this.#ids.size}` : id;
  }

  #isPreapproved(call: HeldCall): boolean {
    return isPreapproved(call.tool, call.arguments, this.#settings);
  }

  needsPerson(call: HeldCall): boolean {
    return !this.isRead(call.tool) && !this.#isPreapproved(call);
  }

  /** Of a call that a model has just made. Null: it needs nobody. */
  read(block: ToolCallBlock): HeldCall | null {
    const resultId = this.#resultIdOf(block);
    const call = { ...this.readCall(block).call, resultId };
    if (this.isRead(call.tool)) return null;
    if (!this.#isPreapproved(call)) return call;
    this.#preapproved.push(call);
    return null;
  }

  /** Those read since this was last asked that would be held, were it not for a pattern of the config. */
  takePreapproved(): readonly HeldCall[] {
    const taken = this.#preapproved;
    this.#preapproved = [];
    return taken;
  }
}

async function sha256(text: string): Promise<string> {
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))));
}

/** As it waits from now on. The id fits this very call and no other; the name of the call id fits any that stands under it. */
export async function approvalOf(
  call: HeldCall,
  owner: ApprovalOwner,
  { pendingMinutes }: ApprovalSettings,
  nowMs: number,
): Promise<Approval> {
  const { line, team, endUser, conversation } = owner;
  const { callId, tool, repeats, resultId } = call;
  const whole = ['sbx-approval', line, endUser, conversation, callId, tool, call.arguments, repeats];
  const place = ['sbx-approval-call', line, endUser, conversation, resultId];
  const [name, argumentsHash, callName] = await Promise.all([
    sha256(JSON.stringify(whole)),
    sha256(`${tool}\n${call.arguments}`),
    resultId === undefined ? '' : sha256(JSON.stringify(place)),
  ]);
  return {
    id: `apr_${name.slice(0, 32)}`,
    ...(resultId !== undefined && { callName: callName.slice(0, 32) }),
    callId,
    tool,
    argumentsHash,
    line,
    team,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + pendingMinutes * 60_000,
  };
}
