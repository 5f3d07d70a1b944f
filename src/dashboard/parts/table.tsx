/**
 * A table of figures: units in the heads, numbers to the right, a caption, a last row of sums. Wide ones scroll in a
 * region of their own that the keyboard reaches.
 */
import type { Child } from 'hono/jsx';

export type Column<Row> = {
  readonly head: string;
  /** Stands under the head: `USD`, `ms`. */
  readonly unit?: string;
  /** Numbers stand to the right, by default; names and words to the left. */
  readonly isText?: boolean;
  /** Names and dates that are not to be broken into lines. */
  readonly isWhole?: boolean;
  readonly cell: (row: Row) => Child;
  /** In the last row. */
  readonly sum?: Child;
};

type TableProps<Row> = {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** What stands there when there are no rows. */
  readonly empty?: string;
  /** Sorts at a click where scripts run. */
  readonly isSortable?: boolean;
};

function Head<Row>({ columns }: Pick<TableProps<Row>, 'columns'>) {
  return (
    <thead>
      <tr>
        {columns.map(({ head, unit, isText }) => (
          <th scope="col" class={isText ? 'text' : 'number'}>
            {head}
            {unit === undefined ? null : <small> {unit}</small>}
          </th>
        ))}
      </tr>
    </thead>
  );
}

const classOf = (isText = false, isWhole = false) => (isText ? (isWhole ? 'text whole' : 'text') : 'number');

function Body<Row>({ columns, rows }: Pick<TableProps<Row>, 'columns' | 'rows'>) {
  return (
    <tbody>
      {rows.map((row) => (
        <tr>
          {columns.map(({ isText, isWhole, cell }, at) =>
            at === 0 ? (
              <th scope="row" class={classOf(isText, isWhole)}>
                {cell(row)}
              </th>
            ) : (
              <td class={classOf(isText, isWhole)}>{cell(row)}</td>
            ),
          )}
        </tr>
      ))}
    </tbody>
  );
}

export function Table<Row>({ caption, columns, rows, empty, isSortable = false }: TableProps<Row>) {
  if (rows.length === 0) return <p class="empty">{empty ?? 'Nothing in this period.'}</p>;
  const hasSums = columns.some(({ sum }) => sum !== undefined);
  return (
    <section class="scroll" aria-label={caption} tabindex={0}>
      <table class={isSortable ? 'sortable' : undefined}>
        <caption>{caption}</caption>
        <Head columns={columns} />
        <Body columns={columns} rows={rows} />
        {hasSums ? (
          <tfoot>
            <tr>
              {columns.map(({ sum, isText }, at) =>
                at === 0 ? (
                  <th scope="row" class="text">
                    {sum ?? 'Sum'}
                  </th>
                ) : (
                  <td class={isText ? 'text' : 'number'}>{sum}</td>
                ),
              )}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </section>
  );
}
