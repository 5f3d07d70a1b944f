/** What rows are counted by, and how it names a field of an hour's counters. Pure. */
import type { Row } from '../core/row.ts';

/** In the order they are stored in. New ones go to the end. */
export const cellNames = ['route', 'model', 'team', 'task', 'provider', 'app', 'key'] as const;

/**
 * Empty: a request that was not classified has no task, one of an old counter no provider, app or key, and a key may be
 * of no app.
 */
export type Cell = Readonly<Record<(typeof cellNames)[number], string>>;

/** Field of a cell: its names escaped, so that none of them can end another. */
export function cellOf({ route, model, team, task, provider, app, caller }: Row): string {
  const cell: Cell = { route, model, team, task: task ?? '', provider, app: app ?? '', key: caller };
  return cellNames.map((name) => encodeURIComponent(cell[name].toWellFormed())).join('|');
}

/** Fields of releases that counted by route, model, team and task alone. */
const leastNames = 4;

/** Null: the field is no cell. */
export function parseCell(field: string): Cell | null {
  const parts = field.split('|');
  if (parts.length !== leastNames && parts.length !== cellNames.length) return null;
  const [route = '', model = '', team = '', task = '', provider = '', app = '', key = ''] = field.includes(
    '%',
  )
    ? parts.map(decodeURIComponent)
    : parts;
  return { route, model, team, task, provider, app, key };
}
