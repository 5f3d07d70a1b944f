/** Tools and tool choice of a request -> canonical ones. A tool with a dated type is the provider's own. */

import type { JsonObject } from '../../core/json.ts';
import type { LlmRequest, Tool, ToolChoice } from '../../core/request.ts';
import { readCacheHint } from './decode-media.ts';
import type { RequestReader } from './features.ts';

function readTool(tool: JsonObject, field: string, reader: RequestReader): Tool {
  const type = reader.string(tool.type, `${field}.type`);
  if (type !== undefined && type !== 'custom') {
    reader.use('provider-tool', field);
    return { kind: 'provider', name: reader.string(tool.name, `${field}.name`) ?? type, value: tool };
  }
  reader.noteUnknown(tool, 'tool', field);
  const description = reader.string(tool.description, `${field}.description`);
  const strict = reader.boolean(tool.strict, `${field}.strict`);
  return {
    kind: 'function',
    name: reader.name(tool.name, `${field}.name`),
    ...(description !== undefined && { description }),
    schema: reader.requiredObject(tool.input_schema, `${field}.input_schema`),
    ...(strict !== undefined && { strict }),
    ...readCacheHint(tool.cache_control, `${field}.cache_control`, reader),
  };
}

const choiceTypes = ['auto', 'any', 'none', 'tool'] as const;

function readChoice(choice: JsonObject, reader: RequestReader): ToolChoice | undefined {
  const type = reader.oneOf(choice.type, choiceTypes, 'tool_choice.type');
  switch (type) {
    case 'auto':
    case 'none':
      return { mode: type };
    case 'any':
      return { mode: 'required' };
    case 'tool':
      return { mode: 'tool', name: reader.name(choice.name, 'tool_choice.name'), kind: 'function' };
    case undefined:
      return reader.wrong('tool_choice.type', 'one of "auto", "any", "none", "tool"', choice.type);
    default:
      return type satisfies never;
  }
}

/** Fields `tools`, `tool_choice` and `mcp_servers`. */
export function readTools(
  raw: JsonObject,
  reader: RequestReader,
): Pick<LlmRequest, 'tools' | 'toolChoice' | 'parallelToolCalls'> {
  const tools = (reader.array(raw.tools, 'tools') ?? []).map((tool, at) =>
    readTool(reader.requiredObject(tool, `tools[${at}]`), `tools[${at}]`, reader),
  );
  if (Array.isArray(raw.mcp_servers) && raw.mcp_servers.length > 0)
    reader.use('provider-tool', 'mcp_servers');
  const choice = reader.object(raw.tool_choice, 'tool_choice');
  if (choice === undefined) return { tools };
  const place = 'tool_choice.disable_parallel_tool_use';
  const isSerial = reader.boolean(choice.disable_parallel_tool_use, place);
  if (isSerial !== undefined) reader.use('parallel-calls', place);
  const toolChoice = readChoice(choice, reader);
  return {
    tools,
    ...(toolChoice && { toolChoice }),
    ...(isSerial !== undefined && { parallelToolCalls: !isSerial }),
  };
}
