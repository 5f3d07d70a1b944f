/**
 * Who is signed in to the dashboard, and what their role lets them do. The roles are a ladder: each may do all that the one
 * before it may. Only a viewer is bound to teams.
 */

/**
 * viewer: what their own teams used. finance: all teams, money, exports, reconciling. operator: requests, approvals and
 * end users besides. owner: everything.
 */
export const roles = ['viewer', 'finance', 'operator', 'owner'] as const;

export type Role = (typeof roles)[number];

export type Person = {
  readonly name: string;
  readonly role: Role;
  /** Names of the teams they may see; a list for a viewer only, and never empty. */
  readonly teams: 'all' | readonly string[];
};

/** Whether the person's role is that one or one above it. */
export function mayDo(person: Person, role: Role): boolean {
  return roles.indexOf(person.role) >= roles.indexOf(role);
}
