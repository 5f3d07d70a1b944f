/** A real store for the tests of one file, in this process: for what scripts do to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach } from 'vitest';
import { openEmbeddedEngine } from '../../../src/dev/upstash/embedded/embedded-engine.ts';
import { type EngineStore, storeOver } from './engine-store.ts';

/** At the top of a file: `const store = await openEngineStore();`. Empty before each test, gone after the last. */
export async function openEngineStore(): Promise<EngineStore> {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-engine-'));
  const engine = await openEmbeddedEngine({ dataDir: folder });
  const store = storeOver(engine);
  beforeEach(async () => void (await store.send('FLUSHALL')));
  afterAll(async () => {
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return store;
}
