/**
 * Words that stand beside the conversation and reach the model as well: what the schema of the answer says, and the answer
 * that the caller predicts. They are the caller's, and no turn of the conversation. Tools are left out: see
 * `docs/classifier.md`.
 */
import { isObject, type Json } from '../core/json.ts';
import type { LlmRequest } from '../core/request.ts';
import { schemaWords } from '../core/request-guard.ts';

/** Strings under words of a schema, in their order. */
function collectWords(value: Json | undefined, isSaid: boolean, into: string[]): void {
  if (typeof value === 'string') {
    if (isSaid) into.push(value);
  } else if (Array.isArray(value)) {
    for (const item of value) collectWords(item, isSaid, into);
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value))
      collectWords(member, isSaid || schemaWords.has(name), into);
  }
}

/** Texts, none of them empty. */
export function declaredTexts({ format, prediction }: Pick<LlmRequest, 'format' | 'prediction'>): string[] {
  const words: string[] = [];
  if (format?.kind === 'schema') {
    if (format.description !== undefined) words.push(format.description);
    collectWords(format.schema, false, words);
  }
  return [words.join('\n'), prediction ?? ''].filter((text) => text !== '');
}
