/**
 * Keeps two local servers from writing the same data folder, which would ruin it.
 * The lock is a file with the owner's process id; one left behind by a dead process is taken over.
 */
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** Folders this very process holds: its own id in a lock file does not tell stale from held. */
const heldHere = new Set<string>();

/** Makes the folder if need be and locks it; returns the release. Throws when another process holds it. */
export function lockFolder(dataDir: string): () => void {
  mkdirSync(dataDir, { recursive: true });
  const folder = resolve(dataDir);
  const file = join(folder, 'lock');
  if (heldHere.has(folder)) throw new Error(`this process already runs a server on ${folder}`);
  if (!createLockFile(file)) {
    const owner = Number(readFileSync(file, 'utf8'));
    if (owner !== process.pid && isAlive(owner)) {
      throw new Error(`process ${owner} already runs a server on ${folder}; if it does not, delete ${file}`);
    }
    rmSync(file);
    if (!createLockFile(file)) throw new Error(`another process has just started a server on ${folder}`);
  }
  heldHere.add(folder);
  return () => {
    if (heldHere.delete(folder)) rmSync(file, { force: true });
  };
}

function createLockFile(file: string): boolean {
  try {
    const descriptor = openSync(file, 'wx');
    writeSync(descriptor, String(process.pid));
    closeSync(descriptor);
    return true;
  } catch (cause) {
    if (errorCode(cause) === 'EEXIST') return false;
    throw cause;
  }
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    // EPERM: it lives, under another user.
    return errorCode(cause) === 'EPERM';
  }
}

function errorCode(cause: unknown): unknown {
  return cause instanceof Error && 'code' in cause ? cause.code : undefined;
}
