/** What signing in to the dashboard rests on and outlives a request. Types only; `access/` makes and uses it. */
import type { Person } from './person.ts';

/** An entry of SIGNALBOX_DASHBOARD_TOKENS. */
export type DashboardToken = {
  readonly person: Person;
  /** SHA-256 of the token, 64 hex digits. */
  readonly digest: string;
};

/** Attempts that this isolate has counted, by what they are counted under. */
export type AttemptCounts = Map<string, { readonly count: number; readonly endsMs: number }>;

/** Who an assertion of Cloudflare Access is about. Errors: `person_not_allowed`, `auth_unavailable`. */
export type AccessCheck = (assertion: string) => Promise<Person>;

/** A link that signs in once, on this machine. */
export type SignInLink = {
  /** SHA-256 of its code, 64 hex digits. */
  readonly digest: string;
  readonly endsMs: number;
};

export type SignInMeans = {
  /** Errors: `auth_unavailable` where an entry is malformed. */
  readonly tokens: () => readonly DashboardToken[];
  /** What sessions are signed under; null: there is no admin token, and nobody signs in with a token. */
  readonly sessionKey: (() => Promise<CryptoKey>) | null;
  readonly attempts: AttemptCounts;
  /** Null: the config names no team of Cloudflare Access. */
  readonly accessCheck: AccessCheck | null;
  /** Null wherever no development server has made one. */
  readonly link: SignInLink | null;
};
