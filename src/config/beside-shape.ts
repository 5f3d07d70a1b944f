/** The shapes of what a route may call beside the target that answers. Whether it makes sense comes after. */
import { fields, numberBetween, type Shape, text, wholeNumber } from './shape.ts';

export const besideShape: Readonly<Record<string, Shape>> = {
  hedge: fields({ afterMs: wholeNumber('milliseconds', 100, 600_000) }, ['afterMs']),
  shadow: fields({ use: text(/\S/, 'a target'), share: numberBetween('percent', 0.01, 100) }, [
    'use',
    'share',
  ]),
};
