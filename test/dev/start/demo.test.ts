import { expect, test } from 'vitest';
import routes from '../../../routes.config.ts';
import { runDemo } from '../../../src/dev/start/demo.ts';
import { type DemoResult, demoLines } from '../../../src/dev/start/demo-lines.ts';
import { type DemoRequest, demoRequests } from '../../../src/dev/start/demo-requests.ts';
import { plainStyle } from '../../../src/dev/start/style.ts';
import { protocols } from '../../../src/protocols/index.ts';

const request: DemoRequest = { protocol: 'openai-chat', about: 'a question', model: 'auto', body: {} };

function resultWith(headers: Record<string, string>, changes: Partial<DemoResult> = {}): DemoResult {
  const all: Record<string, string> = {
    'x-signalbox-route': 'auto',
    'x-signalbox-model': 'gpt-5.5',
    'x-signalbox-provider': 'openai',
    'x-signalbox-lane': 'passthrough',
    'x-signalbox-attempts': '1',
    ...headers,
  };
  return { status: 200, durationMs: 412.4, header: (name) => all[name] ?? null, error: null, ...changes };
}

const show = (result: DemoResult, asked = request, columns = 80) =>
  demoLines(asked, result, plainStyle(columns)).join('\n');

test('what was asked, and what was decided', () => {
  expect(show(resultWith({}))).toBe(
    `chat       auto              a question                          200      412 ms
           auto → gpt-5.5 (openai, passthrough)`,
  );
});

test('what the classifier took it for, where the route asked', () => {
  const judged = (risk: string) => show(resultWith({ 'x-signalbox-task': 'qa', 'x-signalbox-risk': risk }));
  expect(judged('none')).toContain('(openai, passthrough)  qa');
  expect(judged('elevated')).toContain('(openai, passthrough)  qa, risk elevated');
});

test('a named model has no route', () => {
  expect(show(resultWith({ 'x-signalbox-route': 'model' }))).toContain('\n           → gpt-5.5 (openai');
});

test('attempts and losses stand beside the decision, or below where there is no room', () => {
  const losses = 'seed;dropped;field="seed", a;adapted;field="max_tokens", b;dropped;field="seed"';
  const result = resultWith({ 'x-signalbox-attempts': '3', 'x-signalbox-losses': losses });
  const noted = '3 attempts, without seed, with max_tokens adapted';
  expect(show(result, request, 100)).toContain(`(openai, passthrough)  ${noted}`);
  expect(show(result)).toContain(`(openai, passthrough)\n           ${noted}`);
});

test('an error says what it says', () => {
  const refused = resultWith({}, { status: 404, error: 'There is no such model.' });
  expect(show(refused)).toMatch(/404 +412 ms\n {11}There is no such model\.$/);
});

test('every request fits a line of 80 columns', () => {
  for (const demo of demoRequests)
    expect(show(resultWith({}, { durationMs: 123_456 }), demo).split('\n')[0]).toHaveLength(80);
});

test('the requests are what the protocols take, and ask for routes that are shipped', () => {
  const known = routes.routes.map(({ name }) => `route/${name}`);
  for (const { protocol, model, body } of demoRequests) {
    expect(protocols[protocol].decodeRequest({ model, ...body })).toMatchObject({ ok: true });
    if (model.startsWith('route/')) expect(known).toContain(model);
  }
});

test('requests for routes that the config does not have are left out', async () => {
  const said: string[] = [];
  await runDemo({
    url: 'http://127.0.0.1:9',
    key: 'k',
    routes: [],
    simulator: { setFault: () => undefined },
    style: plainStyle(80),
    say: (line) => said.push(line),
    stop: AbortSignal.abort(),
  });
  const left = demoRequests.filter(({ model }) => !model.startsWith('route/')).length;
  expect(said.join('\n')).toContain(`${left} requests`);
});
