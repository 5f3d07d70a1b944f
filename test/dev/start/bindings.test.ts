import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { readKeyRing } from '../../../src/access/authenticate.ts';
import { variableReader } from '../../../src/dev/dev-vars.ts';
import { givenStore, workerBindings } from '../../../src/dev/start/bindings.ts';

const store = { url: 'http://127.0.0.1:7', token: 'random' };
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');

const local = {
  SIGNALBOX_ADMIN_TOKEN: 'sbx-admin-dev',
  SIGNALBOX_PEPPER: 'sbx-pepper-dev',
  SIGNALBOX_DEV_SIGN_IN: 'LINK',
};

function bindingsOf(
  environment: Record<string, string>,
  devVars: Record<string, string>,
  isLocalStore = true,
) {
  return workerBindings({
    environment,
    devVars,
    read: variableReader(environment, devVars),
    providers: [{ id: 'openai', env: 'OPENAI', baseUrl: 'https://api.openai.com/v1' }],
    simulatorUrl: 'http://127.0.0.1:8',
    store,
    devKey: 'sk-sbx-dev',
    signIn: 'LINK',
    isLocalStore,
  });
}

describe('variables of the Worker', () => {
  test('where nothing is set', () => {
    expect(bindingsOf({ HOME: '/root', PATH: '/bin' }, {})).toEqual({
      ...local,
      OPENAI_API_KEY: 'simulated',
      OPENAI_BASE_URL: 'http://127.0.0.1:8/openai/v1',
      UPSTASH_REDIS_REST_URL: store.url,
      UPSTASH_REDIS_REST_TOKEN: store.token,
      SIGNALBOX_API_KEYS: `dev:${hashOf('sk-sbx-dev')}`,
    });
  });

  test('take what .dev.vars has, and what the process sets over it', () => {
    const devVars = { OPENAI_API_KEY: 'file', OTHER: 'file', SIGNALBOX_X: 'file' };
    expect(bindingsOf({ OPENAI_API_KEY: 'process', SIGNALBOX_X: '', SIGNALBOX_Y: 'y' }, devVars)).toEqual({
      ...local,
      OPENAI_API_KEY: 'process',
      OTHER: 'file',
      SIGNALBOX_Y: 'y',
      UPSTASH_REDIS_REST_URL: store.url,
      UPSTASH_REDIS_REST_TOKEN: store.token,
      SIGNALBOX_API_KEYS: `dev:${hashOf('sk-sbx-dev')}`,
    });
  });

  test('take where telemetry goes from either', () => {
    const [name, headers] = ['OTEL_EXPORTER_OTLP_ENDPOINT', 'OTEL_EXPORTER_OTLP_HEADERS'];
    expect(bindingsOf({ [name]: 'process' }, { [name]: 'file', [headers]: 'file' })).toMatchObject({
      [name]: 'process',
      [headers]: 'file',
    });
  });

  test('an emptied key is no key, whatever the file says', () => {
    expect(bindingsOf({ OPENAI_API_KEY: '' }, { OPENAI_API_KEY: 'file' })).toMatchObject({
      OPENAI_API_KEY: 'simulated',
    });
  });

  test('the settings of the start stay outside, above all the key in plain text', () => {
    const settings = { PORT: '1', SIGNALBOX_DEV_KEY: 'sk-sbx-dev', SIGNALBOX_DATA_DIR: '/data' };
    for (const bindings of [bindingsOf(settings, {}), bindingsOf({}, settings)]) {
      expect(Object.keys(bindings)).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/PORT|DEV_KEY|DATA_DIR/)]),
      );
      expect(Object.values(bindings)).not.toContain('sk-sbx-dev');
    }
  });

  test('administration is open with words that everybody knows on a local database only', () => {
    expect(bindingsOf({ SIGNALBOX_ADMIN_TOKEN: 'own' }, { SIGNALBOX_PEPPER: 'file' })).toMatchObject({
      SIGNALBOX_ADMIN_TOKEN: 'own',
      SIGNALBOX_PEPPER: 'file',
    });
    const shared = bindingsOf({ SIGNALBOX_ADMIN_TOKEN: 'own' }, {}, false);
    expect(shared).toMatchObject({ SIGNALBOX_ADMIN_TOKEN: 'own' });
    expect(shared).not.toHaveProperty('SIGNALBOX_PEPPER');
  });

  test('nobody sets the link that signs in but the start', () => {
    const set = { SIGNALBOX_DEV_SIGN_IN: 'mine' };
    expect(bindingsOf(set, set)).toMatchObject({ SIGNALBOX_DEV_SIGN_IN: 'LINK' });
  });

  test('own API keys stay beside the local one, in a form that the Worker reads', () => {
    const own = `team:${hashOf('theirs')}`;
    const { SIGNALBOX_API_KEYS: keys } = bindingsOf({}, { SIGNALBOX_API_KEYS: own });
    expect(readKeyRing(keys).map(({ id }) => id)).toEqual(['team', 'dev']);
  });
});

describe('a database of the variables', () => {
  const given = (variables: Record<string, string>) => givenStore(variableReader(variables, {}));

  test('needs an address and a token', () => {
    expect(given({})).toEqual({ kind: 'none' });
    expect(given({ UPSTASH_REDIS_REST_URL: 'https://x.upstash.io', UPSTASH_REDIS_REST_TOKEN: 't' })).toEqual({
      kind: 'given',
      store: { url: 'https://x.upstash.io', token: 't' },
    });
  });

  test.each([
    ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN'],
    ['UPSTASH_REDIS_REST_TOKEN', 'UPSTASH_REDIS_REST_URL'],
  ])('%s alone is a mistake', (name, missing) => {
    const found = given({ [name]: 'secret' });
    expect(found.kind).toBe('wrong');
    expect(JSON.stringify(found)).toContain(`${name} is set, but ${missing} is not`);
    expect(JSON.stringify(found)).not.toContain('secret');
  });
});
