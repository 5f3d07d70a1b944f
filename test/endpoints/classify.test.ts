import { describe, expect, test } from 'vitest';
import { tasks } from '../../src/core/classification.ts';
import { makeApp } from '../support/world/app.ts';

const text = 'Translate into German: The invoice is attached, please confirm receipt by Friday.';

const bodies = {
  chat: { model: 'auto', messages: [{ role: 'user', content: text }] },
  responses: { model: 'auto', input: text },
  messages: { model: 'auto', system: 'You are a translator.', messages: [{ role: 'user', content: text }] },
  'no model': { messages: [{ role: 'user', content: text }] },
};

describe('POST /v1/classify', () => {
  test.each(Object.entries(bodies))('%s: the task, with a probability each, and why', async (_, body) => {
    const { call, provider } = makeApp();
    const response = await call('POST', '/v1/classify', body);
    expect(response.status).toBe(200);
    const said = (await response.json()) as {
      task: { task: string; probabilities: Record<string, number> };
      evidence: unknown[];
    };
    expect(said.task.task).toBe('translate');
    expect(Object.keys(said.task.probabilities).sort()).toEqual([...tasks].sort());
    const sum = Object.values(said.task.probabilities).reduce((all, one) => all + one, 0);
    expect(sum).toBeCloseTo(1, 6);
    expect(said.evidence.length).toBeGreaterThan(0);
    expect(provider.calls).toEqual([]);
  });

  test.each([
    ['no conversation', {}, 'messages'],
    ['a wrong role', { messages: [{ role: 'nobody', content: 'hi' }] }, 'messages[0].role'],
  ])('%s is 400 and names the field', async (_, body, param) => {
    const response = await makeApp().call('POST', '/v1/classify', body);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ error: { code: 'invalid_request', param } });
  });
});
