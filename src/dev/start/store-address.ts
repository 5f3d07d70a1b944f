/**
 * Where the local database of a run can be reached, in a file of the data folder that only its user may read: for
 * commands that are started beside the run. It is there while the run is.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isObject } from '../../core/json.ts';
import type { StoreAddress } from './bindings.ts';

const fileIn = (dataDir: string): string => join(dataDir, 'store-address.json');

/** Returns what takes it away again. */
export function tellStoreAddress(dataDir: string, { url, token }: StoreAddress): () => void {
  const file = fileIn(dataDir);
  rmSync(file, { force: true });
  writeFileSync(file, JSON.stringify({ url, token }), { mode: 0o600 });
  return () => rmSync(file, { force: true });
}

/** Null: nothing runs there. It may be an address that nobody listens at any more, where a run was killed. */
export function findStoreAddress(dataDir: string): StoreAddress | null {
  try {
    const value: unknown = JSON.parse(readFileSync(fileIn(dataDir), 'utf8'));
    if (!isObject(value) || typeof value.url !== 'string' || typeof value.token !== 'string') return null;
    return { url: value.url, token: value.token };
  } catch {
    return null;
  }
}
