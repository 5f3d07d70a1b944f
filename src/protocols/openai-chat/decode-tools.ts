/** Tools, tool choice and output format -> canonical, with the older `functions` form. */
import { defined, type JsonObject } from '../../core/json.ts';
import type { FunctionTool, OutputFormat, Tool, ToolChoice } from '../../core/request.ts';
import type { Reading } from './reading.ts';

function readFunction(value: unknown, field: string, { check }: Reading): FunctionTool {
  const declared = check.requiredObject(value, field);
  return defined<FunctionTool>({
    kind: 'function',
    name: check.name(declared.name, `${field}.name`),
    description: check.string(declared.description, `${field}.description`),
    schema: check.object(declared.parameters, `${field}.parameters`),
    strict: declared.strict === null ? null : check.boolean(declared.strict, `${field}.strict`),
  });
}

function readCustom(value: unknown, field: string, reading: Reading): Tool {
  const { check } = reading;
  const declared = check.requiredObject(value, field);
  reading.use('custom-tool', field);
  return defined<Extract<Tool, { kind: 'custom' }>>({
    kind: 'custom',
    name: check.name(declared.name, `${field}.name`),
    description: check.string(declared.description, `${field}.description`),
    format: check.object(declared.format, `${field}.format`),
  });
}

function readTool(value: unknown, field: string, reading: Reading): Tool {
  const tool = reading.check.requiredObject(value, field);
  switch (tool.type) {
    case 'function':
      return readFunction(tool.function, `${field}.function`, reading);
    case 'custom':
      return readCustom(tool.custom, `${field}.custom`, reading);
    default: {
      const name = reading.check.name(tool.type, `${field}.type`);
      reading.use('provider-tool', field);
      return { kind: 'provider', name, value: tool };
    }
  }
}

/** `web_search_options` is a tool in all but its place. */
export const webSearchName = 'web_search_options';

export function decodeTools(raw: JsonObject, reading: Reading): Tool[] {
  const { check } = reading;
  const tools = check.array(raw.tools, 'tools') ?? [];
  const functions = check.array(raw.functions, 'functions') ?? [];
  const search = check.object(raw.web_search_options, 'web_search_options');
  if (search) reading.use('provider-tool', 'web_search_options');
  return [
    ...tools.map((tool, at) => readTool(tool, `tools[${at}]`, reading)),
    ...functions.map((declared, at) => readFunction(declared, `functions[${at}]`, reading)),
    ...(search ? [{ kind: 'provider' as const, name: webSearchName, value: search }] : []),
  ];
}

function namedTool(
  kind: 'function' | 'custom',
  value: unknown,
  field: string,
  tools: readonly Tool[],
  { check }: Reading,
): ToolChoice {
  const name = check.name(check.requiredObject(value, field).name, `${field}.name`);
  if (!tools.some((tool) => tool.kind === kind && tool.name === name)) {
    check.fail(`${field}.name`, `must be the name of one of the declared ${kind} tools`);
  }
  return { mode: 'tool', name, kind };
}

function allowedTools(value: unknown, field: string, reading: Reading): ToolChoice {
  const { check } = reading;
  const allowed = check.requiredObject(value, field);
  const mode = check.oneOf(allowed.mode, ['auto', 'required'], `${field}.mode`);
  const names = check.filledArray(allowed.tools, `${field}.tools`).map((each, at) => {
    const place = `${field}.tools[${at}]`;
    const tool = check.requiredObject(each, place);
    const kind = tool.type === 'custom' ? 'custom' : 'function';
    return check.name(check.requiredObject(tool[kind], `${place}.${kind}`).name, `${place}.${kind}.name`);
  });
  reading.use('tool-subset', field);
  return { mode: 'allowed', require: mode === 'required', names };
}

const choiceWords = ['none', 'auto', 'required'] as const;

export function decodeToolChoice(
  raw: JsonObject,
  tools: readonly Tool[],
  reading: Reading,
): ToolChoice | undefined {
  const { check } = reading;
  const choice = raw.tool_choice;
  if (choice === undefined || choice === null) return decodeFunctionCall(raw.function_call, tools, reading);
  if (typeof choice === 'string') {
    const mode = check.oneOf(choice, choiceWords, 'tool_choice');
    return mode && { mode };
  }
  const object = check.requiredObject(choice, 'tool_choice');
  switch (object.type) {
    case 'function':
    case 'custom':
      return namedTool(object.type, object[object.type], `tool_choice.${object.type}`, tools, reading);
    case 'allowed_tools':
      return allowedTools(object.allowed_tools, 'tool_choice.allowed_tools', reading);
    default:
      return check.wrong('tool_choice.type', 'one of "function", "custom", "allowed_tools"', object.type);
  }
}

function decodeFunctionCall(
  value: unknown,
  tools: readonly Tool[],
  reading: Reading,
): ToolChoice | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') {
    const mode = reading.check.oneOf(value, ['none', 'auto'], 'function_call');
    return mode && { mode };
  }
  return namedTool('function', value, 'function_call', tools, reading);
}

export function decodeFormat(value: unknown, { check }: Reading): OutputFormat | undefined {
  const format = check.object(value, 'response_format');
  if (!format) return undefined;
  switch (format.type) {
    case 'text':
      return { kind: 'text' };
    case 'json_object':
      return { kind: 'json' };
    case 'json_schema': {
      const field = 'response_format.json_schema';
      const wanted = check.requiredObject(format.json_schema, field);
      return defined<Extract<OutputFormat, { kind: 'schema' }>>({
        kind: 'schema',
        name: check.name(wanted.name, `${field}.name`),
        description: check.string(wanted.description, `${field}.description`),
        schema: check.object(wanted.schema, `${field}.schema`) ?? {},
        strict: wanted.strict === null ? null : check.boolean(wanted.strict, `${field}.strict`),
      });
    }
    default:
      return check.wrong('response_format.type', 'one of "text", "json_object", "json_schema"', format.type);
  }
}
