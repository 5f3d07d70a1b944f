/** What is wrong with a configuration, where, and what to do. Never contains a value that may be a secret. */

export type Problem = {
  /** `routes[0].use[1]`; empty for the whole file. */
  readonly path: string;
  readonly what: string;
  readonly fix: string;
};

export type Report = (path: string, what: string, fix: string) => void;

const longestShown = 60;

/** A value as a message shows it. */
export function show(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > longestShown ? `${text.slice(0, longestShown)}...` : text;
}

export function didYouMean(near: readonly string[], otherwise: string): string {
  return near.length > 0 ? `did you mean ${near.join(', ')}?` : otherwise;
}
