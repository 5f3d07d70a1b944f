/** End users that something is held against: a table of all, and one in full. Pure. */
import { type Column, printTable, type TableOptions } from './table.ts';

/** As `GET /admin/actors` has them. */
export type ListedActor = {
  readonly id: string;
  readonly level: string;
  readonly strikes: number;
  readonly until: string | null;
};

/** As `GET /admin/actors/{id}` has it. */
export type ShownActor = ListedActor & {
  readonly team: string | null;
  readonly by: string | null;
  readonly reason: string | null;
  readonly last: readonly { readonly at: string; readonly kind: string; readonly request_id: string }[];
  readonly released: { readonly at: string; readonly reason: string } | null;
};

const columns: readonly Column<ListedActor>[] = [
  { title: 'end user', cell: ({ id }) => id },
  { title: 'standing', cell: ({ level }) => level },
  { title: 'strikes', align: 'right', cell: ({ strikes }) => strikes.toFixed(2) },
  { title: 'until', cell: ({ until }) => until ?? '' },
];

export function printActors(actors: readonly ListedActor[], options: TableOptions = {}): string[] {
  return printTable(columns, actors, options);
}

const strikeColumns: readonly Column<ShownActor['last'][number]>[] = [
  { title: 'at', cell: ({ at }) => at },
  { title: 'strike', cell: ({ kind }) => kind },
  { title: 'request', cell: ({ request_id: id }) => id },
];

export function printActor(actor: ShownActor, options: TableOptions = {}): string[] {
  const { id, level, strikes, until, team, by, reason, last, released } = actor;
  const lines = [
    `${id}${team === null ? '' : `, team ${team}`}`,
    `${level}${until === null ? '' : ` until ${until}, by ${by}: ${reason}`}; strikes ${strikes.toFixed(2)}`,
    ...(released === null ? [] : [`released ${released.at}: ${released.reason}`]),
  ];
  return last.length === 0 ? lines : [...lines, '', ...printTable(strikeColumns, last, options)];
}
