/** Who calls. */

/** The authenticated key. `id` is its name, never the key. */
export type Caller = { readonly id: string };

/** The keys that may call, as SHA-256 digests. */
export type KeyRing = readonly { readonly id: string; readonly digest: Uint8Array }[];
