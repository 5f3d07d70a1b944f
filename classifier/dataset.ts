/** Rows as training sees them: one sparse matrix in typed arrays, made by the very feature code of the Worker. */

import { createFeatureExtractor } from '../src/classify/features/extract-features.ts';
import { createPhraseFinder, type Phrases } from '../src/classify/lexicon/phrases.ts';
import { type Task, tasks } from '../src/core/classification.ts';
import { type Row, requestOf } from './rows.ts';
import { type Family, familyOf } from './sources.ts';

export type Matrix = {
  /** Start of each row in `features` and `values`, and the end of the last. */
  readonly starts: Int32Array;
  readonly features: Int32Array;
  readonly values: Float32Array;
};

export type Dataset = {
  readonly rows: readonly Row[];
  readonly matrix: Matrix;
  /** Class of each row. */
  readonly classes: Uint8Array;
  readonly families: readonly Family[];
};

class Growing<A extends Int32Array | Float32Array> {
  #array: A;
  readonly #make: (size: number) => A;
  length = 0;

  constructor(make: (size: number) => A) {
    this.#make = make;
    this.#array = make(1 << 20);
  }

  append(part: ArrayLike<number>): void {
    if (this.length + part.length > this.#array.length) {
      const larger = this.#make(this.#array.length * 2);
      larger.set(this.#array);
      this.#array = larger;
    }
    this.#array.set(part, this.length);
    this.length += part.length;
  }

  take(): A {
    return this.#array.subarray(0, this.length) as A;
  }
}

export function buildMatrix(rows: readonly Row[], phrases: Phrases): Matrix {
  const extract = createFeatureExtractor(createPhraseFinder(phrases));
  const starts = new Int32Array(rows.length + 1);
  const features = new Growing((size) => new Int32Array(size));
  const values = new Growing((size) => new Float32Array(size));
  rows.forEach((row, at) => {
    const vector = extract(requestOf(row));
    features.append(vector.features);
    values.append(vector.values);
    starts[at + 1] = features.length;
  });
  return { starts, features: features.take(), values: values.take() };
}

export function buildTaskDataset(rows: readonly Row[], phrases: Phrases): Dataset {
  return {
    rows,
    matrix: buildMatrix(rows, phrases),
    classes: Uint8Array.from(rows, ({ task }) => tasks.indexOf(task as Task)),
    families: rows.map(({ source }) => familyOf(source)),
  };
}
