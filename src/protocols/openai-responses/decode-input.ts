/**
 * The conversation of a request: `instructions` and `input` -> system text and messages. Items of one turn become one
 * message: what the model made is the assistant's, consecutive results of tools are one user message. Items we do
 * not know stay opaque, in their place.
 */
import type { Block, TextBlock, ToolResultBlock } from '../../core/block.ts';
import type { FieldCheck } from '../../core/field-check.ts';
import { asString, type JsonObject } from '../../core/json.ts';
import type { Message, Tool } from '../../core/request.ts';
import { decodeReasoning } from './blocks.ts';
import { PartReader } from './decode-content.ts';
import { decodeTools } from './decode-tools.ts';
import type { Reading } from './reading.ts';
import {
  type ItemIdPrefix,
  isClientItem,
  isOwnItemId,
  isProviderItem,
  isToolItem,
  opaqueItem,
  ownItemKind,
  ownPlace,
} from './wire.ts';

type Conversation = {
  readonly system: TextBlock[];
  readonly messages: Message[];
  /** That its items declare. */
  readonly tools: Tool[];
};

const roles = ['user', 'assistant', 'system', 'developer'] as const;

/** Fields that stand for a conversation the provider keeps: then `input` need not tell everything. */
const stateFields = ['previous_response_id', 'conversation', 'prompt'] as const;

function isText(block: Block): block is TextBlock {
  return block.type === 'text';
}

/** What answers an assistant's call, as opposed to what the user says. */
function isClientMade(block: Block | undefined): boolean {
  if (block?.type === 'opaque') return ownPlace(block) === 'item';
  return block?.type === 'tool-result';
}

class InputReader {
  readonly system: TextBlock[] = [];
  readonly messages: Message[] = [];
  readonly tools: Tool[] = [];
  readonly #check: FieldCheck;
  readonly #reading: Reading;
  readonly #parts: PartReader;
  readonly #calls = new Set<string>();
  /** Results whose call has not been seen, by place. */
  readonly #orphans: { id: string; field: string }[] = [];
  /** A text of ours that was named and not sent, until a call shows that it only led up to it. */
  #missingText: { readonly field: string } | null = null;
  /** Calls may stand where we cannot see them. */
  #hasHiddenItems: boolean;

  constructor(reading: Reading, hasState: boolean) {
    this.#reading = reading;
    this.#check = reading.check;
    this.#parts = new PartReader(reading);
    this.#hasHiddenItems = hasState;
  }

  readItem(value: unknown, field: string): void {
    const item = this.#check.requiredObject(value, field);
    const type = asString(item.type) ?? this.#guessType(item);
    switch (type) {
      case 'message':
        this.#readMessage(item, field);
        break;
      case 'reasoning':
        this.#readReasoning(item, field);
        break;
      case 'function_call':
      case 'custom_tool_call':
        this.#readCall(item, field, type === 'function_call' ? 'function' : 'custom');
        break;
      case 'function_call_output':
      case 'custom_tool_call_output':
        this.#readResult(item, field, type === 'function_call_output' ? 'function' : 'custom');
        break;
      case 'item_reference':
        this.#readReference(item, field);
        break;
      default:
        this.#readOther(item, field);
    }
  }

  /** Two kinds of item may come without a type. */
  #guessType(item: JsonObject): string | undefined {
    if (item.role !== undefined) return 'message';
    return typeof item.id === 'string' && Object.keys(item).length === 1 ? 'item_reference' : undefined;
  }

  /** After the last item: a result must belong to a call, as far as we can see them. */
  finish(): void {
    this.#endTurn();
    const orphan = this.#hasHiddenItems ? undefined : this.#orphans.find(({ id }) => !this.#calls.has(id));
    if (orphan) this.#check.wrong(orphan.field, 'the call_id of a call in the input', orphan.id);
    const last = this.messages.at(-1);
    if (last?.role === 'assistant' && last.content.at(-1)?.type === 'text')
      this.#reading.use('prefill', 'input');
  }

  #addToTurn(block: Block, role: 'user' | 'assistant'): void {
    const last = this.messages.at(-1);
    if (last?.role === role && (role === 'assistant' || isClientMade(last.content[0])))
      last.content.push(block);
    else this.messages.push({ role, content: [block] });
  }

  #readMessage(item: JsonObject, field: string): void {
    const role = this.#check.oneOf(item.role, roles, `${field}.role`);
    if (role === undefined) this.#check.name(item.role, `${field}.role`);
    const content = this.#parts.readContent(item.content, `${field}.content`);
    if (content.length === 0 || role === undefined) return;
    if (role !== 'assistant') this.#endTurn();
    if (role === 'user') this.messages.push({ role, content });
    else if (role === 'assistant') this.#readAssistant(item, content, field);
    else this.#readSystem(content, field);
  }

  #readAssistant(item: JsonObject, content: Block[], field: string): void {
    const phase = this.#check.string(item.phase, `${field}.phase`);
    for (const block of content) {
      this.#addToTurn(phase && isText(block) ? { ...block, phase } : block, 'assistant');
    }
  }

  #readSystem(content: Block[], field: string): void {
    if (this.messages.length === 0 && content.every(isText)) {
      this.system.push(...content);
      return;
    }
    this.#reading.use('late-system', field);
    this.messages.push({ role: 'system', content });
  }

  #readReasoning(item: JsonObject, field: string): void {
    this.#check.array(item.summary, `${field}.summary`);
    this.#check.string(item.encrypted_content, `${field}.encrypted_content`);
    const block = decodeReasoning(item);
    if (block === null) {
      // Nothing but an id: the provider is asked to look it up. It cannot know one of ours, which say nothing.
      if (!isOwnItemId(item.id)) this.#readOther(item, field, 'previous-response');
      return;
    }
    this.#reading.use(block.seal ? 'reasoning-seal' : 'reasoning-text', field);
    this.#addToTurn(block, 'assistant');
  }

  #readCall(item: JsonObject, field: string, kind: 'function' | 'custom'): void {
    const input = kind === 'custom' ? 'input' : 'arguments';
    const id = this.#check.name(item.call_id, `${field}.call_id`);
    const name = this.#check.name(item.name, `${field}.name`);
    const itemId = this.#check.string(item.id, `${field}.id`);
    if (typeof item[input] !== 'string') this.#check.wrong(`${field}.${input}`, 'a string', item[input]);
    const text = typeof item[input] === 'string' ? item[input] : '';
    if (kind === 'custom') this.#reading.use('custom-tool', field);
    this.#calls.add(id);
    this.#missingText = null;
    this.#addToTurn(
      { type: 'tool-call', id, name, input: text, kind, ...(itemId && { itemId }) },
      'assistant',
    );
  }

  #readResult(item: JsonObject, field: string, kind: 'function' | 'custom'): void {
    const callId = this.#check.name(item.call_id, `${field}.call_id`);
    const content: ToolResultBlock['content'] = [];
    for (const block of this.#parts.readContent(item.output, `${field}.output`)) {
      if (block.type === 'text' || block.type === 'image' || block.type === 'file') content.push(block);
      else this.#reading.use('opaque-block', `${field}.output`);
    }
    if (content.some((block) => block.type !== 'text'))
      this.#reading.use('tool-result-media', `${field}.output`);
    if (!this.#calls.has(callId)) this.#orphans.push({ id: callId, field: `${field}.call_id` });
    this.#addToTurn({ type: 'tool-result', callId, kind, content }, 'user');
  }

  #readOther(item: JsonObject, field: string, feature?: 'previous-response'): void {
    const type = this.#check.name(item.type, `${field}.type`);
    if (isToolItem(type)) this.tools.push(...decodeTools(item.tools, this.#reading, `${field}.tools`));
    this.#hasHiddenItems = true;
    this.#reading.use(feature ?? (isProviderItem(type) ? 'provider-item' : 'opaque-block'), field);
    this.#addToTurn(opaqueItem(type, item), isClientItem(type) ? 'user' : 'assistant');
  }

  #readReference(item: JsonObject, field: string): void {
    const id = this.#check.name(item.id, `${field}.id`);
    const own = ownItemKind(id);
    if (own !== null) {
      this.#readOwnReference(own, field);
      return;
    }
    this.#hasHiddenItems = true;
    this.#reading.use('previous-response', field);
    this.#addToTurn(opaqueItem('item_reference', item), 'assistant');
  }

  /**
   * The item stood in an answer of ours, which nobody keeps. Reasoning can be done without, and so can a text that
   * led up to a call (the AI SDK names both in its loops over tools); an answer itself cannot.
   */
  #readOwnReference(kind: ItemIdPrefix, field: string): void {
    this.#reading.use('answer-reference', field);
    if (kind === 'rs') return;
    if (kind === 'msg') this.#missingText ??= { field };
    else this.#failReference(field);
  }

  #failReference(field: string): void {
    const advice = 'send the item itself (in the AI SDK: providerOptions.openai.store = false)';
    this.#check.fail(`${field}.id`, `refers to an item that this router does not keep: ${advice}`);
  }

  /** A turn without a call has ended: what was named and not sent would be missing. */
  #endTurn(): void {
    if (this.#missingText !== null) this.#failReference(this.#missingText.field);
  }
}

function failInput(raw: JsonObject, check: FieldCheck): void {
  const hint = raw.messages === undefined ? '' : ' (`messages` belongs to /v1/chat/completions)';
  check.wrong('input', `a string or an array of items${hint}`, raw.input);
}

export function decodeInput(raw: JsonObject, reading: Reading): Conversation {
  const { check } = reading;
  const hasState = stateFields.some((field) => raw[field] !== undefined && raw[field] !== null);
  const reader = new InputReader(reading, hasState);
  const instructions = check.string(raw.instructions, 'instructions');
  if (instructions) reader.system.push({ type: 'text', text: instructions });
  const { input } = raw;
  if (typeof input === 'string') {
    reader.messages.push({ role: 'user', content: [{ type: 'text', text: input }] });
  } else if (Array.isArray(input)) {
    if (input.length === 0 && !hasState) check.fail('input', 'must hold at least one item');
    input.forEach((item, index) => {
      reader.readItem(item, `input[${index}]`);
    });
    reader.finish();
  } else if (!hasState || (input !== undefined && input !== null)) {
    failInput(raw, check);
  }
  return { system: reader.system, messages: reader.messages, tools: reader.tools };
}
