import { expect, test } from 'vitest';
import { type BannerFacts, bannerLines, curlLines, readyLine } from '../../../src/dev/start/banner.ts';
import { plainStyle } from '../../../src/dev/start/style.ts';

const facts: BannerFacts = {
  release: '1.2.3',
  routesFile: 'routes.config.ts',
  routes: ['auto', 'code'],
  configVersion: '0123456789ab',
  warnings: [],
  providers: [
    { kind: 'real', id: 'openai', host: 'api.openai.com', because: ['OPENAI_API_KEY'] },
    { kind: 'simulated', id: 'anthropic' },
    { kind: 'simulated', id: 'google' },
  ],
  simulatedSpeed: 10,
  simulatorUrl: 'http://127.0.0.1:9999',
  store: { kind: 'local', engine: 'redis', dataDir: '.signalbox' },
  hasDemoData: false,
  devKey: 'sk-sbx-dev',
  adminToken: 'sbx-admin-dev',
  signInUrl: 'http://127.0.0.1:8787/dashboard/sign-in/link?code=CODE',
  url: 'http://127.0.0.1:8787',
};

const print = (changes: Partial<BannerFacts>) =>
  bannerLines({ ...facts, ...changes }, plainStyle(80)).join('\n');

test('says what is real and what is simulated, and gives a line to copy', () => {
  expect(print({})).toBe(`Signalbox 1.2.3

  Routes      auto, code (routes.config.ts, 0123456789ab)
  Real        openai at api.openai.com (OPENAI_API_KEY)
              Requests to them cost money.
  Simulated   anthropic, google
              10 times as fast; a key such as OPENAI_API_KEY makes one real
              at http://127.0.0.1:9999; faults and bills: docs/simulator.md
  Database    redis-server, data in .signalbox
  API key     sk-sbx-dev

  curl http://127.0.0.1:8787/v1/chat/completions \\
    -H 'Authorization: Bearer sk-sbx-dev' -H 'Content-Type: application/json' \\
    -d '{"model":"auto","messages":[{"role":"user","content":"Hello"}]}'

  SIGNALBOX_ADMIN_TOKEN=sbx-admin-dev npx signalbox keys list

  Dashboard, once and within ten minutes:
  http://127.0.0.1:8787/dashboard/sign-in/link?code=CODE
`);
});

test('the line of administration names another address, and is not there for a token of the user', () => {
  expect(print({ url: 'http://127.0.0.1:9000' })).toContain(
    'keys list \\\n    --url http://127.0.0.1:9000\n',
  );
  expect(print({ adminToken: null })).not.toContain('ADMIN');
  expect(print({ signInUrl: null })).not.toContain('Dashboard');
});

test('says nothing of kinds that there are none of', () => {
  const simulated = print({ providers: [{ kind: 'simulated', id: 'openai' }] });
  expect(simulated).not.toContain('Real');
  expect(simulated).not.toContain('cost money');
  const real = print({
    providers: [{ kind: 'real', id: 'openai', host: 'h', because: ['OPENAI_BASE_URL'] }],
  });
  expect(real).not.toContain('Simulated');
  expect(real).not.toContain('9999');
});

test('names the database', () => {
  expect(print({ store: { kind: 'remote', host: 'x.upstash.io' } })).toContain(
    'Database    x.upstash.io (UPSTASH_REDIS_REST_URL)',
  );
  const builtIn = print({ store: { kind: 'local', engine: 'embedded', dataDir: '/data' } });
  expect(builtIn).toContain('Database    built in, data in /data');
});

test('shows three warnings and counts the rest', () => {
  const warnings = ['a', 'b', 'c', 'd', 'e'].map((path) => ({ path, what: 'is old', fix: 'move on' }));
  expect(print({ warnings })).toContain(`  Look at     a: is old; move on
              b: is old; move on
              c: is old; move on
              and 2 more
`);
});

test('fits 80 columns with many long names', () => {
  const routes = Array.from({ length: 30 }, (_, at) => `route-with-a-long-name-${at}`);
  expect(
    print({ routes })
      .split('\n')
      .filter((line) => line.length > 80),
  ).toEqual([]);
});

test('the line to copy survives a key with quotes', () => {
  expect(curlLines('http://h', `it's "$x"`)[1]).toContain(`-H 'Authorization: Bearer it'\\''s "$x"'`);
});

test('scripts can wait for one line', () => {
  expect(readyLine('http://127.0.0.1:1')).toBe('ready http://127.0.0.1:1');
});
