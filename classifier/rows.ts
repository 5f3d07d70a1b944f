/**
 * Labelled requests: the own rows of `classifier/data/` and, where a folder is given, third-party ones. Third-party
 * rows are read from outside and never become part of the repository.
 */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Task, tasks } from '../src/core/classification.ts';
import type { LlmRequest, Message, Tool } from '../src/core/request.ts';

export type Turn = { role: 'system' | 'user' | 'assistant' | 'tool'; content: string };

export type Row = {
  id: string;
  source: string;
  lang: string;
  text?: string;
  messages?: Turn[];
  tools?: { name: string; description?: string; parameters?: Record<string, never> }[];
  format?: 'json';
  task?: Task;
};

export const ownFolder = new URL('./data/', import.meta.url).pathname;

function readLines(path: string): Record<string, unknown>[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

function isTask(value: unknown): value is Task {
  return tasks.some((task) => task === value);
}

/** Own rows are a source per author, so that a model can be tested on an author it never read. */
function readRow(line: Record<string, unknown>): Row {
  const row = line as Row & { author?: string };
  return {
    ...row,
    source: row.source ?? `own-${row.author ?? ''}`,
    lang: row.lang ?? 'und',
  };
}

function readMatching(folder: string, pattern: string): Row[] {
  return globSync(join(folder, pattern))
    .sort()
    .flatMap(readLines)
    .map(readRow)
    .filter((row) => isTask(row.task));
}

/** Only files of requests: labels a second reader gave (`second-labels.jsonl`) are never trained on. */
export function readOwnRows(folder = ownFolder): Row[] {
  return readMatching(folder, '{task,risk}-*.jsonl');
}

/**
 * Own rows for the task alone: those above, and the made-up frames around a few own texts of `own-task-*.jsonl`, which
 * repeat their texts too often to stand for ordinary requests anywhere else.
 */
export function readTaskRows(folder = ownFolder): Row[] {
  return [...readOwnRows(folder), ...readMatching(folder, 'own-task-*.jsonl')];
}

/** `train.task.jsonl` or the like from the folder of third-party rows; null: no such folder or file. */
export function readThirdParty(folder: string | undefined, name: string): Row[] | null {
  if (folder === undefined || !existsSync(join(folder, name))) return null;
  return readLines(join(folder, name)).map(readRow);
}

function messageOf({ role, content }: Turn, at: number): Message {
  if (role !== 'tool') return { role, content: [{ type: 'text', text: content }] };
  const result = { type: 'tool-result', callId: `call-${at}`, kind: 'function' } as const;
  return { role: 'user', content: [{ ...result, content: [{ type: 'text', text: content }] }] };
}

function toolOf({ name, description }: NonNullable<Row['tools']>[number]): Tool {
  return { kind: 'function', name, ...(description === undefined ? {} : { description }) };
}

/** The request an app would have sent. */
export function requestOf(row: Row): LlmRequest {
  const turns = row.messages ?? [{ role: 'user', content: row.text ?? '' } as const];
  const lead = turns.findIndex((turn) => turn.role !== 'system');
  const first = lead === -1 ? turns.length : lead;
  return {
    model: 'auto',
    system: turns.slice(0, first).map(({ content }) => ({ type: 'text', text: content })),
    messages: turns.slice(first).map(messageOf),
    tools: (row.tools ?? []).map(toolOf),
    ...(row.format === 'json' ? { format: { kind: 'json' } as const } : {}),
    sampling: {},
    reasoning: {},
    state: {},
    stream: false,
    wantsUsage: false,
    features: [],
  };
}
