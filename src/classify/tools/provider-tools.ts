/**
 * Tools that the provider runs or defines itself, by the start of their type. Data of the providers' documentation;
 * a type that is not here is judged by its name.
 */
import type { ToolEffect } from '../../core/signals.ts';

type ProviderTool = { starts: string; effect: ToolEffect; does: string };

/** The first that fits holds. */
const providerTools: readonly ProviderTool[] = [
  { starts: 'web_search', effect: 'read', does: 'searches the web' },
  { starts: 'web_fetch', effect: 'read', does: 'reads a page of the web' },
  { starts: 'file_search', effect: 'read', does: 'searches files' },
  { starts: 'tool_search', effect: 'read', does: 'searches tools' },
  { starts: 'google_search', effect: 'read', does: 'searches the web' },
  { starts: 'url_context', effect: 'read', does: 'reads a page of the web' },
  { starts: 'google_maps', effect: 'read', does: 'searches places' },
  { starts: 'image_generation', effect: 'read', does: 'makes a picture' },
  { starts: 'memory', effect: 'write', does: 'writes files of memory' },
  { starts: 'text_editor', effect: 'write', does: 'edits files' },
  { starts: 'str_replace', effect: 'write', does: 'edits files' },
  { starts: 'apply_patch', effect: 'write', does: 'edits files' },
  { starts: 'code_interpreter', effect: 'destructive', does: 'runs code' },
  { starts: 'code_execution', effect: 'destructive', does: 'runs code' },
  { starts: 'bash', effect: 'destructive', does: 'runs a shell' },
  { starts: 'local_shell', effect: 'destructive', does: 'runs a shell' },
  { starts: 'shell', effect: 'destructive', does: 'runs a shell' },
  { starts: 'computer', effect: 'destructive', does: 'works a computer' },
];

/** Provider tools that come with tools of their own: what those do is not in the request, unless they are listed. */
export const toolboxes: ReadonlySet<string> = new Set(['mcp', 'mcp_toolset', 'namespace']);

/** By type or name: `web_search_preview`, `bash_20250124`, `code_interpreter_call`. */
export function findProviderTool(type: string): ProviderTool | undefined {
  return providerTools.find(({ starts }) => type.startsWith(starts));
}
