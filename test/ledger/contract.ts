/**
 * What the ledger's scripts do, told through the ledger itself. Two test files run it, one per engine: what it asserts
 * is what both do.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe } from 'vitest';
import type { Engine } from '../../src/dev/upstash/engine.ts';
import { describeActors } from './contract-actors.ts';
import { describeAdmission } from './contract-admission.ts';
import { describeBudgets } from './contract-budgets.ts';
import { describeLate } from './contract-late.ts';
import { describeSettling } from './contract-settling.ts';
import { describeSweep } from './contract-sweep.ts';
import { LedgerBench } from './ledger-bench.ts';

export function describeLedger(title: string, open: (dataDir: string) => Promise<Engine>): void {
  describe(title, { timeout: 30_000 }, () => {
    const bench = new LedgerBench();
    let folder = '';
    let engine: Engine | null = null;

    beforeAll(async () => {
      folder = mkdtempSync(join(tmpdir(), 'signalbox-ledger-'));
      engine = await open(join(folder, 'data'));
      bench.use(engine);
    });
    afterAll(async () => {
      await engine?.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    beforeEach(() => bench.clear());

    describeAdmission(bench);
    describeSettling(bench);
    describeSweep(bench);
    describeLate(bench);
    describeBudgets(bench);
    describeActors(bench);
  });
}
