/** One amount against its limit: what is spent, what is held, where it is heading. Its words stand beside it. */

type BulletProps = {
  /** All in one unit. */
  readonly spent: number;
  readonly held: number;
  readonly limit: number;
  readonly forecast?: number | null;
  /** What it says, for those who do not see it. */
  readonly label: string;
};

const wide = 100;

export function Bullet({ spent, held, limit, forecast = null, label }: BulletProps) {
  const top = Math.max(limit, spent + held, forecast ?? 0) || 1;
  const at = (value: number) => Number(((Math.max(0, value) / top) * wide).toFixed(2));
  return (
    <svg class="bullet" viewBox={`0 0 ${wide} 10`} preserveAspectRatio="none" role="img" aria-label={label}>
      <rect class="track" width={wide} height="10" />
      <rect class={spent > limit ? 'over' : 's1'} y="2" width={at(spent)} height="6" />
      <rect class="held" x={at(spent)} y="2" width={at(held)} height="6" />
      {forecast === null ? null : <line class="line" x1={at(forecast)} x2={at(forecast)} y1="0" y2="10" />}
      <line class="mark" x1={at(limit)} x2={at(limit)} y1="0" y2="10" />
    </svg>
  );
}
