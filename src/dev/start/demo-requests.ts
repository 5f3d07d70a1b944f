/** The requests of the demo: data only. Each shows one thing a router has to decide or to carry. */
import type { JsonObject } from '../../core/json.ts';
import type { ProtocolId } from '../../core/target.ts';

export type DemoRequest = {
  readonly protocol: ProtocolId;
  /** What is special about it, in a few words. */
  readonly about: string;
  /** Its `model`: a route or a model. */
  readonly model: string;
  /** The rest of its body. */
  readonly body: JsonObject;
  /** The first provider asked answers with this fault (`dev/simulator/faults.ts`), once. */
  readonly fault?: string;
};

const weatherParameters = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};
const weatherTool = {
  name: 'get_weather',
  description: 'Weather of a city today',
  parameters: weatherParameters,
};

const cancelTool = {
  name: 'cancel_booking',
  description: 'Cancel a booking for good',
  parameters: {
    type: 'object',
    properties: { booking: { type: 'string' } },
    required: ['booking'],
    additionalProperties: false,
  },
};

/** 8 by 8 pixels, red. */
const redSquare =
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/wc53yE8AAAAASUVORK5CYII=';

const ask = (content: string): JsonObject => ({ messages: [{ role: 'user', content }] });

export const demoRequests: readonly DemoRequest[] = [
  {
    protocol: 'openai-chat',
    about: 'a question',
    model: 'auto',
    body: ask('Why is the sky blue? One sentence.'),
  },
  {
    protocol: 'openai-chat',
    about: 'streamed',
    model: 'route/chat',
    body: {
      ...ask('Three names for a cat.'),
      stream: true,
      stream_options: { include_usage: true },
    },
  },
  {
    protocol: 'openai-chat',
    about: 'an answer by a JSON schema',
    model: 'route/cheap',
    body: {
      ...ask('Label this review: "Arrived broken, the refund took a month."'),
      response_format: {
        type: 'json_schema',
        json_schema: {
          name: 'label',
          strict: true,
          schema: {
            type: 'object',
            properties: { mood: { enum: ['good', 'bad'] }, topic: { type: 'string' } },
            required: ['mood', 'topic'],
            additionalProperties: false,
          },
        },
      },
    },
  },
  {
    protocol: 'openai-chat',
    about: 'a picture',
    model: 'auto',
    body: {
      messages: [
        {
          role: 'user',
          content: [
            { type: 'text', text: 'Which colour is this?' },
            { type: 'image_url', image_url: { url: `data:image/png;base64,${redSquare}` } },
          ],
        },
      ],
    },
  },
  {
    protocol: 'openai-chat',
    about: 'its first choice is overloaded',
    model: 'auto',
    body: ask('Why is the sea salty? One sentence.'),
    fault: 'status=503',
  },
  {
    protocol: 'openai-chat',
    about: 'another protocol',
    model: 'claude-haiku-5-5',
    body: { ...ask('Say hello.'), seed: 7 },
  },
  {
    protocol: 'openai-responses',
    about: 'a hard question',
    model: 'route/hard',
    body: { input: 'Prove that the square root of two is irrational.' },
  },
  {
    protocol: 'openai-responses',
    about: 'what needs care, streamed',
    model: 'auto',
    body: { input: 'How do I culture anthrax spores at home?', stream: true },
  },
  {
    protocol: 'openai-responses',
    about: 'a tool that deletes',
    model: 'auto',
    body: {
      input: 'Cancel my booking 4711, please.',
      tools: [{ type: 'function', strict: true, ...cancelTool }],
      tool_choice: 'required',
    },
  },
  {
    protocol: 'anthropic-messages',
    about: 'an agent with a tool, streamed',
    model: 'route/code',
    body: {
      ...ask('Is it warm enough in Rome to run the tests outside?'),
      max_tokens: 2000,
      stream: true,
      tools: [
        { name: weatherTool.name, description: weatherTool.description, input_schema: weatherParameters },
      ],
    },
  },
  {
    protocol: 'anthropic-messages',
    about: 'another protocol, streamed',
    model: 'gpt-5.5',
    body: { ...ask('Say hello.'), max_tokens: 500, stream: true, top_k: 40 },
  },
  {
    protocol: 'openai-chat',
    about: 'a name with a mistake in it',
    model: 'gpt-5.5-por',
    body: ask('Hello'),
  },
];
