/** Over which protocol a model is called: the caller's own if it fits, else the widest that carries what is required. */
import { describe, expect, test } from 'vitest';
import type { RequestFeature } from '../../src/core/features.ts';
import type { LlmRequest } from '../../src/core/request.ts';
import type { Effort, Model, ModelRule, ProtocolId, Provider } from '../../src/core/target.ts';
import { requestTables } from '../../src/protocols/index.ts';
import { chooseProtocol } from '../../src/routing/choose-protocol.ts';
import { theModel } from '../support/world/models.ts';
import { makeTraits } from '../support/world/requests.ts';

const chat = 'openai-chat';
const responses = 'openai-responses';
const messages = 'anthropic-messages';

function serve(...protocols: readonly ProtocolId[]): { model: Model; provider: Provider } {
  return {
    model: theModel('alpha', { protocols }),
    provider: {
      id: 'host',
      baseUrl: 'https://host.example',
      env: 'HOST',
      auth: 'bearer',
      protocols: Object.fromEntries(protocols.map((protocol) => [protocol, ''])),
      quirks: [],
    },
  };
}

type Case = {
  request?: Partial<LlmRequest>;
  effort?: Effort;
  rules?: readonly ModelRule[];
  model?: Partial<Model>;
};

function choose(
  caller: ProtocolId,
  spoken: readonly ProtocolId[],
  { request, effort, rules, model }: Case = {},
) {
  const served = serve(...spoken);
  const changed = { ...served.model, ...model, rules: rules ?? [] };
  return chooseProtocol(makeTraits(request), caller, changed, served.provider, effort ?? null, requestTables);
}

const uses = (...features: readonly RequestFeature[]) => ({
  features: features.map((feature) => ({ feature, field: `fields.${feature}` })),
});

describe('which one', () => {
  test.each<[ProtocolId, readonly ProtocolId[], ProtocolId]>([
    [chat, [chat, responses, messages], chat],
    [messages, [chat, responses, messages], messages],
    [chat, [responses, messages], responses],
    [responses, [chat, messages], messages],
    [messages, [chat, responses], responses],
    [messages, [chat], chat],
  ])('%s of %j is %s', (caller, spoken, protocol) => {
    expect(choose(caller, spoken)).toEqual({ ok: true, protocol, losses: [] });
  });

  test('a protocol that the provider does not serve for the model is none', () => {
    const { model, provider } = serve(chat);
    const elsewhere = { ...provider, protocols: { [messages]: '' } };
    expect(chooseProtocol(makeTraits(), chat, model, elsewhere, null, requestTables)).toEqual({
      ok: false,
      reason: 'protocol',
      detail: 'host serves none of its protocols',
    });
  });
});

describe('features', () => {
  test('do not count on the caller’s own protocol: bytes pass', () => {
    const features = Object.keys(requestTables[chat]) as RequestFeature[];
    const all = features.filter((feature) => feature !== 'provider-choice');
    expect(choose(chat, [chat], { request: uses(...all) })).toEqual({ ok: true, protocol: chat, losses: [] });
  });

  test('that arrive changed or not at all are told', () => {
    expect(choose(messages, [chat], { request: uses('cache-hint', 'top-k', 'sampling') })).toMatchObject({
      protocol: chat,
      losses: [
        { what: 'cache-hint', how: 'dropped', field: 'fields.cache-hint' },
        { what: 'top-k', how: 'dropped' },
      ],
    });
  });

  test('that are refused make another protocol serve', () => {
    const request = uses('file-url');
    expect(requestTables[chat]['file-url'].how).toBe('refused');
    expect(choose(responses, [chat, messages], { request })).toMatchObject({ ok: true, protocol: messages });
  });

  test('that are refused everywhere make the target ineligible, with the place in the caller’s body', () => {
    expect(choose(responses, [chat], { request: uses('previous-response') })).toEqual({
      ok: false,
      reason: 'feature',
      detail: 'fields.previous-response: previous-response (Chat Completions keeps no conversation)',
    });
  });
});

describe('rules of models on Chat Completions', () => {
  const tool = { tools: [{ kind: 'function', name: 'f' }] } satisfies Partial<LlmRequest>;
  const rules: readonly ModelRule[] = ['tools-need-responses', 'max-effort-needs-responses'];
  const capable: Partial<Model> = {
    reasoning: { efforts: ['none', 'low', 'max'], default: 'low', style: 'effort' },
  };

  test.each<[string, Case, ProtocolId]>([
    ['no tools', {}, chat],
    ['tools while reasoning', { request: tool }, responses],
    ['tools without reasoning', { request: { ...tool, reasoning: { effort: 'none' } } }, chat],
    ['tools, reasoning switched off by the route', { request: tool, effort: 'none' }, chat],
    ['the highest effort', { request: { reasoning: { effort: 'max' } } }, responses],
    ['the highest effort by the route', { effort: 'max' }, responses],
    [
      'the route’s effort over the client’s',
      { request: { reasoning: { effort: 'max' } }, effort: 'low' },
      chat,
    ],
  ])('%s', (_, each, protocol) => {
    expect(choose(chat, [chat, responses], { ...each, rules, model: capable })).toMatchObject({ protocol });
  });

  test('without another protocol the target is not eligible', () => {
    expect(choose(chat, [chat], { request: tool, rules, model: capable })).toEqual({
      ok: false,
      reason: 'protocol',
      detail: 'alpha takes tools with reasoning on Responses only',
    });
  });

  test('say less than a feature that the widest protocol refuses', () => {
    const request = { ...tool, ...uses('provider-tool') };
    for (const caller of [messages, chat] as const)
      expect(choose(caller, [chat, responses], { request, rules, model: capable })).toMatchObject({
        reason: 'feature',
        detail: expect.stringContaining('fields.provider-tool: provider-tool'),
      });
  });

  test('hold for translated requests too', () => {
    expect(choose(messages, [chat, responses], { request: tool, rules, model: capable })).toMatchObject({
      protocol: responses,
    });
  });
});

test('a wish that the provider choose is lost over every protocol, the caller’s own too', () => {
  for (const caller of [chat, responses, messages] as const)
    for (const spoken of [chat, responses, messages] as const)
      expect(choose(caller, [spoken], { request: uses('provider-choice') })).toMatchObject({
        protocol: spoken,
        losses: [{ what: 'provider-choice', how: 'dropped', field: 'fields.provider-choice' }],
      });
});
