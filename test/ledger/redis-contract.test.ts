/** The ledger's contract on a real redis-server. Needs one on PATH; says so when there is none. */
import { describe } from 'vitest';
import { openRedisEngine } from '../../src/dev/upstash/redis-engine.ts';
import { findRedisServer } from '../../src/dev/upstash/redis-process.ts';
import { describeLedger } from './contract.ts';

const program = findRedisServer();
const reason = program ? '' : ' (left out: there is no redis-server on PATH)';

describe.skipIf(!program)(`the real redis-server${reason}`, () => {
  describeLedger('the ledger', (dataDir) => openRedisEngine(program ?? '', dataDir));
});
