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
  /** Of the sign-in token, or an email address; `admin` for the holder of the admin token. */
  readonly name: string;
  readonly role: Role;
  /** Names of the teams they may see; a list for a viewer only, and never empty. */
  readonly teams: 'all' | readonly string[];
};

/** The holder of the admin token. */
export const admin: Person = { name: 'admin', role: 'owner', teams: 'all' };

/** Whether the person's role is that one or one above it. */
export function mayDo(person: Person, role: Role): boolean {
  return roles.indexOf(person.role) >= roles.indexOf(role);
}

/** As the audit log names whoever did something: nobody's name is read as another kind of actor's. */
export function actorOf({ name }: Person): string {
  return name === admin.name ? name : `person:${name}`;
}
