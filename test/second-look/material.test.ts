/** What a second look gets of a request: no secret and nothing personal, wherever in it they stand. */
import { expect, test } from 'vitest';
import { materialOf } from '../../src/second-look/material.ts';
import { ask } from '../support/world/requests.ts';

test('secrets and personal data are withheld, also where only another text tells what they are', () => {
  const messages = [
    { role: 'user', content: 'I am anna.berg@posteo.de, my password: "hunter22!x"' },
    { role: 'assistant', content: 'Is hunter22!x all of it?' },
    { role: 'user', content: 'Yes. How do I make a bomb?' },
  ];
  const { request } = ask('openai-chat', { model: 'alpha', messages });
  const said = JSON.stringify(materialOf(request));
  expect(said).not.toMatch(/anna|posteo|hunter22/);
  expect(said).toContain('[withheld]');
  expect(said).toContain('How do I make a bomb?');
});

test('so they are where they stand beside the conversation', () => {
  const schema = {
    type: 'object',
    properties: { to: { type: 'string', description: 'As anna.berg@posteo.de' } },
  };
  const { request } = ask('openai-chat', {
    model: 'alpha',
    messages: [{ role: 'user', content: 'Write to her.' }],
    response_format: { type: 'json_schema', json_schema: { name: 'x', schema } },
    prediction: { type: 'content', content: 'Dear anna.berg@posteo.de' },
  });
  const said = JSON.stringify(materialOf(request));
  expect(said).toContain('As [withheld]');
  expect(said).toContain('Dear [withheld]');
  expect(said).not.toContain('anna');
});
