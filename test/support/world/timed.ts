/** Answers that take their time, on whatever clock runs the timers; an abort ends the wait as it ends a fetch. */
import type { Answer } from './provider.ts';
import type { World } from './world.ts';

export function late(ms: number, answer: Answer): Answer {
  return (call) =>
    new Promise((resolve, reject) => {
      const { signal } = call;
      const stop = () => {
        clearTimeout(timer);
        reject(signal.reason);
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', stop);
        resolve(answer(call));
      }, ms);
      signal.addEventListener('abort', stop, { once: true });
    });
}

/** The same world with a clock that goes with the timers, and waits that are timers. */
export function timed(world: World): World {
  const began = world.clock.ms - Date.now();
  const now = () => began + Date.now();
  const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
  return { ...world, deps: { ...world.deps, now, sleep } };
}
