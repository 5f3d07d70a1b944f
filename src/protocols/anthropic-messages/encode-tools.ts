/** Canonical tools and tool choice -> `tools` and `tool_choice`. */
import { customToolSchema } from '../../core/custom-tool.ts';
import type { Loss } from '../../core/features.ts';
import type { JsonObject } from '../../core/json.ts';
import type { CustomTool, FunctionTool, LlmRequest, Tool, ToolChoice } from '../../core/request.ts';
import type { Target } from '../../core/target.ts';
import { cacheControl } from './encode-content.ts';
import { alwaysThinks } from './reasoning.ts';
import { isStructured, toolSchema } from './schema.ts';

function encodeFunction(tool: FunctionTool, field: string, losses: Loss[]): JsonObject {
  const schema = toolSchema(tool.schema);
  const isStrict = tool.strict === true && isStructured(schema);
  if (tool.strict === true && !isStrict) {
    const note = 'the schema uses what strict tools do not take here';
    losses.push({ what: 'strict', how: 'dropped', field: `${field}.strict`, note });
  }
  return {
    name: tool.name,
    ...(tool.description !== undefined && { description: tool.description }),
    input_schema: schema,
    ...(isStrict && { strict: true }),
    ...cacheControl(tool.cache),
  };
}

/** A grammar cannot be enforced here; the model is told of it. */
function encodeCustom(tool: CustomTool): JsonObject {
  const format =
    tool.format === undefined ? '' : `The input follows this format: ${JSON.stringify(tool.format)}`;
  const description = [tool.description, format].filter(Boolean).join('\n\n');
  return { name: tool.name, ...(description && { description }), input_schema: customToolSchema };
}

function encodeTool(tool: Tool, field: string, losses: Loss[]): JsonObject {
  switch (tool.kind) {
    case 'function':
      return encodeFunction(tool, field, losses);
    case 'custom':
      return encodeCustom(tool);
    case 'provider':
      return tool.value;
    default:
      return tool satisfies never;
  }
}

/** The tools that may be called: a choice among some of them is made by sending only those. */
function choosable(
  tools: readonly Tool[],
  choice: ToolChoice | undefined,
  isNarrowed: boolean,
): readonly Tool[] {
  if (choice?.mode === 'allowed') return tools.filter(({ name }) => choice.names.includes(name));
  if (choice?.mode === 'tool' && isNarrowed) return tools.filter(({ name }) => name === choice.name);
  return tools;
}

function encodeChoice(choice: ToolChoice, canForce: boolean): JsonObject {
  switch (choice.mode) {
    case 'auto':
    case 'none':
      return { type: choice.mode };
    case 'required':
      return { type: canForce ? 'any' : 'auto' };
    case 'tool':
      return canForce ? { type: 'tool', name: choice.name } : { type: 'auto' };
    case 'allowed':
      return { type: choice.require && canForce ? 'any' : 'auto' };
    default:
      return choice satisfies never;
  }
}

function isForced(choice: ToolChoice | undefined): boolean {
  return (
    choice?.mode === 'required' || choice?.mode === 'tool' || (choice?.mode === 'allowed' && choice.require)
  );
}

/** The API refuses calls in the history when no tool is declared: they are declared again and switched off. */
function redeclare(request: LlmRequest, losses: Loss[]): JsonObject {
  const names = new Set<string>();
  for (const { content } of request.messages) {
    for (const block of content) if (block.type === 'tool-call') names.add(block.name);
  }
  if (names.size === 0) return {};
  const note = 'the tools called earlier are declared again, switched off';
  losses.push({ what: 'tools', how: 'adapted', field: 'tools', note });
  const tools = [...names].map((name): JsonObject => ({ name, input_schema: toolSchema(undefined) }));
  return { tools, tool_choice: { type: 'none' } };
}

/** Members `tools` and `tool_choice`; empty where there is nothing to declare. */
export function encodeTools(request: LlmRequest, target: Target, losses: Loss[]): JsonObject {
  const { toolChoice, parallelToolCalls } = request;
  const canForce = !alwaysThinks(target);
  const kept = choosable(request.tools, toolChoice, !canForce);
  if (kept.length === 0) return redeclare(request, losses);
  if (!canForce && isForced(toolChoice)) {
    const note = `${target.model.id} does not let a tool be forced`;
    losses.push({ what: 'tool-choice', how: 'adapted', field: 'tool_choice', note });
  }
  const choice = toolChoice === undefined ? {} : encodeChoice(toolChoice, canForce);
  const isSerial = parallelToolCalls !== undefined && choice.type !== 'none';
  const serial = isSerial
    ? { type: choice.type ?? 'auto', disable_parallel_tool_use: !parallelToolCalls }
    : {};
  const tool_choice = { ...choice, ...serial };
  return {
    tools: kept.map((tool) => encodeTool(tool, `tools[${request.tools.indexOf(tool)}]`, losses)),
    ...(Object.keys(tool_choice).length > 0 && { tool_choice }),
  };
}
