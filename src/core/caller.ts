/** Who calls: the authenticated key and what it stands for. Never the key itself. */

/** How far a caller is trusted, from least to most. Set on the key, never by a plain header. */
export const tiers = ['anonymous', 'user', 'verified', 'trusted'] as const;

export type Tier = (typeof tiers)[number];

/** Programmes of a provider for sensitive work, each with the levels that it approves callers for. */
export const programmes = {
  cyber: ['standard', 'daybreak_blue', 'daybreak_red'],
  bio: ['standard'],
} as const satisfies Record<string, readonly string[]>;

export type Programme = keyof typeof programmes;

/** The level that is approved; absent: none. */
export type ApprovedProgrammes = { readonly [P in Programme]?: (typeof programmes)[P][number] };

/** Who named the end user: a signed token, the body, or the header that the key's settings allow. */
export type EndUserSource = 'token' | 'body' | 'header';

/** The person behind the app. */
export type EndUser = {
  /** 32 hex digits that say nothing of them: stable for their team, never the same for two teams. */
  readonly id: string;
  readonly source: EndUserSource;
  /** Requests per minute, for what counts against them; absent: none are set for that. */
  readonly slowedTo?: number;
};

export type Caller = {
  /** Name of the key. */
  readonly id: string;
  /** Under which its limits and all that is kept for it stand: keys that were rotated share it; absent: its own name. */
  readonly lineage?: string;
  readonly team: string;
  /** Null: the key belongs to the team as a whole. */
  readonly app: string | null;
  /** Of the key, or of the signed token that came with it. */
  readonly tier: Tier;
  /** What costs are allocated by beside team and app; at most 8. */
  readonly tags: Readonly<Record<string, string>>;
  /** Routes it may use; absent: all, or none where `models` is there. */
  readonly routes?: readonly string[];
  /** Models it may name; absent: all, or none where `routes` is there. */
  readonly models?: readonly string[];
  /** Absent: none named, or there is no secret to name them under. */
  readonly endUser?: EndUser;
  /** Programmes that it is approved for; absent: none. */
  readonly programmes?: ApprovedProgrammes;
  /** Whether it may approve held calls of its team; absent: it may not. */
  readonly mayApprove?: true;
};

/** Under which all that outlives a request is kept for its caller, so that a key can be rotated: of its keys, the first. */
export function lineOf({ id, lineage = id }: Pick<Caller, 'id' | 'lineage'>): string {
  return lineage;
}

/** Whose a conversation is: the end user's where one is named, else of everybody behind the key. */
export function speakerOf(caller: Pick<Caller, 'id' | 'lineage' | 'endUser'>): string {
  const { endUser } = caller;
  return endUser === undefined ? lineOf(caller) : `${lineOf(caller)} ${endUser.id}`;
}

/** The team of keys that name none. */
export const defaultTeam = 'default';

/** A caller of whom only the key's name is known. */
export function callerNamed(id: string): Caller {
  return { id, team: defaultTeam, app: null, tier: 'user', tags: {} };
}

/** The keys that may call, as SHA-256 digests. */
export type KeyRing = readonly { readonly id: string; readonly digest: Uint8Array }[];
