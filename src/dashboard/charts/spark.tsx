/** A line without axes, in a row of a table; the figures stand in the row. */

export function Spark({
  values,
  label,
}: {
  readonly values: readonly (number | null)[];
  readonly label: string;
}) {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  const points = values.flatMap((value, index) =>
    value === null ? [] : [`${index * 4},${Number((18 - (Math.max(0, value) / most) * 16).toFixed(1))}`],
  );
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${Math.max(4, (values.length - 1) * 4)} 20`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <polyline class="l1" points={points.join(' ')} />
    </svg>
  );
}
