/**
 * The embedded engine's disk: a log of what was written, one JSON line per command, script or
 * transaction, so each of them is on disk as a whole or not at all.
 *
 * A line reaches the operating system before the client gets its reply: killing this process loses
 * nothing. It is forced to the disk once a second and at the end, so a power cut may lose the last
 * second (Redis's own default, `appendfsync everysec`). It knows nothing about what commands mean.
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Command } from '../engine.ts';

const header = '{"format":"signalbox-redis-log","version":1}\n';
const newline = 10;
const fsyncEveryMs = 1000;

/** Commands that were run at one time and have to be replayed as of that time. */
export interface LogRecord {
  readonly atMs: bigint;
  readonly commands: readonly Command[];
}

export interface AppendLog {
  append(record: LogRecord): void;
  /** Bytes in the log file. */
  size(): number;
  /** Replaces the whole log by records that lead to the same state; also ends a failed append. */
  rewrite(records: Iterable<LogRecord>): void;
  close(): void;
}

/**
 * Reads the log, hands every record to `replay`, and opens it for more. A last line that was cut off
 * by a crash is dropped; damage anywhere else throws, because going on would lose data silently.
 */
export function openAppendLog(file: string, replay: (record: LogRecord) => void): AppendLog {
  let size = existsSync(file) ? readLog(file, replay) : 0;
  let descriptor = openSync(file, 'a');
  if (size === 0) size += writeSync(descriptor, header);
  let isSynced = false;
  let failure: Error | null = null;
  const timer = setInterval(sync, fsyncEveryMs);
  timer.unref();

  function sync(): void {
    if (!isSynced) fsyncSync(descriptor);
    isSynced = true;
  }

  function append(record: LogRecord): void {
    if (failure) throw failure;
    const line = Buffer.from(encodeRecord(record));
    let written = 0;
    try {
      while (written < line.length) written += writeSync(descriptor, line, written);
    } catch (cause) {
      // After half a line nothing may follow: the next start has to find it at the very end.
      failure = new Error(`cannot write ${file}; start again when it can be written`, { cause });
      throw failure;
    }
    size += written;
    isSynced = false;
  }

  function rewrite(records: Iterable<LogRecord>): void {
    const next = `${file}.next`;
    size = writeWhole(next, records);
    closeSync(descriptor);
    renameSync(next, file);
    syncFolder(dirname(file));
    descriptor = openSync(file, 'a');
    isSynced = true;
    failure = null;
  }

  function close(): void {
    clearInterval(timer);
    sync();
    closeSync(descriptor);
  }

  return { append, rewrite, close, size: () => size };
}

/** Returns the length of the readable part, to which the file is cut. */
function readLog(file: string, replay: (record: LogRecord) => void): number {
  const bytes = readFileSync(file);
  let start = 0;
  for (let lineNumber = 1; ; lineNumber++) {
    const end = bytes.indexOf(newline, start);
    if (end < 0) break;
    const line = bytes.toString('utf8', start, end);
    if (lineNumber === 1) {
      if (`${line}\n` !== header) throw new Error(`${file} is not a log of this program`);
    } else {
      const record = decodeRecord(line);
      const isLast = bytes.indexOf(newline, end + 1) < 0;
      if (!record && isLast) break;
      if (!record) throw new Error(`${file} is damaged at line ${lineNumber}`);
      replay(record);
    }
    start = end + 1;
  }
  if (start < bytes.length) truncateSync(file, start);
  return start;
}

function encodeRecord({ atMs, commands }: LogRecord): string {
  return `${JSON.stringify([Number(atMs), commands])}\n`;
}

function decodeRecord(line: string): LogRecord | null {
  try {
    const json: unknown = JSON.parse(line);
    if (!Array.isArray(json) || typeof json[0] !== 'number' || !isCommands(json[1])) return null;
    return { atMs: BigInt(json[0]), commands: json[1] };
  } catch {
    return null;
  }
}

function isCommands(json: unknown): json is Command[] {
  return Array.isArray(json) && json.every((command) => Array.isArray(command) && command.every(isString));
}

const isString = (value: unknown): boolean => typeof value === 'string';

function writeWhole(file: string, records: Iterable<LogRecord>): number {
  const descriptor = openSync(file, 'w');
  let size = writeSync(descriptor, header);
  for (const record of records) {
    const line = Buffer.from(encodeRecord(record));
    let written = 0;
    while (written < line.length) written += writeSync(descriptor, line, written);
    size += written;
  }
  fsyncSync(descriptor);
  closeSync(descriptor);
  return size;
}

/** A rename is on disk only when its folder is. */
function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } catch {
    // Windows cannot sync a folder; there a rename is as durable as it gets.
  } finally {
    closeSync(descriptor);
  }
}
