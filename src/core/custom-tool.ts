/**
 * Free-text tools over a protocol that has none: a function with one string property `input`. Encoders of requests
 * wrap; encoders of answers unwrap for callers whose request had the custom tool.
 */
import type { ToolCallBlock } from './block.ts';
import { isObject, type JsonObject } from './json.ts';
import type { LlmRequest } from './request.ts';

/** Schema of the function that stands for a custom tool. */
export const customToolSchema: JsonObject = {
  type: 'object',
  properties: { input: { type: 'string' } },
  required: ['input'],
  additionalProperties: false,
};

/** The free text inside the arguments of such a function call; text of another shape as it is. */
export function unwrapCustomInput(input: string): string {
  try {
    const value: unknown = JSON.parse(input);
    return isObject(value) && typeof value.input === 'string' ? value.input : input;
  } catch {
    return input;
  }
}

/** Whether a call came as a function although the caller's request declared a free-text tool of that name. */
export function isWrappedCustomCall(
  call: Pick<ToolCallBlock, 'kind' | 'name'>,
  request: LlmRequest,
): boolean {
  return (
    call.kind === 'function' &&
    request.tools.some((tool) => tool.kind === 'custom' && tool.name === call.name)
  );
}
