/** The contract on engine A, a real redis-server. Needs redis-server on PATH; says so when it is not. */
import { describe } from 'vitest';
import { findRedisServer } from '../../../src/dev/upstash/redis-process.ts';
import { startUpstash } from '../../../src/dev/upstash/start.ts';
import { describeUpstashContract } from './contract.ts';

const reason = findRedisServer() ? '' : ' (left out: there is no redis-server on PATH)';

describe.skipIf(reason !== '')(`the real redis-server${reason}`, () => {
  describeUpstashContract('keeps the contract', (dataDir) =>
    startUpstash({ dataDir, token: 'contract-token', engine: 'redis' }),
  );
});
