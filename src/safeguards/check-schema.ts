/**
 * An answer against the JSON schema that its request asks for: one that does not match ends with an error in place of its
 * end. Keeps the text, of 256 K characters at most; what is longer, or not the model's own end, is not checked. Pure.
 */
import type { AnswerInspector } from '../core/answer-inspector.ts';
import type { UpstreamFault } from '../core/errors.ts';
import type { Json, JsonObject } from '../core/json.ts';
import type { LlmRequest } from '../core/request.ts';
import type { SafeguardAction } from '../core/safeguard.ts';
import type { StreamEvent } from '../core/stream-event.ts';
import { findDifference } from './json-schema.ts';

const mostChars = 256 * 1024;

export type SchemaHit = 'schema' | 'schema-unchecked';

type Checking = {
  readonly schema: JsonObject;
  /** `detail`: the keyword that does not hold, or why nobody looked; never a word of the answer. */
  readonly onHit: (code: SchemaHit, detail: string) => void;
};

/** What its answer is to be checked against; null: nothing. */
export function schemaOf(actions: readonly SafeguardAction[], { format }: LlmRequest): JsonObject | null {
  return actions.includes('check-schema') && format?.kind === 'schema' ? format.schema : null;
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function mismatch(why: string, at: string): UpstreamFault {
  return { kind: 'schema', status: null, code: why, message: why, ...(at !== '' && { param: at }) };
}

function judge(text: string, { schema, onHit }: Checking): UpstreamFault | null {
  const value = parse(text);
  try {
    const found = value === undefined ? { at: '', why: 'json' } : findDifference(value, schema);
    if (found === null) return null;
    onHit('schema', found.why);
    return mismatch(found.why, found.at);
  } catch {
    // A schema that cannot be followed is nobody's wrong answer.
    onHit('schema-unchecked', 'schema');
    return null;
  }
}

export function checkSchema(checking: Checking): AnswerInspector {
  let text = '';
  let isTooLong = false;
  /** A call or a refusal is no final answer. */
  let isOther = false;
  const keep = (piece: string) => {
    if (text.length + piece.length > mostChars) isTooLong = true;
    else text += piece;
  };
  const end = (event: StreamEvent & { type: 'response-end' }): readonly StreamEvent[] => {
    if (isOther || event.stop.reason !== 'end') return [event];
    if (isTooLong) {
      checking.onHit('schema-unchecked', 'length');
      return [event];
    }
    const fault = judge(text, checking);
    return [fault === null ? event : { type: 'error', fault }];
  };
  return {
    push: (event) => {
      if (event.type === 'block-start') isOther ||= ['tool-call', 'refusal'].includes(event.block.type);
      if (event.type === 'block-delta' && event.delta.kind === 'text' && !isTooLong) keep(event.delta.text);
      return event.type === 'response-end' ? end(event) : [event];
    },
  };
}
