/**
 * Values that a source gives by effort, read for any effort: what is known as it is, what lies between two known
 * efforts of the same model on the line between them. Never beyond the known ones, never from another model. Pure.
 */
import { type Effort, efforts, type Model } from '../core/target.ts';

/** As the catalogue writes it; `default` where the source names no effort. */
export type ByEffort = Readonly<Partial<Record<Effort | 'default', number | null>>>;

/** Place of each effort, then the value for no effort at all; NaN: unknown. */
export type EffortCurve = Float64Array;

const noEffort = efforts.length;

const placeOf = Object.fromEntries(efforts.map((effort, at) => [effort, at])) as Record<Effort, number>;

function fillBetween(curve: EffortCurve): void {
  let last = -1;
  for (let at = 0; at < noEffort; at++) {
    const value = curve[at] as number;
    if (Number.isNaN(value)) continue;
    const from = curve[last] as number;
    for (let gap = last + 1; last >= 0 && gap < at; gap++)
      curve[gap] = from + ((value - from) * (gap - last)) / (at - last);
    last = at;
  }
}

/**
 * A value without an effort is that of the model as it comes. For a model that takes no effort it holds whatever is
 * asked; for others it stands at the default effort, unless that is `none`: sources name runs without reasoning.
 */
export function compileEffortCurve(values: ByEffort, { reasoning }: Pick<Model, 'reasoning'>): EffortCurve {
  const curve = new Float64Array(noEffort + 1).fill(Number.NaN);
  const asItComes = values.default ?? Number.NaN;
  if (reasoning === null || reasoning.style === 'fixed') return curve.fill(asItComes);
  for (const effort of efforts) curve[placeOf[effort]] = values[effort] ?? Number.NaN;
  const { default: usual } = reasoning;
  if (usual !== null && usual !== 'none' && values[usual] === undefined) curve[placeOf[usual]] = asItComes;
  fillBetween(curve);
  curve[noEffort] = usual === null ? asItComes : (curve[placeOf[usual]] as number);
  return curve;
}

/** `effort` null: the model's default. NaN: unknown. */
export function readEffortCurve(curve: EffortCurve, effort: Effort | null): number {
  return curve[effort === null ? noEffort : placeOf[effort]] as number;
}
