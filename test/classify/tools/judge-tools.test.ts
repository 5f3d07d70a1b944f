/** Tools that a provider runs are judged to the last, however many are declared beside them or listed in them. */
import { expect, test } from 'vitest';
import { judgeTools } from '../../../src/classify/tools/judge-tools.ts';
import type { Json } from '../../../src/core/json.ts';
import type { Tool } from '../../../src/core/request.ts';
import { makeRequest } from '../../support/world/requests.ts';

const reads = (count: number) => Array.from({ length: count }, (_, at) => `get_item_${at}`);

const serverOf = (allowed_tools: Json | undefined): Tool => ({
  kind: 'provider',
  name: 'crm',
  value: { type: 'mcp', server_label: 'crm', allowed_tools },
});

const judge = (...tools: readonly Tool[]) => judgeTools(makeRequest({ tools: [...tools] }));

test.each([
  [['get_item'], 'read'],
  [{ tool_names: ['get_item'] }, 'read'],
  [reads(400), 'read'],
  [[...reads(400), 'delete_everything'], 'destructive'],
  [reads(513), 'write'],
  [['get_item', 7], 'write'],
  [[], 'write'],
  [{ read_only: true }, 'write'],
  [undefined, 'write'],
])('a server that may be asked for %j: %s', (allowed, effect) => {
  expect(judge(serverOf(allowed)).highest).toBe(effect);
});

test('the gravest of a server are told first', () => {
  const [{ evidence } = { evidence: [] }] = judge(serverOf([...reads(9), 'delete_everything'])).declared;
  expect(evidence).toHaveLength(4);
  expect(evidence[0]).toBe('may call `delete_everything`: destructive');
});

test('a tool that the provider runs is judged behind any number of others', () => {
  const functions = reads(600).map((name) => ({ kind: 'function' as const, name }));
  const computer: Tool = { kind: 'provider', name: 'computer', value: { type: 'computer_use_preview' } };
  const { declared } = judge(...functions, computer);
  expect(declared.find(({ name }) => name === 'computer')).toEqual(judge(computer).declared[0]);
  expect(declared.at(-1)).toMatchObject({ name: '…', effect: 'write' });
});
