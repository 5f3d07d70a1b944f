/** `npm run size`: how large the deployed Worker is; exits 1 over the limit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker, sizeOf } from './bundle.ts';
import { isPassed, limits } from './limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-size-'));
try {
  const { minifiedKiB, gzipKiB } = sizeOf(bundleWorker(join(folder, 'out')));
  const { most, unit } = limits.size;
  console.log(
    `${minifiedKiB.toFixed(1)} KiB minified, ${gzipKiB.toFixed(1)} KiB gzip (limit ${most} ${unit})`,
  );
  if (isPassed({ what: 'size', limit: 'size', value: gzipKiB })) process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}
