/** Tools, tool choice and output format -> this wire. */
import { customToolSchema } from '../../core/custom-tool.ts';
import { compact, type JsonObject } from '../../core/json.ts';
import { hasQuirk } from '../../core/protocol.ts';
import type { CustomTool, LlmRequest, OutputFormat, Tool, ToolChoice } from '../../core/request.ts';
import { webSearchName } from './decode-tools.ts';
import type { Writing } from './encode-content.ts';

function functionTool(tool: JsonObject): JsonObject {
  return { type: 'function', function: compact(tool) };
}

function customTool(tool: CustomTool, field: string, { target, losses }: Writing): JsonObject {
  const { name, description, format } = tool;
  if (!hasQuirk(target, 'no-custom-tools')) {
    return { type: 'custom', custom: compact({ name, description, format }) };
  }
  const note = 'a function with one string stands for it';
  losses.push({ what: 'custom-tool', how: 'adapted', field, note });
  const grammar = format ? `The input must follow this format: ${JSON.stringify(format)}` : undefined;
  const both = [description, grammar].filter((text) => text !== undefined).join('\n\n');
  return functionTool({ name, description: both === '' ? undefined : both, parameters: customToolSchema });
}

function encodeTool(tool: Tool, at: number, writing: Writing): JsonObject | null {
  switch (tool.kind) {
    case 'function': {
      const { name, description, schema, strict } = tool;
      return functionTool({ name, description, parameters: schema, strict });
    }
    case 'custom':
      return customTool(tool, `tools[${at}]`, writing);
    case 'provider':
      return null; // refused by carriage, or `web_search_options`
    default:
      return tool satisfies never;
  }
}

function encodeChoice(choice: ToolChoice, tools: readonly Tool[], { target }: Writing): string | JsonObject {
  const hasCustom = !hasQuirk(target, 'no-custom-tools');
  const named = (name: string, isCustom: boolean): JsonObject =>
    isCustom && hasCustom ? { type: 'custom', custom: { name } } : { type: 'function', function: { name } };
  switch (choice.mode) {
    case 'auto':
    case 'none':
    case 'required':
      return choice.mode;
    case 'tool':
      return named(choice.name, choice.kind === 'custom');
    case 'allowed': {
      const isCustom = (name: string) => tools.some((tool) => tool.kind === 'custom' && tool.name === name);
      const allowed = choice.names.map((name) => named(name, isCustom(name)));
      const mode = choice.require ? 'required' : 'auto';
      return { type: 'allowed_tools', allowed_tools: { mode, tools: allowed } };
    }
    default:
      return choice satisfies never;
  }
}

/** Only with tools: the provider refuses a choice among none. */
export function encodeTools(request: LlmRequest, writing: Writing): JsonObject {
  const search = request.tools.find((tool) => tool.kind === 'provider' && tool.name === webSearchName);
  const web_search_options = search?.kind === 'provider' ? search.value : undefined;
  const tools = request.tools
    .map((tool, at) => encodeTool(tool, at, writing))
    .filter((tool) => tool !== null);
  if (tools.length === 0) return { web_search_options };
  const { toolChoice, parallelToolCalls } = request;
  return {
    tools,
    tool_choice: toolChoice && encodeChoice(toolChoice, request.tools, writing),
    parallel_tool_calls: parallelToolCalls,
    web_search_options,
  };
}

/** The wire demands a name for a schema. */
const unnamedSchema = 'response';

export function encodeFormat(format: OutputFormat, { target, losses }: Writing): JsonObject {
  switch (format.kind) {
    case 'text':
      return { type: 'text' };
    case 'json':
      return { type: 'json_object' };
    case 'schema': {
      const { name = unnamedSchema, description, schema, strict } = format;
      if (hasQuirk(target, 'no-json-schema')) {
        const note = 'asked for JSON, with the schema as an instruction';
        losses.push({ what: 'no-json-schema', how: 'adapted', field: 'response_format', note });
        return { type: 'json_object' };
      }
      return { type: 'json_schema', json_schema: compact({ name, description, schema, strict }) };
    }
    default:
      return format satisfies never;
  }
}

/** What a host that takes no schema is told instead. */
export function schemaInstruction(schema: JsonObject): string {
  return `Answer with one JSON object that follows this JSON schema, and nothing else:\n${JSON.stringify(schema)}`;
}
