/**
 * fast-check generators of canonical blocks, in the normal form that decoders give. What not all protocols carry is
 * off unless an option turns it on. No protocol knowledge here.
 */
import fc from 'fast-check';
import type {
  AudioBlock,
  Block,
  CacheHint,
  Citation,
  FileBlock,
  ImageBlock,
  MediaSource,
  ReasoningBlock,
  RefusalBlock,
  Seal,
  TextBlock,
  ToolCallBlock,
} from '../../src/core/block.ts';
import type { JsonObject } from '../../src/core/json.ts';

type SourceKind = MediaSource['kind'];

export type BlockOptions = {
  images?: readonly SourceKind[];
  imageDetail?: boolean;
  files?: readonly SourceKind[];
  filenames?: boolean;
  /** Title-like context and the wish for citations on files. */
  fileContext?: boolean;
  audio?: boolean;
  cacheHints?: boolean;
  /** Off: no reasoning blocks. `one`: one part. `parts`: several. */
  reasoning?: 'one' | 'parts';
  /** Reasoning blocks carry such seals; `redacted` makes some of them nothing but the seal. */
  seal?: Pick<Seal, 'protocol' | 'model'>;
  redacted?: boolean;
  refusals?: boolean;
  urlCitations?: boolean;
  customTools?: boolean;
  /** Assistant blocks in any order; off: reasoning, texts, refusal, tool calls. */
  anyOrder?: boolean;
  /** At most one text block per answer or assistant message. */
  oneText?: boolean;
};

/** Never empty, any Unicode that is well-formed. */
export const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"\\\n\r\t', ' ', 'naïve 😀 日本語', 'data: [DONE]\n\n', '\u2028\u0000'),
  },
);

export const word = fc.stringMatching(/^[a-z][a-z0-9_-]{0,12}$/);

export const jsonObject: fc.Arbitrary<JsonObject> = fc.dictionary(
  fc.stringMatching(/^[a-z][a-z_]{0,8}$/),
  fc.jsonValue({ maxDepth: 2, noUnicodeString: false }).map(withoutNegativeZero),
  { maxKeys: 3, noNullPrototype: true },
) as fc.Arbitrary<JsonObject>;

/** JSON text has no negative zero: it would come back as zero. */
function withoutNegativeZero(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown;
}

export const schema: fc.Arbitrary<JsonObject> = jsonObject.map((properties) => ({
  type: 'object',
  properties,
}));

export const cache: fc.Arbitrary<CacheHint> = fc.constantFrom(
  {},
  { ttl: '5m' as const },
  { ttl: '1h' as const },
);

export function when<T>(
  isWanted: boolean | undefined,
  arbitrary: fc.Arbitrary<T>,
): fc.Arbitrary<T | undefined> {
  return isWanted ? fc.option(arbitrary, { nil: undefined }) : fc.constant(undefined);
}

/** Drops undefined members: an absent field is absent. */
export function present<T extends object>(value: { [K in keyof T]: T[K] | undefined }): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}

const base64 = fc
  .uint8Array({ minLength: 1, maxLength: 12 })
  .map((bytes) => Buffer.from(bytes).toString('base64'));

function source(kinds: readonly SourceKind[], mediaTypes: readonly string[]): fc.Arbitrary<MediaSource> {
  const all: Record<SourceKind, fc.Arbitrary<MediaSource>> = {
    data: fc.record({
      kind: fc.constant('data' as const),
      mediaType: fc.constantFrom(...mediaTypes),
      data: base64,
    }),
    url: fc.record({ kind: fc.constant('url' as const), url: fc.webUrl() }),
    id: fc.record({ kind: fc.constant('id' as const), id: word.map((id) => `file-${id}`) }),
    text: fc.record({ kind: fc.constant('text' as const), text }),
  };
  return fc.oneof(...kinds.map((kind) => all[kind]));
}

const citation: fc.Arbitrary<Citation> = fc
  .tuple(fc.webUrl(), text, fc.nat(50), fc.nat(50))
  .map(([url, title, start, length]) => ({ kind: 'url', url, title, start, end: start + length }));

export function textBlock(options: BlockOptions = {}): fc.Arbitrary<TextBlock> {
  return fc
    .record({ type: fc.constant('text' as const), text, cache: when(options.cacheHints, cache) })
    .map(present<TextBlock>);
}

function citedText(options: BlockOptions): fc.Arbitrary<TextBlock> {
  return fc
    .record({
      type: fc.constant('text' as const),
      text,
      citations: when(options.urlCitations, fc.array(citation, { minLength: 1, maxLength: 2 })),
    })
    .map(present<TextBlock>);
}

function imageBlock(options: BlockOptions): fc.Arbitrary<ImageBlock> {
  return fc
    .record({
      type: fc.constant('image' as const),
      source: source(options.images ?? [], ['image/png', 'image/jpeg']),
      detail: when(options.imageDetail, fc.constantFrom('low', 'high', 'auto')),
      cache: when(options.cacheHints, cache),
    })
    .map(present<ImageBlock>);
}

function fileBlock(options: BlockOptions): fc.Arbitrary<FileBlock> {
  return fc
    .record({
      type: fc.constant('file' as const),
      source: source(options.files ?? [], ['application/pdf']),
      filename: when(
        options.filenames,
        word.map((name) => `${name}.pdf`),
      ),
      context: when(options.fileContext, text),
      cite: when(options.fileContext, fc.boolean()),
      cache: when(options.cacheHints, cache),
    })
    .map(present<FileBlock>);
}

const audioBlock: fc.Arbitrary<AudioBlock> = fc.record({
  type: fc.constant('audio' as const),
  format: fc.constantFrom('wav', 'mp3'),
  data: base64,
});

export function mediaBlocks(options: BlockOptions): fc.Arbitrary<TextBlock | ImageBlock | FileBlock>[] {
  return [
    textBlock(options),
    ...(options.images?.length ? [imageBlock(options)] : []),
    ...(options.files?.length ? [fileBlock(options)] : []),
  ];
}

export function userBlock(options: BlockOptions): fc.Arbitrary<Block> {
  return fc.oneof(...mediaBlocks(options), ...(options.audio ? [audioBlock] : []));
}

function reasoningBlock(options: BlockOptions): fc.Arbitrary<ReasoningBlock> {
  const seal = (data: string): Seal => ({ protocol: 'openai-chat', ...options.seal, data });
  const shown = fc
    .tuple(fc.array(text, { minLength: 1, maxLength: options.reasoning === 'parts' ? 3 : 1 }), base64)
    .map(
      ([parts, data]): ReasoningBlock => ({
        type: 'reasoning',
        parts,
        ...(options.seal && { seal: seal(data) }),
      }),
    );
  if (!options.redacted) return shown;
  const hidden = base64.map(
    (data): ReasoningBlock => ({ type: 'reasoning', parts: [], redacted: true, seal: seal(data) }),
  );
  return fc.oneof(shown, hidden);
}

const refusalBlock: fc.Arbitrary<RefusalBlock> = fc.record({ type: fc.constant('refusal' as const), text });

/** Ids are made unique by their place, see `withCallIds`. */
function toolCallBlock(options: BlockOptions): fc.Arbitrary<ToolCallBlock> {
  const call =
    (kind: 'function' | 'custom') =>
    (name: string, input: string): ToolCallBlock => ({
      type: 'tool-call',
      id: '',
      name,
      input,
      kind,
    });
  const functionCall = fc
    .tuple(word, jsonObject)
    .map(([name, input]) => call('function')(name, JSON.stringify(input)));
  if (!options.customTools) return functionCall;
  return fc.oneof(
    functionCall,
    fc.tuple(word, text).map(([name, input]) => call('custom')(name, input)),
  );
}

export function withCallIds(blocks: readonly Block[], turn: number): Block[] {
  return blocks.map((block, at) =>
    block.type === 'tool-call' ? { ...block, id: `call_${turn}_${at}` } : block,
  );
}

/** What an assistant says: at least one block. Reasoning never stands alone: protocols drop such a message. */
export function assistantBlocks(options: BlockOptions): fc.Arbitrary<Block[]> {
  const maxTexts = options.oneText ? 1 : 2;
  const grouped = fc
    .record({
      reasoning: options.reasoning ? fc.array(reasoningBlock(options), { maxLength: 1 }) : fc.constant([]),
      texts: fc.array(citedText(options), { maxLength: maxTexts }),
      refusals: options.refusals ? fc.array(refusalBlock, { maxLength: 1 }) : fc.constant([]),
      calls: fc.array(toolCallBlock(options), { maxLength: 3 }),
    })
    .filter(({ texts, refusals, calls }) => texts.length + refusals.length + calls.length > 0);
  if (!options.anyOrder) {
    return grouped.map(({ reasoning, texts, refusals, calls }) => [
      ...reasoning,
      ...texts,
      ...refusals,
      ...calls,
    ]);
  }
  return grouped
    .chain(({ reasoning, texts, refusals, calls }) => {
      const all: Block[] = [...reasoning, ...texts, ...refusals, ...calls];
      return fc.shuffledSubarray(all, { minLength: all.length });
    })
    .filter((blocks) => blocks.at(-1)?.type !== 'reasoning');
}
