/**
 * `npm start` and `npm run dev`. This process only keeps watch: it owns the terminal's signals and starts the one
 * that does the work in a process group of its own. So Ctrl-C does not reach workerd before what it has left to
 * record is recorded, and whichever of the two is killed, the other ends what is left.
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { helpText, parseOptions } from './start/options.ts';
import { createStopper } from './start/stopper.ts';

const stopper = createStopper();
const args = process.argv.slice(2);
const parsed = parseOptions(args, process.cwd());
switch (parsed.kind) {
  case 'help':
    console.log(helpText());
    break;
  case 'wrong':
    console.error(parsed.message);
    process.exitCode = 2;
    break;
  case 'run':
    stopper.watch(
      spawn(process.execPath, [join(import.meta.dirname, 'start/main.ts'), ...args], {
        // A group of its own; on Windows it would be a window of its own.
        detached: process.platform !== 'win32',
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      }),
    );
    break;
  default:
    parsed satisfies never;
}
