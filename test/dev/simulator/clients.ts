// One simulator and the official clients against it, without retries, for all tests of this folder.
// Must not hide what the clients do: they are used as they come.

import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import { afterAll, beforeEach } from 'vitest';
import { type Simulator, startSimulator } from '../../../src/dev/simulator/server.ts';

export interface Clients {
  simulator: Simulator;
  openai: OpenAI;
  anthropic: Anthropic;
  /** A client of any provider that speaks Chat Completions. */
  openaiAt(provider: string): OpenAI;
  /** A plain request, for what the clients would not send. */
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function useClients(): Promise<Clients> {
  const simulator = await startSimulator();
  beforeEach(() => simulator.clear());
  afterAll(() => simulator.stop());
  const openaiAt = (provider: string) =>
    new OpenAI({ apiKey: 'sk-test', baseURL: `${simulator.url}/${provider}/v1`, maxRetries: 0 });
  return {
    simulator,
    openai: openaiAt('openai'),
    anthropic: new Anthropic({ apiKey: 'sk-ant-test', baseURL: `${simulator.url}/anthropic`, maxRetries: 0 }),
    openaiAt,
    post: (path, body, headers = { authorization: 'Bearer sk-test' }) =>
      fetch(simulator.url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
  };
}

/** Headers of a Messages request without a client. */
export const anthropicHeaders = { 'x-api-key': 'sk-ant-test', 'anthropic-version': '2023-06-01' };

export async function collect<T>(events: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const event of events) all.push(event);
  return all;
}

/** The error a call ends in; fails the test if it does not. */
export async function errorOf(call: PromiseLike<unknown>): Promise<Record<string, unknown>> {
  try {
    await call;
  } catch (error) {
    return error as Record<string, unknown>;
  }
  throw new Error('The call was expected to fail.');
}

export const weatherSchema = {
  type: 'object',
  properties: {
    city: { type: 'string' },
    unit: { type: 'string', enum: ['celsius', 'fahrenheit'] },
  },
  required: ['city', 'unit'],
  additionalProperties: false,
};
