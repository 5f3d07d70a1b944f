/** How a cost changed, in a word or as a share. Pure. */
import type { Mover, MoverKind } from '../../finance/movers.ts';
import { change } from './format.ts';

const kinds: Readonly<Record<MoverKind, string | null>> = {
  changed: null,
  new: 'new',
  gone: 'gone',
  unknown: 'price unknown',
};

export function moverWords({ kind, changeShare }: Pick<Mover, 'kind' | 'changeShare'>): string {
  return kinds[kind] ?? change(changeShare);
}
