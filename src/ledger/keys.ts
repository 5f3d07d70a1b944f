/** Every key in the store, with what it holds and for how long. docs/storage.md is this file in prose. */

const day = 86_400;

export const keys = {
  /** Hash, what admission reads and writes: scopes `s:<scope>:<id>`, slots of holds `o:<n>`, `first`, `closed`, `thirds`, `scan`, `late`. */
  state: 'sbx:state',
  /** Stream, one entry for each flush: `rows` and `fixes`, JSON arrays of packed rows. Newest last, see `rowsTtlSeconds`. */
  rows: 'sbx:rows',
  /** Hash: row id -> who told of it and in which entry of the stream. By the hour of the request. */
  index: (hour: string) => `sbx:index:${hour}`,
  /** Hash: cell -> packed counters. */
  hour: (hour: string) => `sbx:hour:${hour}`,
  /** Hash like an hour's: the sum of the day's hours that are closed. */
  day: (day: string) => `sbx:day:${day}`,
  /** Hash like a day's: the sum of the days of a third of a month, kept as long. */
  third: (third: string) => `sbx:third:${third}`,
  /** Hash: id of an API key -> JSON of its record, with a digest in place of the key. */
  apiKeys: 'sbx:api-keys',
  /** Hash: `<scope>:<id>` -> JSON of the limits set for it. */
  limits: 'sbx:limits',
  /** Hash: end user -> what isolates need of those whose strikes amount to something, see actor-codec.ts. */
  actors: 'sbx:actors',
  /** Hash, see actor-script.ts: what counts against one end user, who is a keyed hash here too. */
  actor: (id: string) => `sbx:actor:${id}`,
  /** String: the id of a webhook that has been taken. */
  webhook: (id: string) => `sbx:webhook:${id}`,
  /** String, JSON `ResponseOwner`: who made and who may read a stored response, and how risky its conversation was. */
  responseOwner: (responseId: string) => `sbx:response:${responseId}`,
  /** Hash: response id -> the estimated row of an answer in the background, see late-charges.ts. */
  late: 'sbx:late',
  /** Sorted set: response id -> when its provider is asked next. */
  lateDue: 'sbx:late-due',
  /** String, JSON `Claim`: what became of the request that a client's Idempotency-Key names. The name is a hash. */
  claim: (name: string) => `sbx:claim:${name}`,
  /** String, sealed: the output items of one answer, for the client that names them later. See item-seal.ts. */
  items: (name: string) => `sbx:items:${name}`,
  /** String, JSON `{target, route, tokens, atMs}`: who served a conversation last. The name is a hash. */
  session: (name: string) => `sbx:session:${name}`,
  /** String, deflated JSON in base64, see receipt-codec.ts: what a caller may read about one request. */
  receipt: (requestId: string) => `sbx:receipt:${requestId}`,
  /** Hash: what was seen of targets -> sums that fade, see learned-fields.ts. */
  learned: 'sbx:learned',
  /** String, time and score: the caller's last word on one request. */
  feedback: (requestId: string) => `sbx:feedback:${requestId}`,
  /** String, JSON of an `Approval`: a call of a tool that waits for a person, or has waited. */
  approval: (id: string) => `sbx:approval:${id}`,
  /** String, JSON of an `ApprovalWord`: what a person has said of it. */
  approvalWord: (id: string) => `sbx:approval-word:${id}`,
  /** String: id of the approval that a call id of a conversation waits for, or has waited for. The name is a hash. */
  approvalOfCall: (name: string) => `sbx:approval-call:${name}`,
  /** Sorted set: ids of approvals -> when they expire, see waiting-approvals.ts. */
  waitingApprovals: 'sbx:waiting-approvals',
  /** String, JSON of a `BreakerNote`: that the circuit breaker of a target has opened or closed somewhere. */
  breaker: (target: string) => `sbx:breaker:${target}`,
  /** Hash: `seeded` -> JSON of what `npm run demo:seed` has written and what was there before; nothing else reads it. */
  demo: 'sbx:demo',
  /** Hash: `<provider>|<UTC day>` -> JSON of what ledger and bill came to, see reconciliations.ts. */
  reconciled: 'sbx:reconciled',
  /** String, JSON of a mark: until when a scheduled export has been sent. The name is a hash of what it is. */
  exportMark: (name: string) => `sbx:export:${name}`,
  /** String: that somebody is sending a scheduled export. */
  exportTurn: (name: string) => `sbx:export-turn:${name}`,
  /** String, a number: sign-ins to the dashboard from one address that have failed. The name is a keyed hash. */
  signInAttempts: (address: string) => `sbx:sign-in:${address}`,
  /** String: that a link of the development server that signs in once has been used. The name is a hash. */
  signInLink: (digest: string) => `sbx:sign-in-link:${digest}`,
} as const;

/** Of rows and of their index. */
export const rowsTtlSeconds = 35 * day;

export const hourTtlSeconds = 40 * day;

/** 13 months. */
export const dayTtlSeconds = 400 * day;

/** No provider keeps a prompt cached for longer. */
export const sessionTtlSeconds = 3600;

/** As long as a breaker stays open at most for failures; one that is open lasts as long as it is. */
export const closedBreakerTtlSeconds = 300;

/** Longer than any request may take: what was running when its isolate was lost can be asked again after that. */
export const runningClaimTtlSeconds = 4000;

export const claimTtlSeconds = day;

/** Of calls that wait, and of what was said of them: as long as a conversation goes on. */
export const approvalTtlSeconds = 7 * day;

/** No answer in the background takes longer. */
export const lateTtlSeconds = day;

/** OpenAI keeps stored responses for 30 days or more. */
export const responseOwnerTtlSeconds = 60 * day;

/** As long as OpenAI keeps them. */
export const itemsTtlSeconds = 30 * day;

/** Of one answer, as JSON; sealed it is a third longer. Upstash takes a request of 1 MB on every plan. */
export const mostItemBytes = 512 * 1024;

/** Strikes are forgotten after so many half-lives without another: what is left of one is under a hundredth. */
export const actorHalfLives = 7;

/** Longer than a webhook's timestamp is taken, whichever way clocks differ. */
export const webhookTtlSeconds = 3600;

/** Longer than a file takes; then its isolate has died. */
export const exportTurnTtlSeconds = 300;

/** Of failed sign-ins, from the first of them. */
export const signInAttemptsTtlSeconds = 600;

/** As long as a link that signs in once is good for. */
export const signInLinkTtlSeconds = 600;
