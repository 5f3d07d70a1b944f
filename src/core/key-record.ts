/** What is kept of an API key: whom it stands for and what it may, never the key. Shapes only. */
import type { ApprovedProgrammes, Tier } from './caller.ts';

/** Whether a signed end-user token may, or must, come with a call. */
export const tokenRules = ['off', 'optional', 'required'] as const;

export type TokenRule = (typeof tokenRules)[number];

export type KeyRecord = {
  /** The 12 characters behind `sbx_live_`; in the open, so that a key can be named. */
  readonly id: string;
  /** Id of the first key of the line that it was rotated from, whose limits hold for all of them together; absent: its own. */
  readonly lineage?: string;
  /** For people: `care desk, production`. */
  readonly name: string;
  /** Hex HMAC-SHA-256 of the whole key under the pepper. */
  readonly digest: string;
  readonly team: string;
  readonly app: string | null;
  readonly tier: Tier;
  /** The highest tier that a signed token may give; absent: `tier`. */
  readonly maxTier?: Tier;
  /** The header, in small letters, that names the end user where the body names none; absent: no header does. */
  readonly endUserHeader?: string;
  /** Absent: `off`. */
  readonly endUserToken?: TokenRule;
  /** Absent: none. */
  readonly programmes?: ApprovedProgrammes;
  /** Whether it may approve held calls of its team; absent: it may not. */
  readonly mayApprove?: true;
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that a request may set for itself with `x-signalbox-tags`. */
  readonly clientTags: readonly string[];
  /** Routes it may use; null: all, or none where there are `models`. */
  readonly routes: readonly string[] | null;
  /** Models it may name; null: all, or none where there are `routes`. */
  readonly models: readonly string[] | null;
  /** Addresses it may call from, as `203.0.113.0/24`; null: all. */
  readonly addresses: readonly string[] | null;
  readonly createdAtMs: number;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  /** From then on it opens nothing; null: nobody has said when. */
  readonly revokedAtMs: number | null;
  /** `revokedAtMs` is the end of the overlap with the key that took its place; absent: somebody has revoked it. */
  readonly isRotated?: true;
};

/** What a signed token says of an end user. */
export type EndUserClaims = {
  readonly subject: string;
  /** Null: the token says nothing of it. */
  readonly tier: Tier | null;
};

/** Of a caller's team. Errors: `invalid_end_user_token`, `auth_unavailable`. */
export type TokenCheck = (token: string, team: string) => Promise<EndUserClaims>;

/** What it takes to check keys of a store. */
export type StoredKeys = {
  readonly directory: KeyDirectory;
  /** Secret under which keys are digested. */
  readonly pepper: string;
  readonly now: () => number;
  /** Absent: nothing is configured to check end-user tokens with. */
  readonly checkToken?: TokenCheck;
};

/** Where records are: in a store, behind a cache of the isolate. */
export type KeyDirectory = {
  /**
   * Null: there is no such key. A look-up goes on in `waitUntil`, since others may wait for it when the request is over.
   * Errors: `auth_unavailable`, where nobody can tell.
   */
  find(id: string, waitUntil: (work: Promise<unknown>) => void): Promise<KeyRecord | null>;
};
