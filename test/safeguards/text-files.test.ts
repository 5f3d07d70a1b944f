/** Text files that come as base64 are no way around what looks at texts: in all protocols, passed through and translated. */
import { describe, expect, test } from 'vitest';
import { orderTexts } from '../../src/classify/risk-texts.ts';
import { readSignals } from '../../src/classify/signals/read-signals.ts';
import type { ConfigInput } from '../../src/config/define-config.ts';
import { toBase64 } from '../../src/core/base64.ts';
import type { JsonObject } from '../../src/core/json.ts';
import type { SafeguardAction } from '../../src/core/safeguard.ts';
import { type ProtocolId, protocolIds } from '../../src/core/target.ts';
import { protocols } from '../../src/protocols/index.ts';
import { materialOf } from '../../src/second-look/material.ts';
import { makeApp } from '../support/world/app.ts';
import { makeConfig } from '../support/world/models.ts';
import { json } from '../support/world/provider.ts';

const encode = (text: string) => toBase64(new TextEncoder().encode(text));
const mail = 'anna.berg@posteo.de';
const said = `Grüße an ${mail}.`;
const masked = 'Grüße an [EMAIL_1].';
const latin1 = btoa('M\xfcller');

type File = { readonly mediaType: string; readonly data: string };
const text: File = { mediaType: 'text/plain', data: encode(said) };
const broken: File = { mediaType: 'text/plain', data: latin1 };

const urlOf = ({ mediaType, data }: File) => `data:${mediaType};base64,${data}`;
const user = (...content: JsonObject[]) => [{ role: 'user', content }];

type Case = {
  readonly path: string;
  readonly body: (file: File) => JsonObject;
  /** Where the file stands. */
  readonly field: string;
  readonly file: (file: File) => string;
};

const cases: Readonly<Record<ProtocolId, Case>> = {
  'openai-chat': {
    path: '/v1/chat/completions',
    body: (file) => ({
      messages: user(
        { type: 'text', text: 'Read it.' },
        { type: 'file', file: { filename: 'a.txt', file_data: urlOf(file) } },
      ),
    }),
    field: 'messages[0].content[1].file.file_data',
    file: urlOf,
  },
  'openai-responses': {
    path: '/v1/responses',
    body: (file) => ({
      input: user(
        { type: 'input_text', text: 'Read it.' },
        { type: 'input_file', filename: 'a.txt', file_data: urlOf(file) },
      ),
    }),
    field: 'input[0].content[1].file_data',
    file: urlOf,
  },
  'anthropic-messages': {
    path: '/v1/messages',
    body: ({ mediaType, data }) => ({
      max_tokens: 9,
      messages: user(
        { type: 'text', text: 'Read it.' },
        { type: 'document', source: { type: 'base64', media_type: mediaType, data } },
      ),
    }),
    field: 'messages[0].content[1].source.data',
    file: ({ data }) => data,
  },
};

const models: NonNullable<ConfigInput['models']> = (
  [
    ['chatter', 'openai', 'openai-chat'],
    ['responder', 'openai', 'openai-responses'],
    ['messenger', 'anthropic', 'anthropic-messages'],
  ] as const
).map(([id, provider, protocol]) => ({
  id,
  provider,
  protocols: [protocol],
  contextTokens: 100_000,
  input: ['text', 'file'],
}));
const modelOf = {
  'openai-chat': 'chatter',
  'openai-responses': 'responder',
  'anthropic-messages': 'messenger',
} as const;

/** What the provider gets, and what the client is told where it gets nothing. */
async function send(
  actions: readonly SafeguardAction[],
  from: ProtocolId,
  file: File,
  to: ProtocolId = from,
) {
  const routes: ConfigInput['routes'] = [{ name: 'rest', use: [modelOf[to]], safeguards: actions }];
  const config = makeConfig({ routes, models, safeguards: { shipped: false } });
  const app = makeApp(() => json({ error: { message: 'later' } }, 400), { config });
  const { path, body } = cases[from];
  const response = await app.call('POST', path, { model: 'auto', ...body(file) });
  await app.settled();
  const [call] = app.provider.calls;
  return { sent: call?.body ?? null, told: await response.text() };
}

function decode(id: ProtocolId, file: File) {
  const decoded = protocols[id].decodeRequest({ model: 'm', ...cases[id].body(file) });
  if (!decoded.ok) throw new Error(decoded.error.message);
  return decoded.value;
}

/** All that the body says, its files decoded. */
function wordsOf(body: string | null): string {
  return (body ?? '').replaceAll(/[A-Za-z0-9+/]{16,}={0,2}/g, (found) => {
    const bytes = Buffer.from(found, 'base64').toString('utf8');
    return bytes.includes('\uFFFD') ? found : bytes;
  });
}

describe.each(protocolIds)('%s', (id) => {
  const { field, file, body } = cases[id];

  test('is read by the classifier, as a document, and by signals and second looks', () => {
    const request = decode(id, text);
    expect(orderTexts(request)).toContainEqual({ text: said, origin: 'document', turn: null });
    expect(readSignals(request).found).toEqual([{ kind: 'email', origin: 'document', count: 1, checked: 0 }]);
    const material = JSON.stringify(materialOf(request));
    expect(material).toContain('[withheld]');
    expect(material).not.toContain(mail);
  });

  test('is refused with the field that it stands in', async () => {
    const { sent, told } = await send(['refuse-personal-data'], id, text);
    expect(sent).toBeNull();
    expect(told).toContain('1 email');
    expect(told).toContain(`The first stands in ${field}.`);
    expect(told).not.toContain(mail);
  });

  test.each(protocolIds)('is masked on the way to %s', async (to) => {
    const { sent } = await send(['mask-personal-data'], id, text, to);
    expect(wordsOf(sent)).toContain(masked);
    expect(wordsOf(sent)).not.toContain(mail);
  });

  test('is written again in the form that it had', async () => {
    const { sent } = await send(['mask-personal-data'], id, text);
    expect(sent).toContain(file({ ...text, data: encode(masked) }));
  });

  test('is fenced', async () => {
    const { sent } = await send(['fence'], id, text);
    expect(wordsOf(sent)).toContain(`<untrusted-data>\n${said}\n</untrusted-data>`);
  });

  test.each(['mask-secrets', 'refuse-secrets', 'mask-personal-data', 'refuse-personal-data'] as const)(
    'under %s one that is no UTF-8 is refused',
    async (action) => {
      const { sent, told } = await send([action], id, broken);
      expect(sent).toBeNull();
      expect(told).toContain('safeguard_refused');
      expect(told).toContain(field);
      expect(told).toContain('UTF-8');
    },
  );

  test.each([
    ['text that is no UTF-8', ['fence', 'log'], broken],
    ['text without anything to find', ['mask-personal-data'], { ...text, data: 'SGVsbG8' }],
    ['a PDF', ['mask-personal-data', 'fence'], { mediaType: 'application/pdf', data: btoa('%PDF-1.7 a@b') }],
  ] as const)('%s goes as it came', async (_, actions, each) => {
    const bodies = await Promise.all([send(actions, id, each), send([], id, each)]);
    expect(bodies[0].sent).toBe(bodies[1].sent);
    expect(bodies[0].sent).toContain(file(each));
  });

  test('where nothing is changed nothing is edited', () => {
    expect(protocols[id].requestGuard.rewriteTexts(body(text), (one) => one)).toEqual({});
  });

  test('one of a type that says nothing is looked into as well', async () => {
    const { sent } = await send(['mask-personal-data'], id, {
      ...text,
      mediaType: 'application/octet-stream',
    });
    expect(wordsOf(sent)).not.toContain(mail);
  });
});

test('a file without a data URL, inside a result or a prompt of the provider', () => {
  const bare: JsonObject = { type: 'input_file', filename: 'a.txt', file_data: encode(said) };
  const { requestGuard } = protocols['openai-responses'];
  const change = (one: string) => one.replace(mail, '[EMAIL_1]');
  const hidden = { ...bare, file_data: encode(masked) };
  const output = { type: 'function_call_output', call_id: 'c', output: [bare] };
  expect(requestGuard.rewriteTexts({ input: [output] }, change)).toEqual({
    input: [{ ...output, output: [hidden] }],
  });
  const prompt = { id: 'p', variables: { letter: bare } };
  expect(requestGuard.rewriteTexts({ prompt }, change)).toEqual({
    prompt: { id: 'p', variables: { letter: hidden } },
  });
});
