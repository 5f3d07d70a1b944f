/** Tools and tool choice of a request: wire -> canonical. Tools that the provider runs itself stay as written. */
import { isObject, type JsonObject } from '../../core/json.ts';
import type { Tool, ToolChoice } from '../../core/request.ts';
import type { Reading } from './reading.ts';

function decodeFunction(raw: JsonObject, field: string, reading: Reading): Tool {
  const name = reading.check.name(raw.name, `${field}.name`);
  const description = reading.check.string(raw.description, `${field}.description`);
  const schema = reading.check.object(raw.parameters, `${field}.parameters`);
  const strict = raw.strict === null ? null : reading.check.boolean(raw.strict, `${field}.strict`);
  return {
    kind: 'function',
    name,
    ...(description !== undefined && { description }),
    ...(schema && { schema }),
    ...(strict !== undefined && { strict }),
  };
}

function decodeCustom(raw: JsonObject, field: string, reading: Reading): Tool {
  const name = reading.check.name(raw.name, `${field}.name`);
  const description = reading.check.string(raw.description, `${field}.description`);
  const format = reading.check.object(raw.format, `${field}.format`);
  return {
    kind: 'custom',
    name,
    ...(description !== undefined && { description }),
    ...(format && { format }),
  };
}

function decodeTool(value: unknown, field: string, reading: Reading): Tool[] {
  const raw = reading.check.requiredObject(value, field);
  const type = reading.check.name(raw.type, `${field}.type`);
  if (type === 'function' && isObject(raw.function)) {
    reading.check.fail(
      `${field}.function`,
      'must not be nested here: give name, description and parameters in the tool',
    );
    return [];
  }
  if (type === 'function') return [decodeFunction(raw, field, reading)];
  if (type === 'custom') {
    reading.use('custom-tool', field);
    return [decodeCustom(raw, field, reading)];
  }
  reading.use('provider-tool', field);
  return [{ kind: 'provider', name: type, value: raw }];
}

export function decodeTools(value: unknown, reading: Reading, field = 'tools'): Tool[] {
  const tools = reading.check.array(value, field) ?? [];
  return tools.flatMap((tool, index) => decodeTool(tool, `${field}[${index}]`, reading));
}

const modes = ['auto', 'none', 'required'] as const;

function decodeAllowed(raw: JsonObject, reading: Reading): ToolChoice {
  reading.use('tool-subset', 'tool_choice');
  const mode = reading.check.oneOf(raw.mode, ['auto', 'required'], 'tool_choice.mode');
  const tools = reading.check.array(raw.tools, 'tool_choice.tools') ?? [];
  const names = tools.flatMap((tool) => (isObject(tool) && typeof tool.name === 'string' ? [tool.name] : []));
  return { mode: 'allowed', require: mode === 'required', names };
}

export function decodeToolChoice(value: unknown, reading: Reading): ToolChoice | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') {
    const mode = reading.check.oneOf(value, modes, 'tool_choice');
    return mode && { mode };
  }
  const raw = reading.check.object(value, 'tool_choice');
  if (raw === undefined) return undefined;
  const type = reading.check.name(raw.type, 'tool_choice.type');
  switch (type) {
    case 'function':
    case 'custom':
      return { mode: 'tool', name: reading.check.name(raw.name, 'tool_choice.name'), kind: type };
    case 'allowed_tools':
      return decodeAllowed(raw, reading);
    default:
      reading.use('provider-tool', 'tool_choice');
      return undefined;
  }
}
