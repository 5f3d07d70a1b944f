/** A line that the Worker has logged, as the person at the terminal reads it. Pure. */
import { isObject } from '../../core/json.ts';
import type { Style } from './style.ts';
import type { WorkerLog } from './worker.ts';

/** JSON lines become `event name=value ...`; anything else stays as it is. */
export function logLine({ level, message }: WorkerLog, style: Style): string {
  const paint = level === 'error' ? style.bad : level === 'warn' ? style.notable : style.faint;
  return paint(`worker: ${entryText(message) ?? message}`);
}

function entryText(message: string): string | null {
  if (!message.startsWith('{')) return null;
  try {
    const entry: unknown = JSON.parse(message);
    if (!isObject(entry) || typeof entry.event !== 'string') return null;
    const { event, ...fields } = entry;
    const values = Object.entries(fields).map(([name, value]) => `${name}=${JSON.stringify(value)}`);
    return [event, ...values].join(' ');
  } catch {
    return null;
  }
}
