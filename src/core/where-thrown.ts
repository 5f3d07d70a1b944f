/** What a log may say of a bug. Pure. */

/** Of V8: `    at decode (worker.js:12:34)`. */
const frame = /^\s+at .+$/gm;
const mostFrames = 4;

/** What was thrown, and where: `TypeError at decode (worker.js:12:34) ...`. Never its message, which may quote a request. */
export function whereThrown(thrown: unknown): string {
  if (!(thrown instanceof Error)) return typeof thrown;
  // A message stands before the frames, and may look like one.
  const { message, stack = '' } = thrown;
  const messageAt = stack.indexOf(message);
  const trace = messageAt < 0 ? '' : stack.slice(messageAt + message.length);
  const frames = trace.match(frame)?.slice(0, mostFrames) ?? [];
  return [thrown.name, ...frames.map((each) => each.trim())].join(' ');
}
