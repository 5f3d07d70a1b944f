/** `npm run size`: how large the deployed Worker is; exits 1 over a limit. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleWorker, sizeOf } from './bundle.ts';
import { isPassed, judgeSize, limits } from './limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'signalbox-size-'));
try {
  const size = sizeOf(bundleWorker(join(folder, 'out')));
  console.log(`code: ${size.minifiedKiB.toFixed(1)} KiB minified`);
  for (const verdict of judgeSize(size)) {
    const { most, unit } = limits[verdict.limit];
    const word = isPassed(verdict) ? ', OVER' : '';
    console.log(`${verdict.what}: ${verdict.value.toFixed(1)} ${unit} (limit ${most}${word})`);
    if (isPassed(verdict)) process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true });
}
