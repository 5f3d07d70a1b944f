/** Who sees an answer: nobody where nothing demands it, so that the native lane carries its bytes. */
import { describe, expect, test } from 'vitest';
import type { SafeguardAction, Verdict } from '../../src/core/safeguard.ts';
import { guardAnswer } from '../../src/guard-answer.ts';
import { bodyGuard } from '../../src/guard-body.ts';
import { parseObjectText } from '../../src/intake/parse-object.ts';
import { protocols } from '../../src/protocols/index.ts';
import { makeJudged } from '../support/judged/judged.ts';
import { ask } from '../support/world/requests.ts';
import { makeWorld } from '../support/world/world.ts';

async function guardOf(actions: readonly SafeguardAction[], content: string) {
  const { deps } = makeWorld();
  const { request } = ask('openai-chat', { model: 'delta', messages: [{ role: 'user', content }] });
  const text = JSON.stringify({ model: 'delta', messages: [{ role: 'user', content }] });
  const caller = { id: 'one', team: 'default', tags: [] } as never;
  const conversation = { request, caller, sessionId: null };
  const protocol = protocols['openai-chat'];
  const body = parseObjectText(text, 64);
  const verdict: Verdict = { rules: [], floor: 'none', actions };
  const guard = bodyGuard(protocol, body, conversation, 'req_1', deps);
  const { body: guarded } = await guard(verdict, () => makeJudged({}), 'rest');
  const decided = { verdict, guarded, plan: { route: 'rest' } };
  return guardAnswer(decided, { requestId: 'req_1', text, conversation }, deps).inspector;
}

describe('nobody sees the answer', () => {
  test.each<[string, readonly SafeguardAction[]]>([
    ['without actions', []],
    [
      'where requests are only refused, fenced or logged',
      ['refuse-secrets', 'refuse-personal-data', 'fence', 'log'],
    ],
    ['where nothing was found to mask', ['mask-secrets', 'mask-personal-data']],
  ])('%s', async (_, actions) => {
    expect(await guardOf(actions, 'Nothing to see.')).toBeNull();
  });
});

describe('somebody sees the answer', () => {
  test.each<[string, readonly SafeguardAction[]]>([
    ['to put back what was masked', ['mask-personal-data']],
    ['to inspect it', ['inspect-output']],
    ['to hold calls, of tools that nobody has declared too', ['confirm-tools']],
  ])('%s', async (_, actions) => {
    expect(await guardOf(actions, 'I am anna.berg@posteo.de.')).toEqual(expect.any(Function));
  });
});
