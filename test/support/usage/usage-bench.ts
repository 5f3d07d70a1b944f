/** A ledger, a sweep and an isolate's usage reader on one Redis in this process, and a clock that a test moves. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requestIdAt } from '../../../src/core/request-time.ts';
import type { Row } from '../../../src/core/row.ts';
import { openEmbeddedEngine } from '../../../src/dev/upstash/embedded/embedded-engine.ts';
import { tellStore } from '../../../src/ledger/settle-queue.ts';
import { sweep } from '../../../src/ledger/sweep.ts';
import { createUsageReader, type UsageReader } from '../../../src/ledger/usage-reader.ts';
import { storeOver } from '../ledger/engine-store.ts';
import { makeRow, someMs } from '../ledger/make-row.ts';

export async function openUsageBench() {
  const folder = mkdtempSync(join(tmpdir(), 'signalbox-usage-'));
  const engine = await openEmbeddedEngine({ dataDir: join(folder, 'data') });
  const store = storeOver(engine);
  const clock = { ms: someMs };
  const now = () => clock.ms;
  let number = 0;
  const portsIn = (timeZone: string) => ({ store, timeZone, now });
  return {
    store,
    clock,
    now,
    /** Rows of requests of their own, at their `startedAtMs`. */
    async book(rows: readonly Partial<Row>[], timeZone = 'UTC'): Promise<Row[]> {
      const made = rows.map((given) => {
        const random = (++number).toString(36).padStart(16, '0');
        return makeRow({ requestId: requestIdAt(given.startedAtMs ?? clock.ms, random), ...given });
      });
      for (let at = 0; at < made.length; at += 60) {
        const notes = made.slice(at, at + 60);
        await tellStore(
          notes.map((row) => ({ kind: 'row', row, isLast: true, scopes: [] })),
          portsIn(timeZone),
        );
      }
      return made;
    },
    /** Until nothing is left to close. */
    async sweep(timeZone = 'UTC'): Promise<void> {
      while ((await sweep(portsIn(timeZone))).hoursClosed > 0);
    },
    /** An isolate that has read nothing. */
    reader: (timeZone = 'UTC'): UsageReader => createUsageReader(portsIn(timeZone)),
    async clear(): Promise<void> {
      await store.send('FLUSHALL');
      clock.ms = someMs;
    },
    async close(): Promise<void> {
      await engine.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export type UsageBench = Awaited<ReturnType<typeof openUsageBench>>;
