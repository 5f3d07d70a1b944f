/** What is asked of both Workers: one row per scenario. Data only. */
import type { LimitName } from './limits.ts';

export type Scenario = {
  readonly name: string;
  /** Where the caller asks, in the caller's protocol. */
  readonly path: string;
  readonly body: object;
  /** Where the router asks the provider; the bare proxy is asked there too. */
  readonly upstreamPath: string;
  /** What the router says in `x-signalbox-lane`. */
  readonly lane: 'passthrough' | 'translate';
  readonly limit: LimitName;
};

const question = 'Which of these two designs is easier to keep right, and why? '.repeat(8);
const turns = [
  { role: 'user', content: 'We build a small freight railway.' },
  { role: 'assistant', content: 'Then safety rules come first.' },
  { role: 'user', content: question },
];

const chatPath = '/v1/chat/completions';
const responsesPath = '/v1/responses';
const messagesPath = '/v1/messages';

const chatStream = {
  model: 'gpt-5.5',
  stream: true,
  stream_options: { include_usage: true },
  messages: turns,
};
const messagesStream = { model: 'claude-sonnet-4-6', max_tokens: 1024, stream: true, messages: turns };

/** The base for delay, memory and slow readers too. */
export const chatPassthrough: Scenario = {
  name: 'chat stream, passed through',
  path: chatPath,
  body: chatStream,
  upstreamPath: chatPath,
  lane: 'passthrough',
  limit: 'stream',
};

export const chatJson: Scenario = {
  name: 'chat JSON, passed through',
  path: chatPath,
  body: { model: 'gpt-5.5', messages: turns },
  upstreamPath: chatPath,
  lane: 'passthrough',
  limit: 'json',
};

export const messagesToResponses: Scenario = {
  name: 'Messages stream from Responses',
  path: messagesPath,
  body: { ...messagesStream, model: 'gpt-5.5' },
  upstreamPath: responsesPath,
  lane: 'translate',
  limit: 'translated',
};

export const scenarios: readonly Scenario[] = [
  chatJson,
  chatPassthrough,
  {
    name: 'Responses stream, passed through',
    path: responsesPath,
    body: { model: 'gpt-5.5', stream: true, input: turns },
    upstreamPath: responsesPath,
    lane: 'passthrough',
    limit: 'stream',
  },
  {
    name: 'Messages stream, passed through',
    path: messagesPath,
    body: messagesStream,
    upstreamPath: messagesPath,
    lane: 'passthrough',
    limit: 'stream',
  },
  messagesToResponses,
  {
    name: 'chat stream from Messages',
    path: chatPath,
    body: { ...chatStream, model: messagesStream.model },
    upstreamPath: messagesPath,
    lane: 'translate',
    limit: 'translated',
  },
];
