/** Canonical tools and tool choice -> wire: for requests, and for the echo in answers. */
import { customToolSchema } from '../../core/custom-tool.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CustomTool, Tool, ToolChoice } from '../../core/request.ts';

function encodeWrapped({ name, description }: CustomTool): JsonObject {
  return {
    type: 'function',
    name,
    ...(description !== undefined && { description }),
    parameters: customToolSchema,
    strict: false,
  };
}

/** `strict` is always said: left out, this API takes it as true, where the other two take it as false. */
function encodeTool(tool: Tool, wrapsCustom: boolean): JsonObject {
  switch (tool.kind) {
    case 'function':
      return {
        type: 'function',
        name: tool.name,
        ...(tool.description !== undefined && { description: tool.description }),
        parameters: tool.schema ?? { type: 'object', properties: {} },
        strict: tool.strict === undefined ? false : tool.strict,
      };
    case 'custom':
      if (wrapsCustom) return encodeWrapped(tool);
      return {
        type: 'custom',
        name: tool.name,
        ...(tool.description !== undefined && { description: tool.description }),
        ...(tool.format && { format: tool.format }),
      };
    case 'provider':
      return tool.value;
    default:
      return tool satisfies never;
  }
}

/** `wrapsCustom`: for a provider that knows functions only. */
export function encodeTools(tools: readonly Tool[], wrapsCustom = false): JsonObject[] {
  return tools.map((tool) => encodeTool(tool, wrapsCustom));
}

function kindOf(name: string, tools: readonly Tool[]): 'function' | 'custom' {
  return tools.some((tool) => tool.kind === 'custom' && tool.name === name) ? 'custom' : 'function';
}

export function encodeToolChoice(
  choice: ToolChoice | undefined,
  tools: readonly Tool[],
  wrapsCustom = false,
): string | JsonObject | undefined {
  if (choice === undefined) return undefined;
  switch (choice.mode) {
    case 'auto':
    case 'none':
    case 'required':
      return choice.mode;
    case 'tool':
      return { type: wrapsCustom ? 'function' : choice.kind, name: choice.name };
    case 'allowed':
      return {
        type: 'allowed_tools',
        mode: choice.require ? 'required' : 'auto',
        tools: choice.names.map((name) => ({
          type: wrapsCustom ? 'function' : kindOf(name, tools),
          name,
        })),
      };
    default:
      return choice satisfies never;
  }
}
