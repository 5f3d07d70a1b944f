/** The committed baseline `results.json`: one entry per section, each with the command that measures it again. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { join } from 'node:path';
import packageLock from '../package-lock.json' with { type: 'json' };
import type { Verdict } from './limits.ts';

export type Section = {
  readonly command: string;
  readonly date: string;
  readonly node: string;
  readonly workerd: string;
  readonly machine: string;
  /** Load average of the last minute when the section was done; the benchmark itself makes about 2. */
  readonly load: number;
  readonly verdicts: readonly Verdict[];
  readonly details: unknown;
};

export type Results = Readonly<Record<string, Section>>;

const path = join(import.meta.dirname, 'results.json');

export function readBaseline(): Results {
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Results) : {};
}

/** Digits beyond these are noise. */
function rounded(value: unknown): unknown {
  if (typeof value === 'number') return Number(value.toPrecision(4));
  if (Array.isArray(value)) return value.map(rounded);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, rounded(item)]));
}

export function makeSection(flag: string, measured: Pick<Section, 'verdicts' | 'details'>): Section {
  const [cpu] = cpus();
  return {
    command: flag === '' ? 'npm run bench' : `npm run bench -- --${flag}`,
    date: new Date().toISOString().slice(0, 10),
    node: process.version,
    workerd: packageLock.packages['node_modules/workerd'].version,
    machine: `${cpus().length} x ${cpu?.model ?? 'unknown'}`,
    load: Number((loadavg()[0] ?? 0).toFixed(1)),
    ...(rounded(measured) as Pick<Section, 'verdicts' | 'details'>),
  };
}

/** Sections that were not measured this time stay as they are. Returns all that the file now holds. */
export function writeBaseline(measured: Results): Results {
  const all = { ...readBaseline(), ...measured };
  writeFileSync(path, `${JSON.stringify(all, null, 2)}\n`);
  return all;
}
