/** Runs the real command as a child process, with its output in a pipe. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const program = join(import.meta.dirname, '../../src/cli/signalbox.ts');

export type Said = { readonly status: number | null; readonly out: string; readonly err: string };

export function signalbox(args: readonly string[], input = '', env: NodeJS.ProcessEnv = {}): Said {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, ...args], {
    input,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, out: stdout, err: stderr };
}
