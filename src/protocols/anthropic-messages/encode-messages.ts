/**
 * Canonical messages -> `messages`, in the order the API demands: turns alternate, the user begins, and the results
 * of a turn's calls stand first in the user's next one.
 */
import type { Loss } from '../../core/features.ts';
import type { JsonObject } from '../../core/json.ts';
import type { Message } from '../../core/request.ts';
import { type Encoding, encodeBlock } from './encode-content.ts';

type Turn = { role: 'user' | 'assistant'; content: JsonObject[] };

/** Stands where the API wants a user's turn and the conversation has none. */
const openingText = 'Begin.';
const continueText = 'Continue your last message exactly where it stopped, without repeating any of it.';
/** Before an instruction that came after the conversation had begun: only the newest models have a role for it. */
const instructionMark = 'Instruction from the application, not from the user:\n';

function encodeMessage(message: Message, at: number, encoding: Encoding): Turn {
  const content = message.content.flatMap<JsonObject>(
    (block, index) => encodeBlock(block, `messages[${at}].content[${index}]`, encoding) ?? [],
  );
  if (message.role !== 'system') return { role: message.role, content };
  const marked = content.map((block) =>
    typeof block.text === 'string' ? { ...block, text: instructionMark + block.text } : block,
  );
  return { role: 'user', content: marked };
}

function isResult(block: JsonObject): boolean {
  return block.type === 'tool_result';
}

function mergeTurns(turns: readonly Turn[]): Turn[] {
  const merged: Turn[] = [];
  for (const { role, content } of turns) {
    if (content.length === 0) continue;
    const last = merged.at(-1);
    if (last?.role === role) last.content.push(...content);
    else merged.push({ role, content: [...content] });
  }
  for (const turn of merged) {
    if (turn.role !== 'user' || !turn.content.some(isResult)) continue;
    turn.content = [...turn.content.filter(isResult), ...turn.content.filter((block) => !isResult(block))];
  }
  return merged;
}

function begin(turns: Turn[], losses: Loss[]): void {
  if (turns[0]?.role === 'user') return;
  turns.unshift({ role: 'user', content: [{ type: 'text', text: openingText }] });
  losses.push({
    what: 'message-order',
    how: 'adapted',
    field: 'messages',
    note: 'the user must speak first',
  });
}

/** The API refuses a started answer that ends in white space. */
function trimEnd(content: JsonObject[]): void {
  for (let block = content.at(-1); typeof block?.text === 'string'; block = content.at(-1)) {
    content.pop();
    const text = block.text.trimEnd();
    if (text === '') continue;
    content.push({ ...block, text });
    return;
  }
}

/** The end of a conversation whose last word is the assistant's: a started answer. */
function finish(turns: Turn[], canPrefill: boolean, losses: Loss[]): void {
  const last = turns.at(-1);
  if (last?.role !== 'assistant' || typeof last.content.at(-1)?.text !== 'string') return;
  trimEnd(last.content);
  if (last.content.length === 0) turns.pop();
  if (canPrefill || last.content.length === 0) return;
  turns.push({ role: 'user', content: [{ type: 'text', text: continueText }] });
  const note = 'the model takes no started answer: it is asked to continue';
  losses.push({ what: 'prefill', how: 'adapted', field: 'messages', note });
}

export function encodeMessages(
  messages: readonly Message[],
  canPrefill: boolean,
  encoding: Encoding,
): JsonObject[] {
  const turns = mergeTurns(messages.map((message, at) => encodeMessage(message, at, encoding)));
  finish(turns, canPrefill, encoding.losses);
  begin(turns, encoding.losses);
  return turns.map(({ role, content }): JsonObject => ({ role, content }));
}
