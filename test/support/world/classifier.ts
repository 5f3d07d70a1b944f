/** The real classifier with the committed weights, made at its first use. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Classifier, createClassifier } from '../../../src/classify/classify.ts';

const file = join(import.meta.dirname, '../../../src/classify/model/weights.bin');
let made: Classifier | null = null;

export function classifier(): Classifier {
  const bytes = readFileSync(file);
  made ??= createClassifier(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  return made;
}
