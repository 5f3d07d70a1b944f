/** Signatures of webhooks, against the spec's own example and OpenAI's client, which checks the same spec. */
import OpenAI from 'openai';
import { expect, test } from 'vitest';
import { readWebhookSecret, signWebhook } from '../../src/alerts/sign-webhook.ts';

const specSecret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const bytesOf = (secret: string) => readWebhookSecret(secret) ?? expect.fail('no secret');

test('the example of the reference implementations', async () => {
  const body = '{"test": 2432232314}';
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  expect(await signWebhook(id, 1_614_265_330_999, body, [bytesOf(specSecret)])).toEqual({
    'webhook-id': id,
    'webhook-timestamp': '1614265330',
    'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  });
});

test('either of two secrets is taken by whoever has one of them, and a third is not', async () => {
  const secrets = ['a', 'b', 'c'].map(
    (letter) => `whsec_${Buffer.from(letter.repeat(32)).toString('base64')}`,
  );
  const [first = '', second = '', third = ''] = secrets;
  const body = '{"data":"ä€"}';
  const headers = await signWebhook('alert_1', Date.now(), body, [first, second].map(bytesOf));
  const { webhooks } = new OpenAI({ apiKey: 'none' });
  await webhooks.verifySignature(body, headers, first);
  await webhooks.verifySignature(body, headers, second);
  await expect(webhooks.verifySignature(body, headers, third)).rejects.toThrow();
  await expect(webhooks.verifySignature(`${body} `, headers, first)).rejects.toThrow();
});

test.each([
  '',
  'whsec_',
  'secret',
  specSecret.slice('whsec_'.length),
  `whsec_${Buffer.from('too short').toString('base64')}`,
  `whsec_${Buffer.from('long'.repeat(17)).toString('base64')}`,
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLa-w',
  'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwx',
])('%j is no secret', (text) => expect(readWebhookSecret(text)).toBeNull());
