/** A share of a whole as a bar in a row of a table; the figures stand in the row. */

export function ShareBar({ share }: { readonly share: number | null }) {
  const wide = Number((Math.min(1, Math.max(0, share ?? 0)) * 100).toFixed(1));
  return (
    <svg class="bullet" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="10" />
      <rect class="s1" width={wide} height="10" />
    </svg>
  );
}
