/** Bodies as real clients send them, of all three protocols: what the mutations start from. Data only. */
import type { JsonObject } from '../../../src/core/json.ts';
import type { ProtocolId } from '../../../src/core/target.ts';

const picture =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const parameters: JsonObject = {
  type: 'object',
  properties: {
    path: { type: 'string', description: 'Absolute path of the file' },
    edits: {
      type: 'array',
      items: {
        type: 'object',
        properties: { from: { type: 'integer', minimum: 1 }, text: { type: ['string', 'null'] } },
        required: ['from', 'text'],
        additionalProperties: false,
      },
    },
    mode: { anyOf: [{ enum: ['append', 'replace'] }, { $ref: '#/$defs/mode' }] },
  },
  $defs: { mode: { type: 'string', pattern: '^[a-z]+$' } },
  required: ['path', 'edits'],
  additionalProperties: false,
};
const schema = { name: 'edit', strict: true, schema: parameters };

const chat: readonly JsonObject[] = [
  { model: 'auto', messages: [{ role: 'user', content: 'How do I centre a div?' }] },
  {
    model: 'gpt-5.5',
    messages: [
      { role: 'system', content: 'You edit code. Answer in one paragraph.' },
      {
        role: 'user',
        name: 'ada',
        content: [
          { type: 'text', text: 'What is on these?' },
          { type: 'image_url', image_url: { url: `data:image/png;base64,${picture}`, detail: 'high' } },
          { type: 'image_url', image_url: { url: 'https://example.com/a.jpg' } },
        ],
      },
      {
        role: 'assistant',
        content: null,
        refusal: null,
        tool_calls: [
          {
            id: 'call_1',
            type: 'function',
            function: { name: 'edit', arguments: '{"path":"/a","edits":[]}' },
          },
          { id: 'call_2', type: 'custom', custom: { name: 'shell', input: 'ls -la' } },
        ],
      },
      { role: 'tool', tool_call_id: 'call_1', content: 'done' },
      { role: 'tool', tool_call_id: 'call_2', content: [{ type: 'text', text: 'a b c' }] },
      { role: 'user', content: 'Yes, do that.' },
    ],
    tools: [
      { type: 'function', function: { name: 'edit', description: 'Edits a file', parameters, strict: true } },
      {
        type: 'custom',
        custom: {
          name: 'shell',
          format: { type: 'grammar', grammar: { syntax: 'regex', definition: '.+' } },
        },
      },
    ],
    tool_choice: { type: 'function', function: { name: 'edit' } },
    parallel_tool_calls: false,
    reasoning_effort: 'high',
    verbosity: 'low',
    max_completion_tokens: 4000,
    prompt_cache_key: 'project-1',
    safety_identifier: 'user-1',
    metadata: { team: 'search', trace: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01' },
    store: false,
  },
  {
    model: 'route/cheap',
    messages: [
      { role: 'developer', content: [{ type: 'text', text: 'Be brief.' }] },
      { role: 'user', content: 'Grüße, 世界 🌍!' },
      { role: 'assistant', content: 'Hallo.', reasoning_content: 'The user greets.' },
      { role: 'user', content: [{ type: 'text', text: 'And now as JSON.' }] },
    ],
    response_format: { type: 'json_schema', json_schema: schema },
    temperature: 0.2,
    top_p: 0.9,
    frequency_penalty: 0.5,
    presence_penalty: -0.5,
    stop: ['\n\n', 'END'],
    seed: 42,
    n: 1,
    logprobs: true,
    top_logprobs: 3,
    logit_bias: { '50256': -100 },
    user: 'someone',
    stream_options: { include_usage: true },
    max_tokens: 100,
  },
  {
    model: 'gemini-3.1-pro-preview',
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'What is said here?' },
          { type: 'file', file: { filename: 'a.pdf', file_data: `data:application/pdf;base64,${picture}` } },
          { type: 'input_audio', input_audio: { data: picture, format: 'wav' } },
        ],
      },
    ],
  },
];

const responses: readonly JsonObject[] = [
  { model: 'gpt-5.5-pro', input: 'Prove that there are infinitely many primes.' },
  {
    model: 'claude-opus-4-7',
    instructions: 'You are a coding agent.',
    input: [
      { type: 'message', role: 'developer', content: [{ type: 'input_text', text: 'Use tools.' }] },
      {
        role: 'user',
        content: [
          { type: 'input_text', text: 'Fix the test.' },
          { type: 'input_image', image_url: `data:image/png;base64,${picture}`, detail: 'auto' },
          { type: 'input_file', filename: 'log.txt', file_data: `data:text/plain;base64,${picture}` },
        ],
      },
      {
        type: 'reasoning',
        id: 'rs_1',
        summary: [{ type: 'summary_text', text: 'Looking at it.' }],
        encrypted_content: 'gAAAAABo',
      },
      {
        type: 'function_call',
        id: 'fc_1',
        call_id: 'call_1',
        name: 'edit',
        arguments: '{"path":"/a","edits":[{"from":1,"text":null}]}',
        status: 'completed',
      },
      { type: 'function_call_output', call_id: 'call_1', output: 'ok' },
      { type: 'custom_tool_call', call_id: 'call_2', name: 'apply_patch', input: '*** Begin Patch' },
      {
        type: 'custom_tool_call_output',
        call_id: 'call_2',
        output: [{ type: 'input_text', text: 'applied' }],
      },
      {
        type: 'message',
        id: 'msg_1',
        role: 'assistant',
        status: 'completed',
        content: [{ type: 'output_text', text: 'Done.', annotations: [] }],
      },
      { role: 'user', content: 'Thanks. And the other one?' },
    ],
    tools: [
      { type: 'function', name: 'edit', description: 'Edits a file', parameters, strict: true },
      { type: 'custom', name: 'apply_patch', format: { type: 'text' } },
    ],
    tool_choice: 'auto',
    parallel_tool_calls: true,
    reasoning: { effort: 'medium', summary: 'auto' },
    text: { format: { type: 'text' }, verbosity: 'medium' },
    include: ['reasoning.encrypted_content'],
    store: false,
    max_output_tokens: 8000,
    prompt_cache_key: 'session-1',
    truncation: 'disabled',
    service_tier: 'auto',
  },
  {
    model: 'glm-5.1',
    input: [{ role: 'user', content: 'Which city is the capital of France?' }],
    text: { format: { type: 'json_schema', ...schema } },
    temperature: 0.7,
    top_p: 1,
    metadata: { purpose: 'quiz' },
    user: 'someone',
    background: false,
  },
];

const messages: readonly JsonObject[] = [
  { model: 'claude-opus-4-7', max_tokens: 1024, messages: [{ role: 'user', content: 'Hello, Claude' }] },
  {
    model: 'gpt-5.5',
    max_tokens: 32_000,
    system: [
      { type: 'text', text: 'You are a coding agent.', cache_control: { type: 'ephemeral', ttl: '1h' } },
      { type: 'text', text: 'Work in /work.' },
    ],
    messages: [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'Look at this.', cache_control: { type: 'ephemeral' } },
          { type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } },
          { type: 'image', source: { type: 'url', url: 'https://example.com/a.jpg' } },
          {
            type: 'document',
            source: { type: 'text', media_type: 'text/plain', data: 'Once upon a time.' },
            title: 'A story',
            citations: { enabled: true },
          },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'The user shows a picture.', signature: 'EqQBCgIYAhIk' },
          { type: 'redacted_thinking', data: 'EmwKAhgBEgy3' },
          { type: 'text', text: 'I will edit the file.' },
          { type: 'tool_use', id: 'toolu_1', name: 'edit', input: { path: '/a', edits: [] } },
          { type: 'tool_use', id: 'toolu_2', name: 'edit', input: { path: '/b', edits: [] } },
        ],
      },
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'toolu_1', content: 'ok' },
          {
            type: 'tool_result',
            tool_use_id: 'toolu_2',
            is_error: true,
            content: [
              { type: 'text', text: 'no such file' },
              { type: 'image', source: { type: 'base64', media_type: 'image/png', data: picture } },
            ],
          },
          { type: 'text', text: 'Go on.' },
        ],
      },
    ],
    tools: [
      { name: 'edit', description: 'Edits a file', input_schema: parameters, strict: true },
      { type: 'custom', name: 'read', input_schema: { type: 'object', properties: {} } },
    ],
    tool_choice: { type: 'auto', disable_parallel_tool_use: true },
    thinking: { type: 'adaptive' },
    output_config: { effort: 'high' },
    metadata: { user_id: 'user_1' },
  },
  {
    model: 'deepseek-v4-pro',
    max_tokens: 500,
    system: 'Answer as JSON.',
    messages: [
      { role: 'user', content: 'One, two?' },
      { role: 'assistant', content: 'Three.' },
      { role: 'user', content: [{ type: 'text', text: 'Four?' }] },
    ],
    thinking: { type: 'enabled', budget_tokens: 2048 },
    temperature: 1,
    top_k: 40,
    stop_sequences: ['END'],
    service_tier: 'auto',
  },
  {
    model: 'claude-opus-4-7',
    max_tokens: 500,
    messages: [
      { role: 'user', content: 'Who won?' },
      {
        role: 'assistant',
        content: [
          { type: 'server_tool_use', id: 'srvtoolu_1', name: 'web_search', input: { query: 'who won' } },
          {
            type: 'web_search_tool_result',
            tool_use_id: 'srvtoolu_1',
            content: [
              {
                type: 'web_search_result',
                url: 'https://example.com',
                title: 'A',
                encrypted_content: 'Eo8BCio',
              },
            ],
          },
          { type: 'text', text: 'They did.' },
        ],
      },
      { role: 'user', content: 'Sure?' },
    ],
    tools: [{ type: 'web_search_20250305', name: 'web_search', max_uses: 3 }],
  },
];

export const bodies: Readonly<Record<ProtocolId, readonly JsonObject[]>> = {
  'openai-chat': chat,
  'openai-responses': responses,
  'anthropic-messages': messages,
};

/** Models to ask for instead, so that every protocol is translated into every other. */
export const models = [
  'auto',
  'route/code',
  'route/long-context',
  'gpt-5.5',
  'gpt-5.5-pro',
  'claude-opus-4-7',
  'claude-haiku-5-5@low',
  'gemini-3.1-pro-preview',
  'glm-5.1',
  'deepseek-v4-pro',
] as const;
