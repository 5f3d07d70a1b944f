/** A thread of the fuzz. Its sources are read as the tests read theirs: Node alone reads no pages (`.tsx`). */
import { parentPort, workerData } from 'node:worker_threads';
import { createViteServer } from 'vitest/node';

const server = await createViteServer({
  configFile: false,
  logLevel: 'error',
  appType: 'custom',
  server: { middlewareMode: true, hmr: false, ws: false, watch: null },
  optimizeDeps: { noDiscovery: true },
});
const { runCases } = (await server.ssrLoadModule(
  `${import.meta.dirname}/run-cases.ts`,
)) as typeof import('./run-cases.ts');
parentPort?.postMessage(await runCases(workerData));
await server.close();
