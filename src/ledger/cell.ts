/** What rows are counted by, and how it names a field of an hour's counters. Pure. */
import type { Row } from '../core/row.ts';

/** What days and thirds of months are counted by: pages read many of them, and each name makes more cells. */
export const dayNames = ['route', 'model', 'team', 'task'] as const;

/** What hours are counted by, in the order they are stored in; days keep the first (`counters-lua.ts`). New ones go to the end. */
export const cellNames = [...dayNames, 'provider', 'app', 'key'] as const;

/**
 * Empty: a request that was not classified has no task, a counter of a day or of an old release no provider, app or key,
 * and a key may be of no app.
 */
export type Cell = Readonly<Record<(typeof cellNames)[number], string>>;

/** Field of a cell: its names escaped, so that none of them can end another. */
export function cellOf({ route, model, team, task, provider, app, caller }: Row): string {
  const cell: Cell = { route, model, team, task: task ?? '', provider, app: app ?? '', key: caller };
  return cellNames.map((name) => encodeURIComponent(cell[name].toWellFormed())).join('|');
}

/** Null: the field is no cell. */
export function parseCell(field: string): Cell | null {
  const parts = field.split('|');
  if (parts.length !== dayNames.length && parts.length !== cellNames.length) return null;
  const [route = '', model = '', team = '', task = '', provider = '', app = '', key = ''] = field.includes(
    '%',
  )
    ? parts.map(decodeURIComponent)
    : parts;
  return { route, model, team, task, provider, app, key };
}
