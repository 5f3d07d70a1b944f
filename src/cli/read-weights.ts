/** The weights of the classifier as bytes, from where the Worker bundles them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export function readWeights(file: 'weights.bin' | 'risk.bin' | 'difficulty.bin'): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = readFileSync(
    join(import.meta.dirname, '../classify/model', file),
  );
  // A small file may share its buffer with others.
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}
