/** A trained head in the form that ships: int8 weights with one scale per class for named features and for buckets. */
import { namedCount } from '../src/classify/features/space.ts';
import type { Chunk } from '../src/classify/model/chunks.ts';
import type { LinearModel } from './train-softmax.ts';

const largest = 127;

/** The largest weight of a class among features `from` up to `to`. */
function largestWeight({ weights, classCount }: LinearModel, each: number, from: number, to: number): number {
  let most = 1e-6;
  for (let feature = from; feature < to; feature++)
    most = Math.max(most, Math.abs(weights[feature * classCount + each] ?? 0));
  return most;
}

export function quantiseHead(
  name: string,
  model: LinearModel,
  settings: readonly number[],
): [name: string, chunk: Chunk][] {
  const { classCount, weights, bias } = model;
  const featureCount = weights.length / classCount;
  const scales = new Float32Array(2 * classCount);
  for (let each = 0; each < classCount; each++) {
    scales[each] = largestWeight(model, each, 0, namedCount) / largest;
    scales[classCount + each] = largestWeight(model, each, namedCount, featureCount) / largest;
  }
  const small = new Int8Array(weights.length);
  for (let at = 0; at < weights.length; at++) {
    const each = at % classCount;
    const scale = scales[at < namedCount * classCount ? each : classCount + each] ?? 1;
    small[at] = Math.round((weights[at] ?? 0) / scale);
  }
  return [
    [`${name}.weights`, small],
    [`${name}.scales`, scales],
    [`${name}.bias`, bias],
    [`${name}.settings`, Float32Array.from(settings)],
  ];
}
