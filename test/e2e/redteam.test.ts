/** `signalbox redteam --live` against the running router: what it is told is what the command decides offline. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownCorpusFiles, readCorpora } from '../../src/cli/redteam/read-corpus.ts';
import type { RedteamReport } from '../../src/cli/redteam/report.ts';
import { splitTargetName } from '../../src/core/target-name.ts';
import { testKey } from '../support/start-router.ts';
import { type Stack, startStack } from '../support/start-stack.ts';

let stack: Stack;
let folder: string;
beforeAll(async () => {
  stack = await startStack();
  folder = mkdtempSync(join(tmpdir(), 'signalbox-redteam-live-'));
});
afterAll(async () => {
  rmSync(folder, { recursive: true });
  await stack.stop();
});

const program = join(import.meta.dirname, '../../src/cli/signalbox.ts');

/** Beside the servers in this process, so not synchronously. */
function redteam(args: readonly string[]): Promise<RedteamReport> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, 'redteam', ...args, '--json'], {
      env: { ...process.env, SIGNALBOX_KEY: testKey },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text));
    child.on('error', reject).on('close', () => resolve(JSON.parse(out)));
  });
}

test('every kind and protocol is treated alike, live and offline', async () => {
  const kept = readCorpora(ownCorpusFiles()).filter((_, at) => at % 29 === 0);
  const file = join(folder, 'cases.jsonl');
  const lines = kept.map(({ id, kind, body }) => JSON.stringify({ id, kind, request: body }));
  writeFileSync(file, lines.join('\n'));
  const offline = await redteam([file]);
  const live = await redteam([file, '--live', stack.url]);
  expect(live.notJudged).toBe(0);
  expect(live.config).toBe(offline.config);
  const told = ({ results }: RedteamReport) =>
    results.map(({ id, outcome, floor, route, target }) => {
      // A header names the model without its effort.
      const model = target === null ? null : splitTargetName(target).model;
      return { id, outcome, floor, route, model };
    });
  expect(told(live)).toEqual(told(offline));
  expect(new Set(live.results.map(({ outcome }) => outcome)).size).toBeGreaterThan(1);
});
