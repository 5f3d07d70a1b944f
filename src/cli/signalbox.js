#!/usr/bin/env node
/** Starts `signalbox.ts` in a Node that reads TypeScript: this one, or the one that the package installs. */
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { argv, execArgv, exit, features } from 'node:process';

if (features.typescript) await import('./signalbox.ts');
else {
  const node = createRequire(import.meta.url).resolve('node/bin/node');
  const program = join(import.meta.dirname, 'signalbox.ts');
  const { status } = spawnSync(node, [...execArgv, program, ...argv.slice(2)], { stdio: 'inherit' });
  exit(status ?? 1);
}
