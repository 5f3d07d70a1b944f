/** The process that does the work. `start.ts` starts it, tells it to stop, and is its only parent. */
import { enableCompileCache } from 'node:module';

const stopping = new AbortController();
process.on('message', (message) => {
  if (message === 'stop') stopping.abort();
});
// The parent has gone without a word: end in order all the same.
process.on('disconnect', () => stopping.abort());

// A reader that has gone (`npm start | head`) is no reason to end, nor to fail.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});

// Wrangler is 16 MB of JavaScript; from the second start on, half a second is saved. So the rest is imported late.
enableCompileCache();
const { parseOptions } = await import('./options.ts');
const { run } = await import('./run.ts');

const parsed = parseOptions(process.argv.slice(2), process.cwd());
if (parsed.kind !== 'run') throw new Error('start.ts has parsed these options before');
process.exit(await run(parsed.options, stopping.signal));
