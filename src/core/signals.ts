/**
 * Facts about a request that are read off it, not judged from its wording: shared by the planner, safeguards, ledger
 * and dashboard. Shapes only. Kinds and counts: never a value that was found.
 */
import type { ToolChoice } from './request.ts';
import type { RiskOrigin } from './risk.ts';
import type { TokenFamily } from './token-rates.ts';

/** From harmless to grave; `destructive` deletes, pays, deploys, grants, sends, publishes, cancels or runs code. */
export const toolEffects = ['read', 'write', 'destructive'] as const;

export type ToolEffect = (typeof toolEffects)[number];

export type ToolJudgement = {
  effect: ToolEffect;
  /** What decided, in words a person can read; strongest first. */
  evidence: readonly string[];
  /** False where name, description and parameters say little, or do not agree. */
  isSure: boolean;
};

export type JudgedTool = ToolJudgement & { name: string };

export type ToolUse = {
  declared: readonly JudgedTool[];
  /** Each called tool once, in the order of the first calls. */
  called: readonly JudgedTool[];
  /** Gravest of all; null: no tools. */
  highest: ToolEffect | null;
  highestCalled: ToolEffect | null;
};

/** What a finding would be used for: to act as somebody, to pay, or to know a person. */
export type FindingGroup = 'secret' | 'payment' | 'personal';

/**
 * Kinds of secrets and personal data. `longest`: no finding of the kind has more UTF-16 units, so a reader of a stream
 * that holds back that many misses none.
 */
export const findingKinds = {
  'openai-key': { group: 'secret', longest: 256 },
  'anthropic-key': { group: 'secret', longest: 256 },
  'aws-access-key': { group: 'secret', longest: 20 },
  'aws-secret-key': { group: 'secret', longest: 40 },
  'google-key': { group: 'secret', longest: 39 },
  'github-token': { group: 'secret', longest: 256 },
  'slack-token': { group: 'secret', longest: 256 },
  'stripe-key': { group: 'secret', longest: 256 },
  'signalbox-key': { group: 'secret', longest: 256 },
  /** A key of another provider, told by how it begins. */
  'other-key': { group: 'secret', longest: 256 },
  jwt: { group: 'secret', longest: 4096 },
  /** PEM, from the line that begins it to the one that ends it. */
  'private-key': { group: 'secret', longest: 8192 },
  /** The password inside an address: `rediss://default:…@host`. */
  'url-password': { group: 'secret', longest: 256 },
  /** A value that is called a password. */
  password: { group: 'secret', longest: 128 },
  /** A value that is called a key, secret or token and looks drawn at random. */
  'named-secret': { group: 'secret', longest: 256 },
  card: { group: 'payment', longest: 24 },
  iban: { group: 'payment', longest: 42 },
  email: { group: 'personal', longest: 254 },
  phone: { group: 'personal', longest: 34 },
  'ip-address': { group: 'personal', longest: 39 },
  'us-ssn': { group: 'personal', longest: 11 },
  'uk-nino': { group: 'personal', longest: 13 },
  'de-tax-id': { group: 'personal', longest: 14 },
  'fr-nir': { group: 'personal', longest: 21 },
  'es-dni': { group: 'personal', longest: 12 },
  'it-fiscal-code': { group: 'personal', longest: 16 },
  'br-cpf': { group: 'personal', longest: 14 },
  'br-cnpj': { group: 'personal', longest: 18 },
  'in-aadhaar': { group: 'personal', longest: 14 },
  'cn-resident-id': { group: 'personal', longest: 18 },
  'pl-pesel': { group: 'personal', longest: 11 },
} as const satisfies Record<string, { group: FindingGroup; longest: number }>;

export type FindingKind = keyof typeof findingKinds;

/** A place in one text, in UTF-16 units, `end` exclusive. Findings of a text never overlap. */
export type Finding = {
  kind: FindingKind;
  start: number;
  end: number;
  /** True where check digits, a checksum or an inner structure speak for it, not only its shape or its name. */
  isChecked: boolean;
};

/** How often a kind was found in whose words. */
export type FoundKind = { kind: FindingKind; origin: RiskOrigin; count: number; checked: number };

/** `code` is a BCP-47 tag, `und` where it is not sure; `share` of the letters looked at, 0-1. */
export type LanguageShare = { code: string; share: number };

export const toolLoopStates = ['none', 'open', 'results-in'] as const;

export type ToolLoop = {
  /** `open`: calls await their results; `results-in`: the newest message answers all of them. */
  state: (typeof toolLoopStates)[number];
  /** Calls without a result. */
  openCalls: number;
  /** Messages of users, not counting those that only carry tool results. */
  turns: number;
  /** Answers with tool calls since the last turn of a user. */
  steps: number;
};

export type Signals = {
  /** Estimated input tokens by family of models. */
  tokens: Readonly<Record<TokenFamily, number>>;
  /** Largest share first, at most four; empty where there are no letters. */
  language: { lastTurn: readonly LanguageShare[]; whole: readonly LanguageShare[] };
  /** `share` of the characters of all texts, 0-1; `languages` as the fences name them, each once. */
  code: { share: number; languages: readonly string[] };
  /** Units of text, and how many of each medium. */
  input: { textUnits: number; images: number; audio: number; files: number };
  /** What the answer is asked to hold besides text. */
  output: { image: boolean; audio: boolean };
  structuredOutput: 'none' | 'json' | 'schema';
  /** Null: not said. */
  toolChoice: ToolChoice['mode'] | null;
  parallelTools: boolean | null;
  toolLoop: ToolLoop;
  /** Secrets and personal data: kinds and counts, most first. */
  found: readonly FoundKind[];
  /** Published sample values (`example.com`, test cards): seen, and not counted in `found`. */
  examples: number;
  /** False where the texts were too long for all of them to be scanned for secrets and personal data. */
  isWhole: boolean;
};
