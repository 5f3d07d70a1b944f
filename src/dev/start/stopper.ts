/** Ends the working process and its group: in order on the first signal, at once on the second. */
import type { ChildProcess } from 'node:child_process';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** npm passes the terminal's signal on to a process that has had it from the terminal: that is no second one. */
const sameSignalMs = 250;

/** npm passes SIGTERM to its shell only, which ends without a word to us: all we see is that the parent has gone. */
const parentEveryMs = 300;

export type Stopper = { watch(child: ChildProcess): void };

/** Signals count from here on; before there is a child they just end this process. */
export function createStopper(): Stopper {
  let child: ChildProcess | null = null;
  let stoppedAtMs: number | null = null;

  function onSignal(): void {
    if (child === null) process.exit(0);
    if (stoppedAtMs === null) {
      stoppedAtMs = performance.now();
      // The channel is closed where the child has just ended; then its exit is on its way.
      if (child.connected) child.send('stop', () => undefined);
    } else if (performance.now() - stoppedAtMs > sameSignalMs) endGroup(child);
  }

  for (const signal of signals) process.on(signal, onSignal);
  if (process.env.npm_lifecycle_event !== undefined) onParentGone(onSignal);
  return {
    watch(started) {
      child = started;
      started.once('error', (error) => {
        console.error(`The server process cannot be started: ${error.message}`);
        process.exit(1);
      });
      started.once('exit', (code, signal) => {
        // workerd and esbuild may be left where the process was killed.
        endGroup(started);
        if (signal !== null && stoppedAtMs === null)
          console.error(`The server process was ended by ${signal}.`);
        process.exit(code ?? 1);
      });
    },
  };
}

function onParentGone(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, parentEveryMs);
  // Help and wrong options end by themselves.
  timer.unref();
}

/** The database is not in the group: it ends itself in order when its parent has gone. */
function endGroup(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, 'SIGKILL');
  } catch {
    // Nobody is left.
  }
}
