/**
 * Vocabulary of the audit log: what is written down of whom, for good. A new action is a line in the table and a call
 * of `append`. Fields are names, ids, words of ours, hashes and counts: no text of a request, no key has a place here.
 */

/** `word`: up to 128 characters of a name; `words`: up to 24; `digest`: 12 to 64 hex digits. */
type FieldKind = 'word' | 'words' | 'digest';

type Row = {
  /** What `object` names. */
  readonly of: string;
  /** For people. */
  readonly what: string;
  readonly fields: Readonly<Record<string, FieldKind>>;
};

const request = 'request id';
const asker = { team: 'word', tier: 'word', endUser: 'word' } as const;

export const auditActions = {
  'key.created': {
    of: 'key id',
    what: 'an API key was made',
    fields: {
      team: 'word',
      app: 'word',
      tier: 'word',
      maxTier: 'word',
      expires: 'word',
      programmes: 'words',
    },
  },
  'key.rotated': {
    of: 'key id',
    what: 'a key took the place of another',
    fields: { next: 'word', ends: 'word' },
  },
  'key.revoked': { of: 'key id', what: 'an API key was revoked', fields: { team: 'word' } },
  'limit.set': {
    of: 'scope and id',
    what: 'limits and budgets were set',
    fields: { before: 'words', after: 'words' },
  },
  'limit.removed': {
    of: 'scope and id',
    what: 'all limits and budgets were taken away',
    fields: { before: 'words' },
  },
  'correction.booked': {
    of: 'correction id',
    what: 'the cost of a day and model was corrected by what its provider bills',
    fields: { provider: 'word', day: 'word', model: 'word', nanoUsd: 'word' },
  },
  'config.activated': {
    of: 'config version',
    what: 'another configuration or deployment is in force',
    fields: { before: 'word', release: 'word', deployment: 'word' },
  },
  safeguard: {
    of: request,
    what: 'rules held for a request, its route did something to it, or it was refused',
    fields: {
      ...asker,
      outcome: 'word',
      rules: 'words',
      actions: 'words',
      floor: 'word',
      risk: 'word',
      domain: 'word',
    },
  },
  'answer.hit': {
    of: request,
    what: 'an answer held what it may not, or did not match its schema',
    fields: { ...asker, found: 'word', detail: 'word', place: 'word' },
  },
  'tool.call': {
    of: 'approval id',
    what: 'a call of a tool, or a request, waits for a person or needs none, or its result was withheld',
    fields: {
      ...asker,
      tool: 'word',
      argumentsHash: 'digest',
      effect: 'word',
      decision: 'word',
      expires: 'word',
    },
  },
  'approval.decided': {
    of: 'approval id',
    what: 'a person approved or denied a call of a tool',
    fields: { decision: 'word', tool: 'word', argumentsHash: 'digest', team: 'word' },
  },
  'actor.standing': {
    of: 'keyed hash of an end user',
    what: 'strikes have led to a suspension, or somebody has imposed or taken back one',
    fields: { after: 'word', reason: 'word', until: 'word', team: 'word' },
  },
  'redteam.run': {
    of: 'config version',
    what: 'a red team tried a configuration',
    fields: { corpus: 'digest', tier: 'word', mode: 'word', kinds: 'words' },
  },
  'session.started': {
    of: 'session id',
    what: 'a person signed in to the dashboard',
    fields: { role: 'word', teams: 'words', by: 'word', address: 'digest' },
  },
  'session.ended': { of: 'session id', what: 'a person signed out of the dashboard', fields: {} },
  'session.refused': {
    of: 'keyed hash of an address',
    what: 'a sign-in to the dashboard failed',
    fields: { reason: 'word', by: 'word' },
  },
} as const satisfies Record<string, Row>;

export type AuditAction = keyof typeof auditActions;

export const auditActionNames = Object.keys(auditActions) as readonly AuditAction[];

type ValueOf<Kind> = Kind extends 'words' ? readonly string[] : string;

/** What is not known is left out, or null. */
export type AuditEvent<Action extends AuditAction = AuditAction> = {
  [Each in Action]: {
    readonly action: Each;
    /** Who did it: `admin`, `router`, `openai`, the id of a key, or `person:` and the name of one who is signed in. */
    readonly actor: string;
    readonly object: string;
    readonly details: {
      readonly [Field in keyof (typeof auditActions)[Each]['fields']]?: ValueOf<
        (typeof auditActions)[Each]['fields'][Field]
      > | null;
    };
  };
}[Action];

export type AuditValue = string | readonly string[] | null;

/** An event as it is written down: the fields of its action and no others. */
export type AuditRecord = {
  /** ISO, of when it happened. */
  readonly at: string;
  readonly action: string;
  readonly actor: string;
  readonly object: string;
  readonly details: Readonly<Record<string, AuditValue>>;
};

/** A link of the chain: `hash` is over all the rest, `prev` among it. */
export type AuditEntry = AuditRecord & {
  /** Counts from 1, without a gap. */
  readonly seq: number;
  /** Hash of the entry before. */
  readonly prev: string;
  readonly hash: string;
};

/** What pins all entries up to one of them, once it is kept elsewhere. */
export type AuditHead = {
  readonly object: 'audit_head';
  /** Name of the log: one that was begun anew has another. */
  readonly log: string;
  /** Of the last entry; 0: there is none yet. */
  readonly seq: number;
  readonly hash: string;
  readonly at: string;
  /** Public key, base64url of its 32 bytes; null: there is no secret to sign with. */
  readonly key: string | null;
  /** Ed25519, base64url; null as `key`. */
  readonly signature: string | null;
};

export type AuditPage = {
  readonly entries: readonly AuditEntry[];
  /** Heads that were signed day by day, of entries of this page. */
  readonly heads: readonly AuditHead[];
  /** The first entry that is still kept; 0: none is. */
  readonly firstSeq: number;
  readonly head: AuditHead;
};

export type AuditLog = {
  /** Returns at once; what the log does not take after some tries becomes a log line. */
  append(event: AuditEvent): void;
  /** Entries from `from` on. Rejects with whatever the platform likes where the log is out of reach. */
  read(from: number, limit: number): Promise<AuditPage>;
  /** Of one action, newest first. Rejects as `read`. */
  latest(action: AuditAction, most: number): Promise<readonly AuditEntry[]>;
  /** Signed as it stands now. Rejects as `read`. */
  head(): Promise<AuditHead>;
};

const longestWord = 128;
const mostWords = 24;

/** Names are passed on; what could be prose loses its spaces and its length. */
function clipWord(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  return value.slice(0, longestWord).replaceAll(/[^\w.:@/+=|()-]/g, '_');
}

const readers: Readonly<Record<FieldKind, (value: unknown) => AuditValue>> = {
  word: clipWord,
  words: (value) =>
    Array.isArray(value)
      ? value
          .slice(0, mostWords)
          .map(clipWord)
          .filter((word) => word !== null)
      : null,
  digest: (value) => (typeof value === 'string' && /^[0-9a-f]{12,64}$/.test(value) ? value : null),
};

/** Pure. What has no place in the table is left out, whatever a caller passes at run time. */
export function recordEvent({ action, actor, object, details }: AuditEvent, atMs: number): AuditRecord {
  const fields: Readonly<Record<string, FieldKind>> = auditActions[action].fields;
  const given: Readonly<Record<string, unknown>> = details;
  return {
    at: new Date(atMs).toISOString(),
    action,
    actor: clipWord(actor) ?? '',
    object: clipWord(object) ?? '',
    details: Object.fromEntries(
      Object.entries(fields).map(([name, kind]) => [name, readers[kind](given[name])]),
    ),
  };
}
