/**
 * What stands on the wire of the Responses API besides values: the fields we know, how items are told apart, and the
 * form of the ids we make. No mapping here.
 */
import type { OpaqueBlock } from '../../core/block.ts';
import type { JsonObject } from '../../core/json.ts';
import { ownMark } from '../../core/own-id.ts';

export const protocolId = 'openai-responses';

/** Every top-level field of a request that the API documents; others are reported as unknown. */
export const knownFields: ReadonlySet<string> = new Set([
  'access_programs',
  'background',
  'context_management',
  'conversation',
  'image',
  'include',
  'input',
  'instructions',
  'max_output_tokens',
  'max_tool_calls',
  'metadata',
  'model',
  'moderation',
  'parallel_tool_calls',
  'previous_response_id',
  'prompt',
  'prompt_cache_key',
  'prompt_cache_options',
  'prompt_cache_retention',
  'reasoning',
  'safety_identifier',
  'service_tier',
  'store',
  'stream',
  'stream_options',
  'temperature',
  'text',
  'tool_choice',
  'tools',
  'top_logprobs',
  'top_p',
  'truncation',
  'user',
]);

/** Processing tiers the API takes and reports. */
export const serviceTiers: ReadonlySet<string> = new Set([
  'auto',
  'default',
  'flex',
  'scale',
  'priority',
  'fast',
  'ultrafast',
]);

/** Items of the conversation that the client makes, not the model; all others belong to the assistant's turn. */
export function isClientItem(type: string): boolean {
  return type.endsWith('_output') || type === 'mcp_approval_response';
}

const toolItems: ReadonlySet<unknown> = new Set(['additional_tools', 'tool_search_output']);

/** Items that declare tools, in the form of those of the request. */
export function isToolItem(type: unknown): boolean {
  return toolItems.has(type);
}

const providerItems: ReadonlySet<string> = new Set([
  'web_search_call',
  'file_search_call',
  'code_interpreter_call',
  'image_generation_call',
  'mcp_list_tools',
  'mcp_call',
  'tool_search_call',
]);

/** Items that a conversation can do without: what the provider's own tools did, and tools that we have read. */
export function isProviderItem(type: string): boolean {
  return providerItems.has(type) || isToolItem(type);
}

/** Opaque blocks that are a part of a message's content have this before their type; without it they are items. */
const partPrefix = 'content.';

export function opaqueItem(type: string, value: JsonObject): OpaqueBlock {
  return { type: 'opaque', protocol: protocolId, kind: type, value };
}

export function opaquePart(type: string, value: JsonObject): OpaqueBlock {
  return { type: 'opaque', protocol: protocolId, kind: `${partPrefix}${type}`, value };
}

/** Where a block of this protocol's own belongs; null: it is another's. */
export function ownPlace(block: OpaqueBlock): 'item' | 'part' | null {
  if (block.protocol !== protocolId) return null;
  return block.kind.startsWith(partPrefix) ? 'part' : 'item';
}

/** What the API's ids of each item begin with. */
export type ItemIdPrefix = 'msg' | 'rs' | 'fc' | 'ctc';

/** An id for an item that no provider knows: its mark lets us find it when a client sends it back. */
export function makeItemId(prefix: ItemIdPrefix, answerId: string, index: number): string {
  return `${prefix}_${ownMark}${answerId}_${index}`;
}

const prefixes: readonly ItemIdPrefix[] = ['msg', 'rs', 'fc', 'ctc'];

/** What kind of item we made this id for, in an answer that came over another protocol; null: it is not ours. */
export function ownItemKind(id: unknown): ItemIdPrefix | null {
  if (typeof id !== 'string') return null;
  return prefixes.find((prefix) => id.startsWith(`${prefix}_${ownMark}`)) ?? null;
}

/** The answer that an item of ours stood in; whether there ever was one is another question. */
export function answerIdOf(ownItemId: string): string {
  return ownItemId.split('_')[2] ?? '';
}

/** Names an item instead of being one; such items may come without a type. */
export function isItemReference(item: JsonObject): boolean {
  return item.type === 'item_reference' || (item.type == null && item.role === undefined);
}

export function isOwnItemId(id: unknown): boolean {
  return ownItemKind(id) !== null;
}

export function makeResponseId(answerId: string): string {
  return `resp_${ownMark}${answerId}`;
}
