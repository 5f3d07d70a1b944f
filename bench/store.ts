/**
 * The benchmark's store, a process of its own so that workerd's CPU is counted alone: `node bench/store.ts folder token`
 * prints the address of the local Upstash-compatible server, over redis-server where PATH has one.
 */
import { startUpstash } from '../src/dev/upstash/start.ts';

const [dataDir = '', token = ''] = process.argv.slice(2);
const { url } = await startUpstash({ dataDir, token });
console.log(url);
