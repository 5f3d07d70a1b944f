/** What is kept of an API key: whom it stands for and what it may, never the key. Shapes only. */
import type { Tier } from './caller.ts';

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
  readonly tags: Readonly<Record<string, string>>;
  /** Tags that a request may set for itself with `x-signalbox-tags`. */
  readonly clientTags: readonly string[];
  /** Routes it may use; null: all. */
  readonly routes: readonly string[] | null;
  /** Models it may name; null: all. */
  readonly models: readonly string[] | null;
  /** Addresses it may call from, as `203.0.113.0/24`; null: all. */
  readonly addresses: readonly string[] | null;
  readonly createdAtMs: number;
  /** Null: never. */
  readonly expiresAtMs: number | null;
  readonly revokedAtMs: number | null;
};

/** What it takes to check keys of a store. */
export type StoredKeys = {
  readonly directory: KeyDirectory;
  /** Secret under which keys are digested. */
  readonly pepper: string;
  readonly now: () => number;
};

/** Where records are: in a store, behind a cache of the isolate. */
export type KeyDirectory = {
  /**
   * Null: there is no such key. A look-up goes on in `waitUntil`, since others may wait for it when the request is over.
   * Errors: `auth_unavailable`, where nobody can tell.
   */
  find(id: string, waitUntil: (work: Promise<unknown>) => void): Promise<KeyRecord | null>;
};
