/**
 * The confirmation gate in the running Worker, with the real SDKs: calls held unary and streamed in all three protocols,
 * agent loops with an approval in the middle, and clients that know nothing of it.
 */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createOpenAI } from '@ai-sdk/openai';
import Anthropic from '@anthropic-ai/sdk';
import {
  Agent,
  tool as agentTool,
  OpenAIChatCompletionsModel,
  OpenAIResponsesModel,
  Runner,
  setTracingDisabled,
} from '@openai/agents';
import { generateText, isStepCount, type LanguageModel, type ModelMessage, tool } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { administer, adminToken } from '../support/administer.ts';
import { type Stack, startStack } from '../support/start-stack.ts';
import { until } from '../support/until.ts';

let stack: Stack;
let key: string;
let chief: string;

async function createKey(settings: object): Promise<string> {
  const made = { team: 'care', ...settings };
  return (await administer<{ key: string }>(stack.url, '/admin/keys', made)).key;
}

beforeAll(async () => {
  setTracingDisabled(true);
  stack = await startStack(
    { SIGNALBOX_PEPPER: 'pepper', SIGNALBOX_ADMIN_TOKEN: adminToken },
    'test/support/approvals.config.ts',
  );
  key = await createKey({ name: 'agent', may_approve: true });
  chief = await createKey({ name: 'chief', may_approve: true });
}, 300_000);
afterAll(() => stack.stop());

type Told = { readonly id: string; readonly call_id: string; readonly tool: string };

/** The approvals that an answer, or any part of a stream, tells of. */
function toldIn(answer: unknown): Told[] {
  if (typeof answer !== 'object' || answer === null) return [];
  const { signalbox, response, providerData } = answer as Record<string, unknown>;
  if (typeof signalbox === 'object' && signalbox !== null)
    return (signalbox as { approvals: Told[] }).approvals;
  return [...toldIn(response), ...toldIn(providerData)];
}

async function decide(id: string, decision: string, by = chief): Promise<number> {
  const response = await fetch(`${stack.url}/v1/approvals/${id}`, {
    method: 'POST',
    headers: { 'x-api-key': by, 'content-type': 'application/json' },
    body: JSON.stringify({ decision }),
  });
  return response.status;
}

/** Ids of the calls that whoever administers sees. */
async function waiting(): Promise<string[]> {
  const headers = { authorization: `Bearer ${adminToken}` };
  const response = await fetch(`${stack.url}/admin/approvals`, { headers });
  return ((await response.json()) as { data: Told[] }).data.map(({ id }) => id);
}

const openai = () => new OpenAI({ baseURL: `${stack.url}/v1`, apiKey: key, maxRetries: 0 });
const anthropic = () => new Anthropic({ baseURL: stack.url, apiKey: key, maxRetries: 0 });

const routes = ['route/over-chat', 'route/over-responses', 'route/over-messages'];
const said = '[[call:delete_file {"path":"/srv/a.txt"}]] [[call:read_file {"path":"/srv/b.txt"}]]';
const schema = { type: 'object' as const, properties: { path: { type: 'string' } }, required: ['path'] };
const names = ['delete_file', 'read_file'];

type Turn = { readonly told: readonly Told[]; readonly goOn: (result: string) => Promise<string> };

async function chatTurn(model: string, stream: boolean): Promise<Turn> {
  const tools = names.map((name) => ({ type: 'function' as const, function: { name, parameters: schema } }));
  const user = { role: 'user' as const, content: said };
  const body = { model, tools, messages: [user] };
  const told: Told[] = [];
  let message: OpenAI.ChatCompletionMessage | undefined;
  if (stream) {
    const run = openai().chat.completions.stream(body);
    run.on('chunk', (chunk) => void told.push(...toldIn(chunk)));
    message = (await run.finalChatCompletion()).choices[0]?.message;
  } else {
    const answer = await openai().chat.completions.create(body);
    told.push(...toldIn(answer));
    message = answer.choices[0]?.message;
  }
  if (message === undefined) throw new Error('no message');
  const calls = message.tool_calls ?? [];
  const { content, tool_calls } = message;
  const assistant = { role: 'assistant' as const, content, tool_calls: tool_calls ?? [] };
  const goOn = async (result: string) => {
    const results = calls.map(({ id }) => ({ role: 'tool' as const, tool_call_id: id, content: result }));
    const messages = [user, assistant, ...results];
    return (await openai().chat.completions.create({ ...body, messages })).choices[0]?.message.content ?? '';
  };
  return { told, goOn };
}

async function responsesTurn(model: string, stream: boolean): Promise<Turn> {
  const tools = names.map((name) => ({
    type: 'function' as const,
    name,
    parameters: schema,
    strict: false,
  }));
  const user = { role: 'user' as const, content: said };
  const body = { model, tools, input: [user], store: false };
  const told: Told[] = [];
  let answer: OpenAI.Responses.Response;
  if (stream) {
    const run = openai().responses.stream(body);
    run.on('event', (event) => void told.push(...toldIn(event)));
    answer = await run.finalResponse();
  } else {
    answer = await openai().responses.create(body);
    told.push(...toldIn(answer));
  }
  const calls = answer.output.filter((item) => item.type === 'function_call');
  const goOn = async (output: string) => {
    const results = calls.map(({ call_id }) => ({ type: 'function_call_output' as const, call_id, output }));
    return (await openai().responses.create({ ...body, input: [user, ...calls, ...results] })).output_text;
  };
  return { told, goOn };
}

async function messagesTurn(model: string, stream: boolean): Promise<Turn> {
  const tools = names.map((name) => ({ name, input_schema: schema }));
  const user = { role: 'user' as const, content: said };
  const body = { model, tools, max_tokens: 500, messages: [user] };
  const told: Told[] = [];
  let answer: Anthropic.Message;
  if (stream) {
    const run = anthropic().messages.stream(body);
    run.on('streamEvent', (event) => void told.push(...toldIn(event)));
    answer = await run.finalMessage();
  } else {
    answer = await anthropic().messages.create(body);
    told.push(...toldIn(answer));
  }
  const calls = answer.content.filter((block) => block.type === 'tool_use');
  const goOn = async (content: string) => {
    const results = calls.map(({ id }) => ({ type: 'tool_result' as const, tool_use_id: id, content }));
    const messages = [
      user,
      { role: 'assistant' as const, content: answer.content },
      { role: 'user' as const, content: results },
    ];
    const last = await anthropic().messages.create({ ...body, messages });
    return last.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
  };
  return { told, goOn };
}

const clients = { chat: chatTurn, responses: responsesTurn, messages: messagesTurn };
const cases = (Object.keys(clients) as (keyof typeof clients)[]).flatMap((caller) =>
  routes.flatMap((route) => [false, true].map((stream) => [caller, route, stream] as const)),
);

describe.each(cases)('%s at %s, stream: %s', (caller, route, stream) => {
  test('a client that knows nothing is told what it waits for, and goes on once it is approved', async () => {
    const { told, goOn } = await clients[caller](route, stream);
    expect(told.map((one) => one.tool)).toEqual(['delete_file']);
    const id = told[0]?.id ?? '';
    await until('the list', async () => (await waiting()).includes(id));
    stack.simulator.clear();
    const refused = await goOn('42 bytes').catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(caller === 'messages' ? Anthropic.APIError : OpenAI.APIError);
    const { status, message, headers } = refused as InstanceType<typeof OpenAI.APIError>;
    expect([status, headers?.get('x-signalbox-approvals')]).toEqual([403, id]);
    expect(message).toContain(id);
    expect(stack.simulator.requests()).toEqual([]);
    // Two persons: not by the key that asked.
    expect(await decide(id, 'approve', key)).toBe(403);
    expect(await decide(id, 'approve')).toBe(200);
    expect(await waiting()).not.toContain(id);
    expect(await goOn('42 bytes')).toContain('42 bytes');
  });
});

/** What an agent does where it is told to wait: a person approves what the last answer held. */
async function approveAll(answers: readonly unknown[]): Promise<number> {
  const told = answers.flatMap(toldIn);
  for (const { id } of told) expect(await decide(id, 'approve')).toBe(200);
  return told.length;
}

const prompt = '[[call:delete_file {"path":"/srv/a.txt"}]]';

describe.each(routes)('agent loops at %s', (route) => {
  const models = {
    chat: () => new OpenAIChatCompletionsModel(openai(), route),
    responses: () => new OpenAIResponsesModel(openai(), route),
  };

  test.each(['chat', 'responses'] as const)('OpenAI Agents SDK over %s', async (caller) => {
    const ran: string[] = [];
    const remove = agentTool({
      name: 'delete_file',
      description: 'Deletes a file',
      parameters: z.object({ path: z.string() }),
      needsApproval: true,
      execute: async ({ path }) => {
        ran.push(path);
        return `${path} is gone`;
      },
    });
    const agent = new Agent({ name: 'Cleaner', model: models[caller](), tools: [remove] });
    const runner = new Runner({ tracingDisabled: true });
    const held = await runner.run(agent, prompt);
    expect([held.interruptions.length, ran]).toEqual([1, []]);
    expect(await approveAll(held.rawResponses)).toBe(1);
    for (const interruption of held.interruptions) held.state.approve(interruption);
    const done = await runner.run(agent, held.state);
    expect(ran).toEqual(['/srv/a.txt']);
    expect(done.finalOutput).toContain('/srv/a.txt is gone');
  });

  const languageModels: Record<string, () => LanguageModel> = {
    chat: () => createOpenAI({ baseURL: `${stack.url}/v1`, apiKey: key }).chat(route),
    responses: () => createOpenAI({ baseURL: `${stack.url}/v1`, apiKey: key }).responses(route),
    messages: () => createAnthropic({ baseURL: `${stack.url}/v1`, apiKey: key })(route),
  };

  test.each(Object.keys(languageModels))('Vercel AI SDK over %s', async (caller) => {
    const model = languageModels[caller]?.();
    if (model === undefined) throw new Error(caller);
    const ran: string[] = [];
    const tools = {
      delete_file: tool({
        description: 'Deletes a file',
        inputSchema: z.object({ path: z.string() }),
        execute: async ({ path }) => {
          ran.push(path);
          return `${path} is gone`;
        },
      }),
    };
    const messages: ModelMessage[] = [{ role: 'user', content: prompt }];
    const toolApproval = { delete_file: 'user-approval' as const };
    const options = { model, tools, toolApproval, stopWhen: isStepCount(3), maxRetries: 0 };
    const held = await generateText({ ...options, messages });
    const asked = held.content.filter((part) => part.type === 'tool-approval-request');
    expect([asked.length, ran]).toEqual([1, []]);
    const id = held.response.headers?.['x-signalbox-approvals'] ?? '';
    expect(await decide(id, 'approve')).toBe(200);
    messages.push(...held.response.messages);
    messages.push({
      role: 'tool',
      content: asked.map(({ approvalId }) => ({
        type: 'tool-approval-response' as const,
        approvalId,
        approved: true,
      })),
    });
    const done = await generateText({ ...options, messages });
    expect(ran).toEqual(['/srv/a.txt']);
    expect(done.text).toContain('/srv/a.txt is gone');
  });
});
