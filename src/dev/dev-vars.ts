/**
 * Reads `.dev.vars`, the file of secrets for local runs (`NAME=value` lines). Read here and not by wrangler, so that
 * one rule holds: a variable of the process wins over the file, and an empty one counts as not set.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';

export type Variables = Readonly<Record<string, string>>;

/** Empty where there is no such file. Throws where it is there and cannot be read. */
export function readDevVars(file: string): Variables {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return {};
    throw cause;
  }
  const read: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(text))) if (value !== undefined) read[name] = value;
  return read;
}

/** The value of a variable, or undefined where it is absent or empty in the source that counts. */
export type ReadVariable = (name: string) => string | undefined;

export function variableReader(
  environment: Readonly<Record<string, string | undefined>>,
  devVars: Variables,
): ReadVariable {
  return (name) => {
    const value = environment[name] ?? devVars[name];
    return value === '' ? undefined : value;
  };
}
