/** The ledger's contract on the Redis in this process. */
import { openEmbeddedEngine } from '../../src/dev/upstash/embedded/embedded-engine.ts';
import { describeLedger } from './contract.ts';

describeLedger('the ledger on the embedded engine', (dataDir) => openEmbeddedEngine({ dataDir }));
