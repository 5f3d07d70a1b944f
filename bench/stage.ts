/** Sets the stage: an upstream, the bare proxy and the router before it, the router's answers checked once. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { BundledModule } from './bundle.ts';
import { type Ask, benchKey, Load } from './load.ts';
import type { Scenario } from './scenarios.ts';
import { own, prepareWorker, type Worker, type WorkerSetup } from './workerd.ts';

export type Stage = {
  readonly bare: Worker;
  readonly router: Worker;
  /** Of the caller that a scenario is asked as. */
  keyOf(scenario: Scenario): string;
  end(): void;
};

/** By default 200 events at once, of about 200 bytes each with what the protocol adds. */
export type UpstreamShape = {
  readonly paceMs?: number;
  readonly events?: number;
  readonly textBytes?: number;
};

/** A script, by its URL, as a process of its own, and the line that it prints once it is ready. */
export async function startBeside(
  script: string,
  args: readonly string[],
): Promise<{ line: string; stop(): void }> {
  const path = fileURLToPath(script);
  const child = own(spawn(process.execPath, [path, ...args], { stdio: ['ignore', 'pipe', 'inherit'] }));
  if (child.stdout === null) throw new Error(`${script} has no output`);
  for await (const line of createInterface({ input: child.stdout })) {
    return { line, stop: () => void child.kill('SIGKILL') };
  }
  throw new Error(`${script} did not start`);
}

export async function startUpstream({
  paceMs = 0,
  events = 200,
  textBytes = 39,
}: UpstreamShape): Promise<{ port: number; stop(): void }> {
  const { line, stop } = await startBeside(
    import.meta.resolve('./upstream.ts'),
    [paceMs, events, textBytes].map(String),
  );
  return { port: Number(line), stop };
}

export function bareSetup(folder: string, upstreamPort: number): WorkerSetup {
  const path = fileURLToPath(import.meta.resolve('./bare-worker.js'));
  const bindings = { UPSTREAM: `http://127.0.0.1:${upstreamPort}` };
  const modules = [{ name: 'bare-worker.js', path }];
  return { name: 'bare', modules, bindings, hasObjects: false, folder };
}

export function routerSetup(
  folder: string,
  upstreamPort: number,
  modules: readonly BundledModule[],
): WorkerSetup {
  const origin = `http://127.0.0.1:${upstreamPort}`;
  const bindings = {
    OPENAI_BASE_URL: `${origin}/v1`,
    OPENAI_API_KEY: 'bench-upstream-key',
    ANTHROPIC_BASE_URL: origin,
    ANTHROPIC_API_KEY: 'bench-upstream-key',
    SIGNALBOX_API_KEYS: `bench:${createHash('sha256').update(benchKey).digest('hex')}`,
  };
  return { name: 'router', modules, bindings, hasObjects: true, folder };
}

export async function setStage(
  folder: string,
  modules: readonly BundledModule[],
  shape: UpstreamShape = {},
): Promise<Stage> {
  const upstream = await startUpstream(shape);
  const bare = await prepareWorker(bareSetup(folder, upstream.port)).start();
  const router = await prepareWorker(routerSetup(folder, upstream.port, modules)).start();
  const end = () => {
    for (const process of [bare, router, upstream]) process.stop();
  };
  return { bare, router, keyOf: () => benchKey, end };
}

/** One question for both Workers, in the words of each. */
export function asksOf(
  scenario: Scenario,
  { bare, router, keyOf }: Pick<Stage, 'bare' | 'router' | 'keyOf'>,
) {
  const asked = { body: JSON.stringify(scenario.body), key: keyOf(scenario) };
  const bareBody = JSON.stringify(scenario.bareBody ?? scenario.body);
  const ofBare: Ask = { ...asked, body: bareBody, port: bare.port, path: scenario.upstreamPath };
  const ofRouter: Ask = { ...asked, port: router.port, path: scenario.path };
  return { bare: ofBare, router: ofRouter };
}

/** The stream's last words, in whatever protocol. */
const endMarker = /\[DONE\]|response\.completed|message_stop/;

/**
 * Lengths of both answers. Errors: throws unless the router answers 200, whole, over the expected lane; a benchmark
 * of error pages would be fast.
 */
export async function checkAnswers(
  scenario: Scenario,
  stage: Stage,
): Promise<{ bare: number; router: number }> {
  const load = new Load(1);
  const asks = asksOf(scenario, stage);
  const [bare, router] = [await load.probe(asks.bare), await load.probe(asks.router)];
  load.close();
  for (const { status, body } of [bare, router]) {
    const isStream = 'stream' in scenario.body;
    if (status !== 200 || (isStream && !endMarker.test(body.toString().slice(-4096))))
      throw new Error(`${scenario.name}: ${status} ${body.toString().slice(-1000)}`);
  }
  const lane = router.headers['x-signalbox-lane'];
  if (lane !== scenario.lane) throw new Error(`${scenario.name}: lane ${lane}, not ${scenario.lane}`);
  return { bare: bare.body.byteLength, router: router.body.byteLength };
}
