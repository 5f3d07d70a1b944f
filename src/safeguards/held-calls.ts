/**
 * Which calls of a conversation are held for a person, and how each is named: by its tool, its exact arguments and its
 * place in the conversation, so that an approval fits no other. Pure.
 */
import { judgeTool } from '../classify/tools/judge-tool.ts';
import { judgeTools } from '../classify/tools/judge-tools.ts';
import { saidEffect } from '../classify/tools/said-effect.ts';
import { canonicalJson } from '../config/config-version.ts';
import type { Approval, ApprovalOwner, ApprovalSettings, HeldCall } from '../core/approval.ts';
import type { ToolCallBlock } from '../core/block.ts';
import { isWrappedCustomCall, unwrapCustomInput } from '../core/custom-tool.ts';
import { fitsPattern } from '../core/fits-pattern.ts';
import { toHex } from '../core/hex.ts';
import { isObject } from '../core/json.ts';
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

/** Reads the calls of one conversation, in their order. */
export class CallReader {
  readonly #settings: ApprovalSettings;
  readonly #request: LlmRequest;
  readonly #effects: ReadonlyMap<string, ToolEffect>;
  readonly #seen = new Map<string, number>();
  #preapproved: HeldCall[] = [];

  constructor(request: LlmRequest, settings: ApprovalSettings) {
    this.#settings = settings;
    this.#request = request;
    this.#effects = new Map(judgeTools(request).declared.map(({ name, effect }) => [name, effect]));
  }

  /** A tool that is not declared is judged by its name. */
  effectOf(tool: string): ToolEffect {
    const said = saidEffect(tool, this.#settings.toolEffects);
    return said ?? this.#effects.get(tool) ?? judgeTool({ name: tool }).effect;
  }

  isRead(tool: string): boolean {
    return this.effectOf(tool) === 'read';
  }

  /** Null: it needs nobody. */
  read(block: ToolCallBlock): HeldCall | null {
    if (this.isRead(block.name)) return null;
    const isWrapped = isWrappedCustomCall(block, this.#request);
    const text = canonicalArguments(
      isWrapped ? { kind: 'custom', input: unwrapCustomInput(block.input) } : block,
    );
    // Functions of the old form have no ids; what stands there is made up by the decoder.
    const callId = this.#request.legacyFunctions ? '' : block.id;
    const name = JSON.stringify([callId, block.name, text]);
    const repeats = this.#seen.get(name) ?? 0;
    this.#seen.set(name, repeats + 1);
    const call = { callId, tool: block.name, arguments: text, repeats };
    if (!isPreapproved(block.name, text, this.#settings)) return call;
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

/** As it waits from now on. The id fits this very call and no other. */
export async function approvalOf(
  call: HeldCall,
  owner: ApprovalOwner,
  { pendingMinutes }: ApprovalSettings,
  nowMs: number,
): Promise<Approval> {
  const { line, team, endUser, conversation } = owner;
  const { callId, tool, repeats } = call;
  const whole = ['sbx-approval', line, endUser, conversation, callId, tool, call.arguments, repeats];
  const [name, argumentsHash] = await Promise.all([
    sha256(JSON.stringify(whole)),
    sha256(`${tool}\n${call.arguments}`),
  ]);
  return {
    id: `apr_${name.slice(0, 32)}`,
    callId,
    tool,
    argumentsHash,
    line,
    team,
    createdAtMs: nowMs,
    expiresAtMs: nowMs + pendingMinutes * 60_000,
  };
}
