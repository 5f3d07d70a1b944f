/** The folded text between two places, as it reads. */
import { foldMask } from '../../src/classify/text/char-table.ts';
import { foldedUnits } from '../../src/classify/text/normalise.ts';

export function writtenUnits(start: number, end?: number): string {
  return String.fromCharCode(...foldedUnits.subarray(start, end).map((unit) => unit & foldMask));
}
