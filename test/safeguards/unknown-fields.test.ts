/** Fields of a body that nobody here knows, where tools are taken out or held: a provider could run tools for them. */
import { describe, expect, test } from 'vitest';
import type { ConfigInput } from '../../src/config/define-config.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { SafeguardAction } from '../../src/core/safeguard.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { leastBody } from '../support/world/requests.ts';
import { toolTurns } from '../support/world/tool-turns.ts';

const key = 'AKIAQ4RT7XKPZM3W2VBN';
const unknown: JsonObject = {
  enable_code_interpreter: true,
  compound_custom: { tools: { enabled_tools: ['code_interpreter'] } },
  Tools: [{ type: 'function', function: { name: 'wipe' } }],
  search_parameters: { mode: 'on', note: key },
};

async function send(
  caller: ProtocolId,
  model: string,
  safeguards: readonly SafeguardAction[],
  more: JsonObject,
) {
  const routes: ConfigInput['routes'] = [{ name: 'rest', use: [model], safeguards }];
  const app = makeApp(undefined, { config: makeConfig({ routes, safeguards: { shipped: false } }) });
  const { path } = toolTurns[caller];
  const response = await app.call('POST', path, { ...leastBody[caller], ...more });
  await response.text();
  const body = app.provider.calls[0]?.body ?? '{}';
  return { response, body, sent: JSON.parse(body) as JsonObject };
}

const cases = protocolIds.flatMap((caller) =>
  ['alpha', 'beta'].flatMap((model) => [false, true].map((stream) => [caller, model, stream] as const)),
);

describe.each(cases)('%s over %s, stream: %s', (caller, model, stream) => {
  test.each<readonly SafeguardAction[]>([
    ['read-only-tools'],
    ['confirm-tools'],
    ['read-only-tools', 'confirm-tools'],
    ['confirm-tools', 'mask-secrets'],
  ])('%s, %s: none reaches a provider, and each is told', async (...actions) => {
    const { response, sent, body } = await send(caller, model, actions, { ...unknown, stream });
    expect(response.status).toBe(200);
    expect(Object.keys(sent).filter((field) => Object.hasOwn(unknown, field))).toEqual([]);
    expect(body).not.toMatch(/code_interpreter|wipe/);
    const losses = response.headers.get('x-signalbox-losses')?.split(', ') ?? [];
    const told = Object.keys(unknown).map((field) => `unknown-field;dropped;field="${field}"`);
    expect(losses.filter((loss) => loss.startsWith('unknown-field'))).toEqual(told);
  });

  test('without such an action they pass over their own protocol', async () => {
    const { sent, response } = await send(caller, model, ['log'], { ...unknown, stream });
    const isOwn = response.headers.get('x-signalbox-lane') === 'passthrough';
    expect(Object.hasOwn(sent, 'enable_code_interpreter')).toBe(isOwn);
  });
});

test('fields by which a provider would choose are told as that, and what is left of them stays', async () => {
  const provider = { order: ['x'], zdr: true };
  const { sent, response } = await send('openai-chat', 'alpha', ['read-only-tools'], {
    provider,
    models: ['m'],
  });
  expect(sent.provider).toEqual({ zdr: true });
  expect(response.headers.get('x-signalbox-losses')).toBe(
    'provider-choice;dropped;field="provider", provider-choice;dropped;field="models"',
  );
});

/** As the references of the three APIs list the fields of a body. */
const documented: Readonly<Record<ProtocolId, string>> = {
  'openai-chat': `audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens
    messages metadata modalities model n parallel_tool_calls prediction presence_penalty prompt_cache_key
    prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier stop store stream
    stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options`,
  'openai-responses': `background conversation include input instructions max_output_tokens max_tool_calls metadata model
    parallel_tool_calls previous_response_id prompt prompt_cache_key prompt_cache_retention reasoning safety_identifier
    service_tier store stream stream_options temperature text tool_choice tools top_logprobs top_p truncation user`,
  'anthropic-messages': `container max_tokens mcp_servers messages metadata model output_config output_format service_tier
    stop_sequences stream system temperature thinking tool_choice tools top_k top_p`,
};

test.each(protocolIds)('%s: what its reference lists is known', (id) => {
  const { isKnown } = protocols[id].requestGuard;
  expect(documented[id].split(/\s+/).filter((field) => !isKnown(field))).toEqual([]);
});
