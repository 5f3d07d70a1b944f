/**
 * What a wire protocol is to the rest of the router: a codec both ways, pure and synchronous. Each folder of
 * `protocols/` exports one of these and nothing else.
 */
import type { InvalidRequest, Result, RouterError, UpstreamFault } from './errors.ts';
import type { AnswerFeature, CarriageTable, Loss, RequestFeature } from './features.ts';
import type { JsonObject } from './json.ts';
import type { Edits } from './json-text.ts';
import type { LongWork } from './long-work.ts';
import type { LlmRequest } from './request.ts';
import type { RequestGuard } from './request-guard.ts';
import type { LlmResponse } from './response.ts';
import type { StreamEvent } from './stream-event.ts';
import type { ProtocolId, Quirk, Target } from './target.ts';
import type { Usage } from './usage.ts';

/** One server-sent event: `event` is undefined where the wire has only `data:` lines. */
export type SseEvent = { readonly event?: string | undefined; readonly data: string };

/** Bytes -> server-sent events, incrementally (`sse/parse.ts`). */
export type SseParser = {
  /** Events completed by these bytes. */
  push(bytes: Uint8Array): SseEvent[];
  /** Events completed by the end of the stream: an unfinished one is dropped, as the specification demands. */
  end(): SseEvent[];
  /** True once an event was too long to hold; nothing comes after that. */
  readonly overflowed: boolean;
};

/** Bytes -> canonical events. Never throws: what it cannot read becomes an error event. */
export type StreamDecoder = {
  /** Events of one server-sent event; unknown ones give none. */
  push(event: SseEvent): StreamEvent[];
  /** The upstream has closed. Gives an error event where the end marker is missing, else nothing. */
  end(): StreamEvent[];
};

/** Canonical events -> text to send. Exactly one terminal signal, whatever comes in. */
export type StreamEncoder = {
  push(event: StreamEvent): string;
  /** Items of an answer that has ended, as a JSON array; where the protocol has `keptItems`. */
  readonly printItems?: () => string;
  /** The terminal error of this very stream; where it has an id and numbers that the error goes on with. */
  readonly fail?: (error: RouterError) => string;
};

/** What an answer needs besides its content, made by the pipeline so that codecs stay pure. */
export type AnswerContext = {
  /** Used where the upstream gave no id in this protocol's form; unique per request, `[a-z0-9]{24}`. */
  readonly id: string;
  /** Unix seconds. */
  readonly created: number;
  /** Model name to report where the upstream told none. */
  readonly model: string;
  /** The caller's request, for what answers echo (tools, usage chunk wished, format). */
  readonly request: LlmRequest;
  /** The caller's own body, for what answers echo as it was sent; absent: nobody sent one. */
  readonly raw?: JsonObject;
  /** About how many the target counts, for a stream that has to say it before its provider has; null: unknown. */
  readonly inputTokens?: (() => number | null) | undefined;
  /** Members to add to the answer's JSON, or to the last event of its stream that can carry them; read at its end. */
  readonly extension?: (() => Readonly<JsonObject> | null) | undefined;
};

/** An item of an earlier answer of this router that a request names instead of sending it. */
export type ItemReference = {
  /** As sent: `msg_sbx_<answer id>_0`. */
  readonly itemId: string;
  /** `AnswerContext.id` of that answer. */
  readonly answerId: string;
  /** Where the id stands: `input[3].id`. */
  readonly field: string;
};

/** For a protocol whose clients name items of earlier answers, so that somebody has to keep them. */
export type KeptItems = {
  /** The items of an encoded answer, as a JSON array. */
  printItems(answer: JsonObject): string;
  /** In the order of the request; those to a provider's own items are not among them. */
  findReferences(raw: JsonObject): ItemReference[];
  /** Edits that put items, by their ids, in place of the references to them. */
  resolveReferences(raw: JsonObject, items: ReadonlyMap<string, JsonObject>): Edits;
};

export type EncodedRequest = { readonly body: JsonObject; readonly losses: Loss[] };

/** What the client has got of a stream whose bytes passed. */
export type PassedStream = {
  /** As far as its head was decoded. */
  readonly events: readonly StreamEvent[];
  /** Its last events. */
  readonly tail: readonly SseEvent[];
};

/** What the end of a passed-through stream tells. */
export type StreamTail = {
  readonly ended: boolean;
  readonly usage: Usage;
  readonly fault?: UpstreamFault;
  /** The tier that served it, where the end says so. */
  readonly serviceTier?: string;
};

export type Protocol = {
  readonly id: ProtocolId;
  /** Name for people: `OpenAI Chat Completions`. */
  readonly title: string;
  /** Path under a provider's base URL: `/chat/completions`. */
  readonly path: string;
  /** Request headers it always sends, besides authorization. */
  readonly headers: Readonly<Record<string, string>>;
  readonly carriage: {
    readonly request: CarriageTable<RequestFeature>;
    readonly answer: CarriageTable<AnswerFeature>;
  };

  decodeRequest(raw: JsonObject): Result<LlmRequest, InvalidRequest>;
  /** A body for this target. Losses are only those found while encoding (a schema too deep, an unreadable argument). */
  encodeRequest(request: LlmRequest, target: Target): EncodedRequest;
  /**
   * Passthrough lane: top-level edits that turn the caller's own body into what the target takes (model name,
   * adjusted fields, the usage chunk, reasoning sealed for others). `before` is as decoded, `after` as adjusted.
   */
  patchRequest(raw: JsonObject, before: LlmRequest, after: LlmRequest, target: Target): Edits;

  /** What the caller loses by these edits, besides what adjusting has already reported. */
  lossesOfPatch(raw: JsonObject, edits: Edits): Loss[];

  /** What safeguards may change in the caller's body. */
  readonly requestGuard: RequestGuard;

  /** An answer with status 2xx. An `error` object inside it is an error. */
  decodeResponse(raw: JsonObject): Result<LlmResponse, UpstreamFault>;
  encodeResponse(response: LlmResponse, context: AnswerContext): JsonObject;

  /** An answer with another status; `raw` is null where the body is no JSON object. */
  decodeError(status: number, headers: Headers, raw: JsonObject | null): UpstreamFault;
  encodeError(error: RouterError, requestId: string): JsonObject;
  /** The same error inside a stream that has begun, ready to send, terminal; `passed` is what it goes on with. */
  encodeStreamError(error: RouterError, requestId: string, passed?: PassedStream): string;

  /** Makes an event of the caller's stream mean nothing to its client: a JSON member, without braces. */
  readonly idleMember: string;

  streamDecoder(): StreamDecoder;
  streamEncoder(context: AnswerContext): StreamEncoder;
  /** Reads usage and the end marker from the last events of a stream whose head was decoded before. */
  readTail(events: readonly SseEvent[]): StreamTail;
  /**
   * Tells the event that only we may have asked for (Chat Completions: the usage chunk). Null where a protocol has no
   * such event, so that its streams pass untouched.
   */
  readonly isUnasked: ((event: SseEvent) => boolean) | null;
  /** Null where requests always hold the whole conversation or leave it to the provider. */
  readonly keptItems: KeptItems | null;
  /** Null where an answer is made only for somebody who listens. */
  readonly longWork: LongWork | null;
};

/** True where a provider's quirk is set on the target. */
export function hasQuirk(target: Target, quirk: Quirk): boolean {
  return target.provider.quirks.includes(quirk);
}
