/** What tells demo traffic from real: the names of its teams. Pure. */

/** No real team's name begins so; `npm run demo:seed` gives it to all of its own. */
export const demoPrefix = 'demo-';

export function isDemoTeam(team: string): boolean {
  return team.startsWith(demoPrefix);
}
