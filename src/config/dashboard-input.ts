/** The form of `dashboard` in `routes.config.ts`: who may see it by way of Cloudflare Access. Types only. */
import type { Role } from '../core/person.ts';

/** One person by their address, or all of a group that the identity provider tells Access of. */
type Whom =
  | { readonly email: string; readonly group?: never }
  | { readonly group: string; readonly email?: never };

export type PersonInput = Whom &
  (
    | { readonly role: 'viewer' /** Whose usage they see. */; readonly teams: readonly string[] }
    | { readonly role: Exclude<Role, 'viewer'>; readonly teams?: never }
  );

export type DashboardInput = {
  readonly access: {
    /** `acme.cloudflareaccess.com` */
    readonly teamDomain: string;
    /** The application's AUD tag: 64 hex digits, no secret. */
    readonly audience: string;
  };
  readonly people: readonly PersonInput[];
};
