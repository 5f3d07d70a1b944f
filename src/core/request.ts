/**
 * The canonical request: what all three protocols can say, block-structured. A field is absent where the caller
 * did not send it; defaults are the provider's. Beside it travels `raw`, the JSON as received.
 */
import type { AskedProgramme } from './access-programs.ts';
import type { Block, CacheHint, TextBlock } from './block.ts';
import type { FeatureUse } from './features.ts';
import type { JsonObject } from './json.ts';
import type { Effort } from './target.ts';

/** `system` inside the conversation is an instruction given later than the leading system text. */
export type Message = {
  role: 'user' | 'assistant' | 'system';
  content: Block[];
  name?: string;
};

export type FunctionTool = {
  kind: 'function';
  name: string;
  description?: string;
  /** JSON schema of the arguments, as the caller wrote it; absent: no arguments declared. */
  schema?: JsonObject;
  strict?: boolean | null;
  cache?: CacheHint;
};

/** A tool that takes free text; `format` is the provider's grammar object, if any. */
export type CustomTool = { kind: 'custom'; name: string; description?: string; format?: JsonObject };

/** A tool the provider runs itself, as the caller wrote it. */
export type ProviderTool = { kind: 'provider'; name: string; value: JsonObject };

export type Tool = FunctionTool | CustomTool | ProviderTool;

export type ToolChoice =
  | { mode: 'auto' | 'none' | 'required' }
  | { mode: 'tool'; name: string; kind: 'function' | 'custom' }
  | { mode: 'allowed'; require: boolean; names: string[] };

export type OutputFormat =
  | { kind: 'text' }
  | { kind: 'json' }
  | { kind: 'schema'; name?: string; description?: string; schema: JsonObject; strict?: boolean | null };

export type Sampling = {
  temperature?: number;
  topP?: number;
  topK?: number;
  seed?: number;
  frequencyPenalty?: number;
  presencePenalty?: number;
  logitBias?: JsonObject;
};

export type Reasoning = {
  effort?: Effort;
  /** Anthropic before adaptive thinking. */
  budgetTokens?: number;
  /** Responses: `auto`, `concise`, `detailed`; Anthropic display `summarized` reads as `auto`. */
  summary?: string;
  /** The caller wants seals it can send back (Responses `include: reasoning.encrypted_content`). */
  wantsSeal?: boolean;
  /** `pro`: parallel test-time compute (Responses `reasoning.mode`). */
  mode?: string;
};

/** State kept at a provider: pins the request to it. */
export type ProviderState = {
  previousResponseId?: string;
  conversationId?: string;
  containerId?: string;
  store?: boolean;
  background?: boolean;
};

export type LlmRequest = {
  /** As asked: `auto`, `route/NAME`, a model or snapshot, optionally `@effort`. */
  model: string;
  system: TextBlock[];
  messages: Message[];
  tools: Tool[];
  /** Declared by items of the conversation, which hold them on the wire: no encoder writes these. */
  lateTools?: Tool[];
  toolChoice?: ToolChoice;
  parallelToolCalls?: boolean;
  format?: OutputFormat;
  /** Chat Completions: the answer as the caller expects it. No encoder writes it. */
  prediction?: string;
  verbosity?: string;
  maxOutputTokens?: number;
  /** Chat Completions `n`: so many answers, each billed. */
  choices?: number;
  stop?: string[];
  sampling: Sampling;
  reasoning: Reasoning;
  state: ProviderState;
  /** Whole-prompt cache key (OpenAI `prompt_cache_key`). */
  cacheKey?: string;
  serviceTier?: string;
  /** The person behind the app: as the client named them once it is decoded, under a name that says nothing once they are identified. */
  endUser?: string;
  /** The programme of a provider that it asks to take part in (`access_programs`). */
  programme?: AskedProgramme;
  metadata?: Record<string, string>;
  stream: boolean;
  /** Chat Completions: the client asked for the usage chunk. The other protocols always send usage. */
  wantsUsage: boolean;
  /** Chat Completions before tools (`functions`): the answer names its one call in `function_call`. */
  legacyFunctions?: boolean;
  /**
   * What this request uses that not every protocol carries, each with the place in the caller's body
   * (`messages[2].content[0]`). Written by the decoder, compared with a protocol's `carriage` table.
   */
  features: FeatureUse[];
};
