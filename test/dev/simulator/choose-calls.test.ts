// The rule by which tools are called, told by examples.

import { describe, expect, it } from 'vitest';
import type { Ask, ToolSpec, Turn } from '../../../src/dev/simulator/ask.ts';
import { chooseCalls } from '../../../src/dev/simulator/choose-calls.ts';

const tool = (name: string, properties: Record<string, object> = {}): ToolSpec => ({
  name,
  kind: 'function',
  schema: { type: 'object', properties: properties as never, required: Object.keys(properties) },
});
const ask = (text: string, tools: ToolSpec[], more: Partial<Ask> = {}, after: Turn[] = []): Ask => ({
  seed: 'seed',
  systemText: '',
  turns: [{ role: 'user', texts: [text], calls: [] }, ...after],
  tools,
  toolChoice: { mode: 'auto' },
  parallelCalls: true,
  preamble: false,
  output: { kind: 'text' },
  verbosity: 'medium',
  reasoning: { effort: 'none', show: 'hidden' },
  maxOutputTokens: 1000,
  stops: [],
  ...more,
});
const calls = (given: Ask) => chooseCalls(given).map((call) => [call.tool.name, JSON.parse(call.input)]);

const weather = tool('get_weather', { city: { type: 'string' } });
const order = tool('lookupOrder', { order_id: { type: 'string' } });

describe('which tools', () => {
  it.each<[string, string, string[]]>([
    ['its full name', 'Please run get_weather', ['get_weather']],
    ['its noun', 'How is the weather today?', ['get_weather']],
    ['the plural of its noun', 'Show my orders', ['lookupOrder']],
    ['both, in the order of the text', 'Check order A-12 and the weather', ['lookupOrder', 'get_weather']],
    ['nothing', 'Tell me a story', []],
  ])('named by %s', (_how, text, names) => {
    expect(calls(ask(text, [weather, order])).map(([name]) => name)).toEqual(names);
  });

  it('one after the other where the text says then', () => {
    const text = 'Check the weather, then the order A-12';
    expect(calls(ask(text, [weather, order])).map(([name]) => name)).toEqual(['get_weather']);
    const after: Turn[] = [
      { role: 'assistant', texts: [], calls: ['get_weather'] },
      { role: 'tool', texts: ['sun'], calls: [], tool: 'get_weather' },
    ];
    expect(calls(ask(text, [weather, order], {}, after)).map(([name]) => name)).toEqual(['lookupOrder']);
  });

  it('only allowed ones, and the first of them when forced by a prompt that names none', () => {
    const forced: Partial<Ask> = { toolChoice: { mode: 'required', names: ['lookupOrder'] } };
    expect(calls(ask('Tell me a story', [weather, order], forced)).map(([name]) => name)).toEqual([
      'lookupOrder',
    ]);
    const limited: Partial<Ask> = { toolChoice: { mode: 'auto', names: ['lookupOrder'] } };
    expect(calls(ask('How is the weather?', [weather, order], limited))).toEqual([]);
  });
});

describe('which arguments', () => {
  const everything = tool('book_trip', {
    destination: { type: 'string' },
    date: { type: 'string' },
    email: { type: 'string' },
    nights: { type: 'integer' },
    class: { type: 'string', enum: ['second', 'first'] },
    flexible: { type: 'boolean' },
  });

  it('come from the text', () => {
    expect(
      calls(ask('Book a first class trip for Oslo on 2026-12-24 to sam@example.org', [everything]))[0]?.[1],
    ).toMatchObject({
      destination: 'Oslo',
      date: '2026-12-24',
      email: 'sam@example.org',
      class: 'first',
      flexible: true,
    });
    expect(calls(ask('Where is order A-12?', [order]))).toEqual([['lookupOrder', { order_id: 'A-12' }]]);
  });

  it('are one per subject, at most eight', () => {
    const three = 'What is the weather in Oslo, New York and Rome?';
    expect(calls(ask(three, [weather])).map(([, input]) => input.city)).toEqual(['Oslo', 'New York', 'Rome']);
    const many = `weather in ${Array.from({ length: 12 }, (_unused, index) => `City${String.fromCharCode(65 + index)}`).join(', ')}`;
    expect(calls(ask(many, [weather]))).toHaveLength(8);
  });

  it('are dictated by markers, brackets and all', () => {
    const list = tool('save_list', { items: { type: 'array' } });
    const text = '[[call:save_list {"items":[[1],[2]]}]] [[call:get_weather {"city":"Rome"}]]';
    expect(calls(ask(text, [list, weather]))).toEqual([
      ['save_list', { items: [[1], [2]] }],
      ['get_weather', { city: 'Rome' }],
    ]);
  });
});
