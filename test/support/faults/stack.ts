/** The running router before simulated providers, over the routes of one file, and how the tests of faults ask it. */
import Anthropic from '@anthropic-ai/sdk';
import OpenAI from 'openai';
import type { ProtocolId } from '../../../src/core/target.ts';
import type { RecordedRequest } from '../../../src/dev/simulator/records.ts';
import { type Simulator, startSimulator } from '../../../src/dev/simulator/server.ts';
import { startRouter, testKey } from '../start-router.ts';
import type { Lane } from './routes.ts';

export const paths: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': '/v1/chat/completions',
  'openai-responses': '/v1/responses',
  'anthropic-messages': '/v1/messages',
};

/** What every answer says. */
export const said =
  'one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen';

export type Asking = {
  readonly caller: ProtocolId;
  readonly route: string;
  readonly stream: boolean;
  /** Chat Completions: whether the usage chunk is asked for. */
  readonly wantsUsage?: boolean;
  /** Sent in front of the words that are to be said; says which request this is. */
  readonly label?: string;
};

export type FaultStack = {
  readonly url: string;
  readonly simulator: Simulator;
  ask(asking: Asking): Promise<Response>;
  /** The text of a streamed answer, read by the protocol's own client; rejects as the client does. */
  readWithClient(lane: Lane, route: string, label?: string): Promise<string>;
  /** What the providers got of the request with this label. */
  callsOf(label: string): RecordedRequest[];
  stop(): Promise<void>;
};

function bodyOf(caller: ProtocolId, model: string, words: string): Record<string, unknown> {
  const messages = [{ role: 'user', content: words }];
  if (caller === 'openai-responses') return { model, input: words };
  return { model, messages, ...(caller === 'anthropic-messages' && { max_tokens: 500 }) };
}

/** `routes` is a file relative to the repository. */
export async function startFaultStack(routes: string): Promise<FaultStack> {
  const simulator = await startSimulator();
  const router = await startRouter({
    vars: {
      OPENAI_API_KEY: 'simulated',
      OPENAI_BASE_URL: `${simulator.url}/openai/v1`,
      ANTHROPIC_API_KEY: 'simulated',
      ANTHROPIC_BASE_URL: `${simulator.url}/anthropic`,
    },
    routes,
  });
  return {
    url: router.url,
    simulator,
    ask: ({ caller, route, stream, wantsUsage = true, label = '' }) => {
      const body = {
        ...bodyOf(caller, `route/${route}`, `${label} Say exactly: ${said}`),
        ...(stream && { stream }),
        ...(stream && caller === 'openai-chat' && wantsUsage && { stream_options: { include_usage: true } }),
      };
      return fetch(router.url + paths[caller], {
        method: 'POST',
        headers: { authorization: `Bearer ${testKey}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    },
    readWithClient: (lane, route, label = '') =>
      readWithClient(router.url, lane, `route/${route}`, `${label} Say exactly: ${said}`),
    callsOf: (label) => simulator.requests().filter(({ text }) => text.includes(label)),
    stop: async () => {
      await router.stop();
      await simulator.stop();
    },
  };
}

async function readWithClient(
  url: string,
  { caller, wantsUsage }: Lane,
  model: string,
  words: string,
): Promise<string> {
  const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey: testKey, maxRetries: 0 });
  const messages = [{ role: 'user' as const, content: words }];
  switch (caller) {
    case 'openai-chat': {
      const options = wantsUsage ? { stream_options: { include_usage: true } } : {};
      const stream = openai.chat.completions.stream({ model, messages, ...options });
      return (await stream.finalChatCompletion()).choices[0]?.message.content ?? '';
    }
    case 'openai-responses':
      return (await openai.responses.stream({ model, input: words }).finalResponse()).output_text;
    case 'anthropic-messages': {
      const anthropic = new Anthropic({ baseURL: url, apiKey: testKey, maxRetries: 0 });
      const message = await anthropic.messages.stream({ model, max_tokens: 500, messages }).finalMessage();
      return message.content.map((block) => (block.type === 'text' ? block.text : '')).join('');
    }
    default:
      return caller satisfies never;
  }
}
