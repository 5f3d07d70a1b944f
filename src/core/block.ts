/**
 * Blocks: what messages and answers are made of, in every protocol. `opaque` is what we do not know; it may go
 * back only to the protocol it came from.
 */
import type { JsonObject } from './json.ts';
import type { ProtocolId } from './target.ts';

/** Where bytes of an image or file are. `data` is base64 without a prefix. */
export type MediaSource =
  | { kind: 'data'; mediaType: string; data: string }
  | { kind: 'url'; url: string }
  | { kind: 'id'; id: string } // a provider's file id: pins the request to that provider
  | { kind: 'text'; text: string }; // a plain-text document given inline

/** A caller's wish that the prompt up to and with this block is cached by the provider. */
export type CacheHint = { ttl?: '5m' | '1h' };

/** A source the answer cites. `url` citations map between protocols; `span` ones point into the caller's documents. */
export type Citation =
  | { kind: 'url'; url: string; title?: string; citedText?: string; start?: number; end?: number }
  | { kind: 'opaque'; protocol: ProtocolId; value: JsonObject };

export type TextBlock = {
  type: 'text';
  text: string;
  citations?: Citation[];
  /** Responses: `commentary` or `final_answer` of an assistant's text. */
  phase?: string;
  cache?: CacheHint;
};

export type ImageBlock = { type: 'image'; source: MediaSource; detail?: string; cache?: CacheHint };

export type FileBlock = {
  type: 'file';
  source: MediaSource;
  filename?: string;
  /** Anthropic: context for the model that is not part of the document. */
  context?: string;
  /** Anthropic: let the model cite this document. */
  cite?: boolean;
  cache?: CacheHint;
};

export type AudioBlock = { type: 'audio'; format: string; data: string };

/**
 * What only its maker can read: an Anthropic thinking signature, OpenAI's encrypted reasoning. `protocol` and
 * `model` say for whom it is valid; `model` is undefined where the wire does not tell.
 */
export type Seal = { protocol: ProtocolId; model?: string; data: string };

export type ReasoningBlock = {
  type: 'reasoning';
  /** Text in the parts the provider made (Responses has summary parts; the others have one). Empty: none shown. */
  parts: string[];
  /** True where the provider sends the reasoning itself, not a summary (Responses `content`, open-weight models). */
  verbatim?: boolean;
  seal?: Seal;
  /** Anthropic `redacted_thinking`: nothing but the seal. */
  redacted?: boolean;
  /** The provider's item id (Responses `rs_…`). */
  id?: string;
};

export type ToolCallBlock = {
  type: 'tool-call';
  id: string;
  name: string;
  /** JSON text as the model wrote it; free text for a custom tool. May be empty: a call without arguments. */
  input: string;
  /** `custom`: a free-text tool. */
  kind: 'function' | 'custom';
  /** The provider's item id (Responses `fc_…`), where it differs from the call id. */
  itemId?: string;
  cache?: CacheHint;
};

export type ToolResultBlock = {
  type: 'tool-result';
  callId: string;
  kind: 'function' | 'custom';
  content: (TextBlock | ImageBlock | FileBlock)[];
  isError?: boolean;
  cache?: CacheHint;
};

export type RefusalBlock = { type: 'refusal'; text: string };

/** `field` says what it was on the wire, for loss reports: `web_search_call`, `server_tool_use`. */
export type OpaqueBlock = { type: 'opaque'; protocol: ProtocolId; kind: string; value: JsonObject };

export type Block =
  | TextBlock
  | ImageBlock
  | FileBlock
  | AudioBlock
  | ReasoningBlock
  | ToolCallBlock
  | ToolResultBlock
  | RefusalBlock
  | OpaqueBlock;
