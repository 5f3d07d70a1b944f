/** An agent over the whole app: a model that calls tools, a client that sends their results, and whoever approves. */
import type { ConfigInput } from '../../../src/config/define-config.ts';
import type { JsonObject } from '../../../src/core/json.ts';
import { replay } from '../../../src/core/replay.ts';
import type { ProtocolId } from '../../../src/core/target.ts';
import { protocols } from '../../../src/protocols/index.ts';
import { createOutbound } from '../../../src/upstream/outbound.ts';
import { makeKeyedApp } from './keyed-app.ts';
import { makeConfig, today } from './models.ts';
import {
  answerWell,
  bodyOf,
  eventStream,
  FakeProvider,
  json,
  protocolOf,
  type SentCall,
  wantsStream,
} from './provider.ts';
import { ask } from './requests.ts';
import { type Called, toolTurns } from './tool-turns.ts';

export type Told = { id: string; call_id: string; tool: string; arguments_hash: string; expires_at: string };
export type Answer = JsonObject & {
  signalbox?: { approvals: Told[] };
  error?: { code: string; message: string };
};

export const remove = (path: string, id = 'call_1'): Called => ({
  id,
  name: 'delete_file',
  input: { path },
});
export const read = (path: string, id = 'call_2'): Called => ({ id, name: 'read_file', input: { path } });
export const denial = /This call was not approved/;

/** The model's answer that makes these calls, whole or streamed as it was asked. */
function answerCalls(sent: SentCall, calls: readonly Called[]): Response {
  const id = protocolOf(sent);
  const answer = toolTurns[id].answer(calls);
  if (!wantsStream(sent)) return json(answer);
  const whole = protocols[id].decodeResponse(answer);
  if (!whole.ok) throw new Error(whole.error.message);
  const { request } = ask(id, toolTurns[id].ask);
  const context = { id: 'a'.repeat(24), created: 1, model: 'alpha', request };
  const encoder = protocols[id].streamEncoder(context);
  return eventStream(
    bodyOf(
      replay(whole.value)
        .map((event) => encoder.push(event))
        .filter((text) => text !== ''),
    ),
  );
}

/** Of an answer in any form. */
function toldIn(text: string): Told[] {
  const [, list] = /"approvals":(\[.*?\])/.exec(text) ?? [];
  return list === undefined ? [] : (JSON.parse(list) as Told[]);
}

/** `answers`: the calls that the model makes; without any it says hello. */
export async function makeAgent(
  caller: ProtocolId,
  approvals: ConfigInput['safeguards'] = {},
  model?: string,
  routes?: ConfigInput['routes'],
) {
  const calls: Called[] = [];
  const provider = new FakeProvider((call) =>
    calls.length > 0 ? answerCalls(call, calls.splice(0)) : answerWell(call),
  );
  const clock = { ms: today };
  const rules = [{ name: 'ask-first', do: ['confirm-tools'] as const }];
  const config = makeConfig({ safeguards: { rules, ...approvals }, ...(routes && { routes }) });
  const outbound = createOutbound((name) => (name.endsWith('_API_KEY') ? 'KEY' : undefined), provider.send);
  const app = makeKeyedApp(undefined, { outbound, config, now: () => clock.ms });
  const { key } = await app.create({ name: 'agent' });
  const { key: chief } = await app.create({ name: 'chief', may_approve: true });
  const turns = toolTurns[caller];
  const send = async (asked: JsonObject, by = key, headers = {}) => {
    const whole = { model: model ?? turns.model, ...asked };
    const response = await app.call('POST', turns.path, whole, { 'x-api-key': by, ...headers });
    const { status } = response;
    const held = response.headers.get('x-signalbox-approvals');
    const text = await response.text();
    const body = (text.startsWith('{') ? JSON.parse(text) : {}) as Answer;
    return { status, held, response, text, body };
  };
  /** The model calls these tools. */
  const begin = async (made: readonly Called[], by = key, more: JsonObject = {}) => {
    calls.push(...made);
    const answer = await send({ ...turns.ask, ...more }, by);
    return { ...answer, told: toldIn(answer.text) };
  };
  const goOn = (made: readonly Called[], by = key, headers = {}) =>
    send(turns.goOn(made, 'Done: it is gone.'), by, headers);
  const decide = async (id: string | undefined, body: JsonObject, by = chief) => {
    const response = await app.call('POST', `/v1/approvals/${id}`, body, { 'x-api-key': by });
    return { status: response.status, body: (await response.json()) as Answer };
  };
  const sent = () => provider.calls.at(-1)?.body ?? '';
  return { ...app, provider, calls, clock, key, chief, turns, send, begin, goOn, decide, sent };
}
