/** A record of an API key; `more` changes parts of it. */
import type { KeyRecord } from '../../../src/core/key-record.ts';

export function makeKeyRecord(more: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id: 'AAAAAAAAAAAA',
    name: 'a key',
    digest: '0'.repeat(64),
    team: 'care',
    app: null,
    tier: 'user',
    tags: {},
    clientTags: [],
    routes: null,
    models: null,
    addresses: null,
    createdAtMs: 0,
    expiresAtMs: null,
    revokedAtMs: null,
    ...more,
  };
}
