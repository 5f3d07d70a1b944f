/** The contract on engine B, the Redis in this process. */
import { startUpstash } from '../../../src/dev/upstash/start.ts';
import { describeUpstashContract } from './contract.ts';

describeUpstashContract('the embedded engine keeps the contract', (dataDir) =>
  startUpstash({ dataDir, token: 'contract-token', engine: 'embedded' }),
);
