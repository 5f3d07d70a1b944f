/**
 * A table of amounts by two names whose greater ones stand on a darker ground. Each cell has its amount and its share of
 * all in words; the ground says nothing that they do not.
 */

export type HeatRow = {
  readonly name: string;
  /** As many as there are columns; null: nothing was there, `unknown`: no amount is known. */
  readonly cells: readonly (number | 'unknown' | null)[];
  readonly sum: number | null;
};

type HeatProps = {
  readonly caption: string;
  readonly rowHead: string;
  /** Under each head. */
  readonly unit: string;
  readonly columns: readonly string[];
  readonly rows: readonly HeatRow[];
  /** Of each column. */
  readonly sums: readonly (number | null)[];
  readonly total: number | null;
  readonly print: (value: number | null) => string;
  readonly printShare: (share: number | null) => string;
};

const shades = 5;

/** From `h1`, little, to `h5`; nothing has none. */
function shadeOf(value: number, most: number): string {
  return value <= 0 || most <= 0 ? '' : ` h${Math.min(shades, Math.ceil((value / most) * shades))}`;
}

type CellProps = Pick<HeatProps, 'total' | 'print' | 'printShare'> & {
  readonly value: HeatRow['cells'][number];
  readonly most: number;
};

function Cell({ value, most, total, print, printShare }: CellProps) {
  if (value === null) return <td class="number" />;
  if (value === 'unknown') return <td class="number">{print(null)}</td>;
  return (
    <td class={`number${shadeOf(value, most)}`}>
      {print(value)} <small>{printShare(total === null || total === 0 ? null : value / total)}</small>
    </td>
  );
}

export function Heat({ caption, rowHead, unit, columns, rows, sums, total, print, printShare }: HeatProps) {
  const most = Math.max(0, ...rows.flatMap(({ cells }) => cells.filter((cell) => typeof cell === 'number')));
  const heads = [...columns, 'Together'];
  return (
    <section class="scroll" aria-label={caption} tabindex={0}>
      <table class="heat">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col" class="text">
              {rowHead}
            </th>
            {heads.map((head) => (
              <th scope="col" class="number">
                {head} <small>{unit}</small>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, cells, sum }) => (
            <tr>
              <th scope="row" class="text">
                {name}
              </th>
              {cells.map((value) => (
                <Cell value={value} most={most} total={total} print={print} printShare={printShare} />
              ))}
              <td class="number">{print(sum)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" class="text">
              Together
            </th>
            {sums.map((sum) => (
              <td class="number">{print(sum)}</td>
            ))}
            <td class="number">{print(total)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
