/**
 * Canonical conversation -> `input` items. Runs of content become one message; calls, results and reasoning are
 * items of their own, in order. What cannot be told is a loss.
 */
import type { Block, FileBlock, ImageBlock, ReasoningBlock, ToolResultBlock } from '../../core/block.ts';
import type { Loss } from '../../core/features.ts';
import type { JsonObject } from '../../core/json.ts';
import { hasQuirk } from '../../core/protocol.ts';
import type { LlmRequest, Message } from '../../core/request.ts';
import { canOpen } from '../../core/seal.ts';
import type { Target } from '../../core/target.ts';
import { modelNames } from '../../core/target-name.ts';
import { encodeAnnotations } from './blocks.ts';
import { ownPlace, protocolId } from './wire.ts';

/** Said before the text of a failed tool's result: this wire has no flag for it. */
const errorMark = 'Error: ';

const continueInstruction =
  'The last assistant message is the beginning of your answer. Continue it exactly where it ends, without repeating it.';

function encodeImage({ source, detail }: ImageBlock): JsonObject | null {
  const base = { type: 'input_image', ...(detail !== undefined && { detail }) };
  switch (source.kind) {
    case 'data':
      return { ...base, image_url: `data:${source.mediaType};base64,${source.data}` };
    case 'url':
      return { ...base, image_url: source.url };
    case 'id':
      return { ...base, file_id: source.id };
    case 'text':
      return null;
    default:
      return source satisfies never;
  }
}

function encodeFile({ source, filename, context }: FileBlock): JsonObject {
  switch (source.kind) {
    case 'data': {
      // The API wants a name with bytes, and reads the type from its ending.
      const name = filename ?? (source.mediaType === 'application/pdf' ? 'document.pdf' : 'document');
      const data = `data:${source.mediaType};base64,${source.data}`;
      return { type: 'input_file', filename: name, file_data: data };
    }
    case 'url':
      return { type: 'input_file', ...(filename !== undefined && { filename }), file_url: source.url };
    case 'id':
      return { type: 'input_file', ...(filename !== undefined && { filename }), file_id: source.id };
    case 'text': {
      const head = [filename, context].filter((line) => line !== undefined).join('\n');
      return { type: 'input_text', text: head === '' ? source.text : `${head}\n\n${source.text}` };
    }
    default:
      return source satisfies never;
  }
}

type Role = Message['role'];

/** Builds the items of one request. */
class InputWriter {
  readonly items: JsonObject[] = [];
  readonly losses: Loss[] = [];
  readonly #target: Target;
  /** Names under which this target opens seals. */
  readonly #readers: readonly string[];
  readonly #wrapsCustom: boolean;

  constructor(target: Target) {
    this.#target = target;
    this.#wrapsCustom = hasQuirk(target, 'no-custom-tools');
    this.#readers = modelNames(target);
  }

  writeMessage(role: Role, content: readonly Block[], field: string): void {
    let parts: JsonObject[] = [];
    let phase: string | undefined;
    const flush = () => {
      if (parts.length > 0) this.#writeParts(role, parts, phase);
      parts = [];
    };
    for (const [index, block] of content.entries()) {
      const item = this.#encodeItem(block, `${field}.content[${index}]`);
      const part = item === null ? this.#encodePart(block, role) : null;
      const partPhase = block.type === 'text' ? block.phase : undefined;
      if (item !== null || (part !== null && partPhase !== phase)) flush();
      if (item !== null) this.items.push(item);
      if (part !== null) {
        parts.push(part);
        phase = partPhase;
      }
    }
    flush();
  }

  #writeParts(role: Role, parts: JsonObject[], phase: string | undefined): void {
    const instructor = hasQuirk(this.#target, 'no-developer-role') ? 'system' : 'developer';
    this.items.push({
      type: 'message',
      role: role === 'system' ? instructor : role,
      ...(phase !== undefined && { phase }),
      content: parts,
    });
  }

  /** A block that is an item of its own; null: it is content, or goes nowhere. */
  #encodeItem(block: Block, field: string): JsonObject | null {
    switch (block.type) {
      case 'tool-call': {
        const head = { ...(block.itemId !== undefined && { id: block.itemId }), call_id: block.id };
        if (block.kind === 'custom' && !this.#wrapsCustom)
          return { type: 'custom_tool_call', ...head, name: block.name, input: block.input };
        const input = block.kind === 'custom' ? JSON.stringify({ input: block.input }) : block.input;
        return { type: 'function_call', ...head, name: block.name, arguments: input || '{}' };
      }
      case 'tool-result':
        return this.#encodeResult(block);
      case 'reasoning':
        return this.#encodeReasoning(block, field);
      case 'opaque':
        return ownPlace(block) === 'item' ? block.value : null;
      default:
        return null;
    }
  }

  #encodePart(block: Block, role: Role): JsonObject | null {
    switch (block.type) {
      case 'text': {
        if (role !== 'assistant') return { type: 'input_text', text: block.text };
        const annotations = encodeAnnotations(block.citations, block.text.length);
        return { type: 'output_text', text: block.text, annotations };
      }
      case 'refusal':
        return role === 'assistant'
          ? { type: 'refusal', refusal: block.text }
          : { type: 'input_text', text: block.text };
      case 'image':
        return encodeImage(block);
      case 'file':
        return encodeFile(block);
      case 'audio':
        return { type: 'input_audio', input_audio: { data: block.data, format: block.format } };
      case 'opaque':
        return ownPlace(block) === 'part' ? block.value : null;
      default:
        return null;
    }
  }

  #encodeResult({ kind, callId, content, isError }: ToolResultBlock): JsonObject {
    const isCustom = kind === 'custom' && !this.#wrapsCustom;
    const type = isCustom ? 'custom_tool_call_output' : 'function_call_output';
    const mark = isError ? errorMark : '';
    const [first, ...rest] = content;
    if (first === undefined) return { type, call_id: callId, output: mark };
    if (first.type === 'text' && rest.length === 0)
      return { type, call_id: callId, output: `${mark}${first.text}` };
    const parts = content.map((block) => this.#encodePart(block, 'user')).filter((part) => part !== null);
    if (isError) parts.unshift({ type: 'input_text', text: errorMark });
    return { type, call_id: callId, output: parts };
  }

  /** Only its maker can read a seal, and reasoning without one means nothing to this API. */
  #encodeReasoning(block: ReasoningBlock, field: string): JsonObject | null {
    const { seal } = block;
    if (seal === undefined) return null;
    if (!canOpen(seal, protocolId, this.#readers)) {
      this.losses.push({
        what: 'reasoning-seal',
        how: 'dropped',
        field,
        note: `sealed by ${seal.model ?? seal.protocol}`,
      });
      return null;
    }
    const texts = (type: string) => block.parts.map((text) => ({ type, text }));
    return {
      type: 'reasoning',
      ...(block.id !== undefined && { id: block.id }),
      summary: block.verbatim ? [] : texts('summary_text'),
      ...(block.verbatim && { content: texts('reasoning_text') }),
      encrypted_content: seal.data,
    };
  }
}

/** The last word is a started answer: this API would not go on with it by itself. */
function isPrefill({ messages }: LlmRequest): boolean {
  const last = messages.at(-1);
  return last?.role === 'assistant' && last.content.at(-1)?.type === 'text';
}

/** The system text leads as a message of its own, so that its blocks stay apart. */
export function encodeInput(request: LlmRequest, target: Target): { input: JsonObject[]; losses: Loss[] } {
  const writer = new InputWriter(target);
  writer.writeMessage('system', request.system, 'system');
  for (const [index, { role, content }] of request.messages.entries()) {
    writer.writeMessage(role, content, `messages[${index}]`);
  }
  if (isPrefill(request))
    writer.writeMessage('system', [{ type: 'text', text: continueInstruction }], 'messages');
  return { input: writer.items, losses: writer.losses };
}
