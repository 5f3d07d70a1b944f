/**
 * The effects of all tools of a request: those it declares and those its conversation has called. Descriptions are
 * read up to a fixed budget; past it a tool is judged by its name, and an unknown name is a write.
 */
import type { ToolEffectRule } from '../../core/approval.ts';
import type { Block, OpaqueBlock } from '../../core/block.ts';
import { declaredTools } from '../../core/declared-tools.ts';
import { isObject, type JsonObject } from '../../core/json.ts';
import type { LlmRequest, ProviderTool, Tool } from '../../core/request.ts';
import type { JudgedTool, ToolEffect, ToolJudgement, ToolUse } from '../../core/signals.ts';
import { judgeTool } from './judge-tool.ts';
import { findProviderTool, toolboxes } from './provider-tools.ts';
import { gravity } from './reading.ts';
import { saidEffect } from './said-effect.ts';

/** Tools whose description and parameters are read. */
const mostRead = 32;
/** Tools that are judged by name at least; of what comes after them only tools that a provider runs, the rest is one write. */
const mostJudged = 512;

const mostToolboxEvidence = 4;

function isGraver(effect: ToolEffect, than: ToolEffect | null): boolean {
  return than === null || gravity(effect) > gravity(than);
}

function gravest(tools: readonly Pick<JudgedTool, 'effect'>[]): ToolEffect | null {
  let found: ToolEffect | null = null;
  for (const { effect } of tools) if (isGraver(effect, found)) found = effect;
  return found;
}

/** Tools of a server that the provider asks itself are as grave as what is listed of them; a write where not all is. */
function judgeToolbox(value: JsonObject): ToolJudgement {
  const listed = isObject(value.allowed_tools) ? value.allowed_tools.tool_names : value.allowed_tools;
  const names: readonly unknown[] = Array.isArray(listed) ? listed : [];
  const judged = names
    .slice(0, mostJudged)
    .flatMap((name) => (typeof name === 'string' ? [{ name, ...judgeTool({ name }) }] : []))
    .sort((a, b) => gravity(b.effect) - gravity(a.effect));
  const isWhole = judged.length > 0 && judged.length === names.length;
  const unknown = isWhole ? [] : [{ effect: 'write' as const }];
  const evidence = [
    ...(isWhole
      ? []
      : [judged.length === 0 ? 'its tools are not listed' : 'not all of its tools can be judged']),
    ...judged.map(({ name, effect }) => `may call \`${name}\`: ${effect}`),
  ];
  return {
    effect: gravest([...judged, ...unknown]) ?? 'write',
    evidence: evidence.slice(0, mostToolboxEvidence),
    isSure: false,
  };
}

function judgeProviderTool({ name, value }: ProviderTool): ToolJudgement {
  const type = typeof value.type === 'string' ? value.type : name;
  const known = findProviderTool(type) ?? findProviderTool(name);
  if (known) return { effect: known.effect, evidence: [`it ${known.does}`], isSure: true };
  return toolboxes.has(type) ? judgeToolbox(value) : judgeTool({ name: type });
}

function judgeAsSaid(name: string, said: readonly ToolEffectRule[]): JudgedTool | null {
  const effect = saidEffect(name, said);
  return effect && { name, effect, evidence: ['the config says so'], isSure: true };
}

function judgeDeclared(tool: Tool, isRead: boolean): JudgedTool {
  const { name } = tool;
  if (tool.kind === 'provider') return { name, ...judgeProviderTool(tool) };
  if (!isRead) return { name, ...judgeTool({ name }) };
  const { description } = tool;
  const schema = tool.kind === 'function' ? tool.schema : undefined;
  return {
    name,
    ...judgeTool({ name, ...(description !== undefined && { description }), ...(schema && { schema }) }),
  };
}

function judgeAll(tools: readonly Tool[], said: readonly ToolEffectRule[]): JudgedTool[] {
  const judged = tools
    .filter(({ kind }, at) => at < mostJudged || kind === 'provider')
    .map((tool, at) => judgeAsSaid(tool.name, said) ?? judgeDeclared(tool, at < mostRead));
  if (judged.length === tools.length) return judged;
  const saidOfRest = tools.slice(mostJudged).flatMap(({ name }) => judgeAsSaid(name, said) ?? []);
  const rest: JudgedTool = {
    name: '…',
    effect: gravest([...saidOfRest, { effect: 'write' }]) ?? 'write',
    evidence: ['too many tools to judge each'],
    isSure: false,
  };
  return [...judged, rest];
}

/** A provider's own call comes as a block that only it can read: `web_search_call`, `server_tool_use`. */
function calledByProvider({ kind, value }: OpaqueBlock): string | null {
  const isCall = kind.endsWith('_call') || kind.endsWith('tool_use');
  if (!isCall) return null;
  return typeof value.name === 'string' ? value.name : kind;
}

function nameOfCall(block: Block): string | null {
  if (block.type === 'tool-call') return block.name;
  return block.type === 'opaque' ? calledByProvider(block) : null;
}

function judgeCalls(
  { messages }: LlmRequest,
  declared: readonly JudgedTool[],
  said: readonly ToolEffectRule[],
): JudgedTool[] {
  const known = new Map(declared.map((tool) => [tool.name, tool]));
  const called = new Map<string, JudgedTool>();
  for (const { content } of messages) {
    for (const block of content) {
      const name = nameOfCall(block);
      if (name === null || called.has(name) || called.size >= mostJudged) continue;
      const provided =
        block.type === 'opaque' ? judgeProviderTool({ kind: 'provider', name, value: {} }) : null;
      const judged = known.get(name) ?? judgeAsSaid(name, said);
      called.set(name, judged ?? { name, ...(provided ?? judgeTool({ name })) });
    }
  }
  return [...called.values()];
}

/** A tool that was called but is not declared is judged by its name alone. What is `said` of one goes before all that. */
export function judgeTools(request: LlmRequest, said: readonly ToolEffectRule[] = []): ToolUse {
  const declared = judgeAll(declaredTools(request), said);
  const called = judgeCalls(request, declared, said);
  return { declared, called, highest: gravest([...declared, ...called]), highestCalled: gravest(called) };
}
