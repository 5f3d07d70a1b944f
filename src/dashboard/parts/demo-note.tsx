/** Says of figures that hold demo traffic that they do, and how it goes. */
import { isDemoTeam } from '../../core/demo.ts';

export function DemoNote({ teams }: { readonly teams: readonly string[] }) {
  if (!teams.some(isDemoTeam)) return null;
  return (
    <p class="banner">
      Teams whose names begin with <code>demo-</code> are demo traffic. <code>npm run demo:remove</code> takes
      them out of the store.
    </p>
  );
}
