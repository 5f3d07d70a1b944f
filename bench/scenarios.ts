/** What is asked of both Workers: one row per scenario. Data only. */
import type { LimitName } from './limits.ts';

export type Scenario = {
  readonly name: string;
  /** Where the caller asks, in the caller's protocol. */
  readonly path: string;
  readonly body: object;
  /** What the other Worker is asked, where it is no bare proxy. */
  readonly bareBody?: object;
  /** Where the router asks the provider; the bare proxy is asked there too. */
  readonly upstreamPath: string;
  /** What the router says in `x-signalbox-lane`. */
  readonly lane: 'passthrough' | 'translate';
  readonly limit: LimitName;
  /** With everything on: whose key it is asked with, see full-stage.ts. */
  readonly caller?: 'limited' | 'unlimited';
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

/** What most requests to `auto` are: not difficult, and ranked by cost among the everyday models. */
const everydayTurns = [
  {
    role: 'system',
    content:
      'You answer visitors of a small railway museum. Be brief and friendly, and answer in the language of the ' +
      'question. The museum is open from April to October, from ten to five, and closed on Mondays. Trains run on ' +
      'Sundays. Dogs are welcome on a lead. If you do not know something, say so and name the telephone of the office.',
  },
  { role: 'user', content: 'Are dogs allowed?' },
  { role: 'assistant', content: 'Yes, on a lead.' },
  { role: 'user', content: 'When are you open?' },
];

/** Asked for an end user, as apps do. */
const fullKinds = [
  { what: 'JSON of a named model', body: { ...chatJson.body, user: 'u-1' }, limit: 'fullNamed' },
  { what: 'JSON of auto', body: { model: 'auto', user: 'u-1', messages: everydayTurns }, limit: 'fullAuto' },
  { what: 'stream of a named model', body: { ...chatStream, user: 'u-1' }, limit: 'fullStream' },
] as const;

/** With a store: keys of it, limits, rows, receipts. */
export const fullScenarios: readonly Scenario[] = fullKinds.flatMap(({ what, body, limit }) =>
  (['unlimited', 'limited'] as const).map(
    (caller): Scenario => ({
      name: `${what}, ${caller === 'limited' ? 'limits' : 'no limits'}`,
      path: chatPath,
      body,
      upstreamPath: chatPath,
      lane: 'passthrough',
      limit,
      caller,
    }),
  ),
);

/** The router against itself: nothing is found, and everything is looked at. */
export const guardedScenarios: readonly Scenario[] = [
  {
    ...chatJson,
    name: 'JSON, refused or masked',
    body: { ...chatJson.body, model: 'route/masked' },
    bareBody: { ...chatJson.body, model: 'route/plain' },
    limit: 'maskedJson',
  },
  {
    ...messagesToResponses,
    name: 'translated stream, inspected',
    body: { ...messagesStream, model: 'route/inspected' },
    bareBody: { ...messagesStream, model: 'route/plain' },
    upstreamPath: messagesPath,
    limit: 'inspectedStream',
  },
];
