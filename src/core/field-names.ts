/**
 * What each protocol calls the same setting of a request: losses and faults that are met on a target's wire are told to
 * the caller by names of the caller's own body. Pure; knows no values.
 */
import type { UpstreamFault } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import type { ProtocolId } from './target.ts';

/** Every name that the protocol has for it, its present one first; none: it cannot say it. */
type Names = Readonly<Record<ProtocolId, readonly string[]>>;

const settingNames = {
  conversation: {
    'openai-chat': ['messages'],
    'openai-responses': ['input'],
    'anthropic-messages': ['messages'],
  },
  maxOutputTokens: {
    'openai-chat': ['max_completion_tokens', 'max_tokens'],
    'openai-responses': ['max_output_tokens'],
    'anthropic-messages': ['max_tokens'],
  },
  effort: {
    'openai-chat': ['reasoning_effort'],
    'openai-responses': ['reasoning.effort'],
    'anthropic-messages': ['output_config.effort', 'thinking'],
  },
  format: {
    'openai-chat': ['response_format'],
    'openai-responses': ['text.format'],
    'anthropic-messages': ['output_config.format'],
  },
  verbosity: {
    'openai-chat': ['verbosity'],
    'openai-responses': ['text.verbosity'],
    'anthropic-messages': [],
  },
  stop: { 'openai-chat': ['stop'], 'openai-responses': [], 'anthropic-messages': ['stop_sequences'] },
  toolChoice: {
    'openai-chat': ['tool_choice', 'function_call'],
    'openai-responses': ['tool_choice'],
    'anthropic-messages': ['tool_choice'],
  },
  endUser: {
    'openai-chat': ['safety_identifier', 'user'],
    'openai-responses': ['safety_identifier', 'user'],
    'anthropic-messages': ['metadata.user_id'],
  },
} as const satisfies Readonly<Record<string, Names>>;

type Setting = keyof typeof settingNames;

/** The present name of a setting, for who has no body at hand. */
export function nameOf(setting: Setting, protocol: ProtocolId): string {
  const [first = setting]: readonly string[] = settingNames[setting][protocol];
  return first;
}

/** Between whose words a field is told; `raw` is the caller's body. */
type Translation = {
  readonly from: ProtocolId;
  readonly to: ProtocolId;
  readonly raw: JsonObject;
};

/** Whether the body says something at this path of plain names. */
function isSent(raw: JsonObject, path: string): boolean {
  let at: unknown = raw;
  for (const name of path.split('.')) at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  return at !== undefined && at !== null;
}

/** The name by which the body says it, else the present one; null: the protocol has none. */
export function sentName(setting: Setting, { to, raw }: Pick<Translation, 'to' | 'raw'>): string | null {
  const names: readonly string[] = settingNames[setting][to];
  return names.find((name) => isSent(raw, name)) ?? names[0] ?? null;
}

function isWithin(field: string, name: string): boolean {
  return field === name || field.startsWith(`${name}.`) || field.startsWith(`${name}[`);
}

function settingOf(field: string, from: ProtocolId): Setting | undefined {
  const all = Object.keys(settingNames) as Setting[];
  return all.find((setting) => settingNames[setting][from].some((name) => isWithin(field, name)));
}

const toolPath = /^tools[.[](\d+)/;

/** Tools keep their places, but for the older form of Chat Completions, which has a list of its own. */
function toolOf(field: string, { raw }: Translation): string | null {
  const [, digits] = toolPath.exec(field) ?? [];
  if (digits === undefined) return null;
  const inOrder = [raw.tools, raw.functions].map((list) => (Array.isArray(list) ? list.length : 0));
  const at = Number(digits);
  const [tools = 0, functions = 0] = inOrder;
  if (at < tools) return `tools[${at}]`;
  return at - tools < functions ? `functions[${at - tools}]` : null;
}

/** Of a loss: the most exact name that is surely right. Places in a conversation shift where it is read. */
export function fieldOfLoss(field: string, translation: Translation): string {
  const { from, to } = translation;
  if (toolPath.test(field)) return toolOf(field, translation) ?? 'tools';
  // Encoders count messages as they stand in the canonical request, and so does this protocol.
  if (to === 'anthropic-messages' && isWithin(field, 'messages')) return field;
  const setting = isWithin(field, 'messages') ? 'conversation' : settingOf(field, from);
  return setting === undefined ? field : (sentName(setting, translation) ?? field);
}

/** Of what a provider refuses: the caller's field, or null where it is not known or the caller did not send it. */
export function fieldOfFault(param: string, translation: Translation): string | null {
  const { from, to, raw } = translation;
  if (toolPath.test(param)) return toolOf(param, translation);
  const setting = settingOf(param, from);
  if (setting === undefined) return /^\w+$/.test(param) && isSent(raw, param) ? param : null;
  // Where in the conversation it is nobody knows any more.
  if (setting === 'conversation' && param !== nameOf(setting, from)) return null;
  const name = sentName(setting, { to, raw });
  return name !== null && isSent(raw, name) ? name : null;
}

/** Without the field that a provider names, which is one of its own wire; what this router found itself keeps its place. */
export function withoutTheirField(fault: UpstreamFault): UpstreamFault {
  if (fault.kind === 'schema') return fault;
  const { param: _, ...rest } = fault;
  return rest;
}
