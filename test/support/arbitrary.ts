/**
 * fast-check generators of canonical requests and answers, in the normal form that decoders give. Everything that
 * not all protocols carry is off unless an option turns it on, so a test asks for exactly what its protocol
 * carries. No protocol knowledge here.
 */
import fc from 'fast-check';
import type { Block, ToolCallBlock, ToolResultBlock } from '../../src/core/block.ts';
import type { LlmRequest, Message, OutputFormat, Tool, ToolChoice } from '../../src/core/request.ts';
import type { LlmResponse, Stop } from '../../src/core/response.ts';
import type { Effort } from '../../src/core/target.ts';
import type { Usage } from '../../src/core/usage.ts';
import {
  assistantBlocks,
  type BlockOptions,
  cache,
  mediaBlocks,
  present,
  schema,
  text,
  textBlock,
  userBlock,
  when,
  withCallIds,
  word,
} from './arbitrary-blocks.ts';

export type RequestOptions = BlockOptions & {
  /** Several leading system blocks; off: at most one. */
  manySystem?: boolean;
  lateSystem?: boolean;
  names?: boolean;
  toolResultMedia?: boolean;
  toolResultErrors?: boolean;
  /** A user message may follow the one with tool results. */
  userAfterResults?: boolean;
  /** The last message may be the assistant's. */
  prefill?: boolean;
  choiceModes?: readonly ToolChoice['mode'][];
  formats?: readonly OutputFormat['kind'][];
  /** Schema formats have a name, a description and a strictness. */
  schemaNames?: boolean;
  efforts?: readonly Effort[];
  /** Names of further fields that may be set. */
  fields?: readonly (keyof typeof requestFields)[];
  sampling?: readonly (keyof typeof samplingFields)[];
};

export type ResponseOptions = BlockOptions & {
  /** How an answer without tool calls may stop, each as its decoder gives it. */
  stops: readonly Stop[];
  /** How one with tool calls stops. */
  toolStop: Stop;
  cacheWrites?: boolean;
  cacheWrites1h?: boolean;
  reasoningUsage?: boolean;
  serviceTiers?: readonly string[];
};

function toolResults(calls: readonly ToolCallBlock[], options: RequestOptions): fc.Arbitrary<Message> {
  const content = options.toolResultMedia
    ? fc.array(fc.oneof(...mediaBlocks(options)), { minLength: 1, maxLength: 2 })
    : fc.array(textBlock(), { minLength: 1, maxLength: 2 });
  const result = ({ id, kind }: ToolCallBlock): fc.Arbitrary<Block> =>
    fc
      .record({
        type: fc.constant('tool-result' as const),
        callId: fc.constant(id),
        kind: fc.constant(kind),
        content,
        isError: when(options.toolResultErrors, fc.constant(true)),
        cache: when(options.cacheHints, cache),
      })
      .map(present<ToolResultBlock>);
  return fc.tuple(...calls.map(result)).map((blocks): Message => ({ role: 'user', content: blocks }));
}

function plainMessage(role: 'user' | 'system', options: RequestOptions): fc.Arbitrary<Message> {
  const block = role === 'user' ? userBlock(options) : textBlock();
  return fc
    .record({
      role: fc.constant(role),
      content: fc.array(block, { minLength: 1, maxLength: 3 }),
      name: when(options.names, word),
    })
    .map(present<Message>);
}

/** One turn: the user (and perhaps a late instruction), the assistant, and the results of what it called. */
function turn(index: number, options: RequestOptions): fc.Arbitrary<Message[]> {
  const late =
    options.lateSystem && index > 0
      ? fc.array(plainMessage('system', options), { maxLength: 1 })
      : fc.constant([]);
  return fc
    .tuple(late, plainMessage('user', options), assistantBlocks(options))
    .chain(([lates, user, blocks]) => {
      const content = withCallIds(blocks, index);
      const assistant: Message = { role: 'assistant', content };
      const calls = content.filter((block) => block.type === 'tool-call');
      const head = [...lates, user, assistant];
      if (calls.length === 0) return fc.constant(head);
      const after: fc.Arbitrary<Message[]> = options.userAfterResults
        ? fc.constant([])
        : textBlock().map((block) => [{ role: 'assistant', content: [block] }]);
      return fc
        .tuple(toolResults(calls, options), after)
        .map(([results, rest]) => [...head, results, ...rest]);
    });
}

function conversation(options: RequestOptions): fc.Arbitrary<Message[]> {
  const turns = fc
    .nat(3)
    .chain((count) => fc.tuple(...Array.from({ length: count }, (_, at) => turn(at, options))));
  const last = plainMessage('user', options).map((message) => [message]);
  const ending = options.prefill ? fc.oneof(last, fc.constant([])) : last;
  return fc
    .tuple(turns, ending)
    .map(([all, end]) => [...all.flat(), ...end])
    .filter((messages) => messages.length > 0);
}

function tool(options: RequestOptions): fc.Arbitrary<Tool> {
  const functionTool = fc
    .record({
      kind: fc.constant('function' as const),
      name: word,
      description: fc.option(text, { nil: undefined }),
      schema,
      strict: fc.option(fc.boolean(), { nil: undefined }),
      cache: when(options.cacheHints, cache),
    })
    .map(present<Tool>);
  if (!options.customTools) return functionTool;
  const customTool = fc
    .record({
      kind: fc.constant('custom' as const),
      name: word,
      description: fc.option(text, { nil: undefined }),
    })
    .map(present<Tool>);
  return fc.oneof(functionTool, customTool);
}

function toolChoice(
  tools: readonly Tool[],
  modes: readonly ToolChoice['mode'][],
): fc.Arbitrary<ToolChoice | undefined> {
  const named = tools.filter((each) => each.kind !== 'provider');
  if (named.length === 0 || modes.length === 0) return fc.constant(undefined);
  const functions = named.filter(({ kind }) => kind === 'function').map(({ name }) => name);
  const possible = modes.filter((mode) => mode !== 'allowed' || functions.length > 0);
  if (possible.length === 0) return fc.constant(undefined);
  const choices = possible.map((mode): fc.Arbitrary<ToolChoice> => {
    if (mode === 'tool') return fc.constantFrom(...named).map(({ name, kind }) => ({ mode, name, kind }));
    if (mode !== 'allowed') return fc.constant({ mode });
    return fc.boolean().map((require) => ({ mode, require, names: functions }));
  });
  return fc.option(fc.oneof(...choices), { nil: undefined });
}

function outputFormat(kinds: readonly OutputFormat['kind'][], hasNames = false): fc.Arbitrary<OutputFormat> {
  const all: Record<OutputFormat['kind'], fc.Arbitrary<OutputFormat>> = {
    text: fc.constant({ kind: 'text' }),
    json: fc.constant({ kind: 'json' }),
    schema: fc
      .record({
        kind: fc.constant('schema' as const),
        schema,
        name: hasNames ? word : fc.constant(undefined),
        description: when(hasNames, text),
        strict: when(hasNames, fc.boolean()),
      })
      .map(present<Extract<OutputFormat, { kind: 'schema' }>>),
  };
  return fc.oneof(...kinds.map((kind) => all[kind]));
}

const requestFields = {
  verbosity: fc.constantFrom('low', 'medium', 'high'),
  stop: fc.array(text, { minLength: 1, maxLength: 4 }),
  cacheKey: word,
  serviceTier: fc.constantFrom('auto', 'default', 'flex', 'priority'),
  endUser: word,
  metadata: fc.dictionary(word, text, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
  parallelToolCalls: fc.boolean(),
} as const;

const fraction = fc.integer({ min: 0, max: 20 }).map((tenths) => tenths / 10);

const samplingFields = {
  temperature: fraction,
  topP: fc.integer({ min: 1, max: 10 }).map((tenths) => tenths / 10),
  topK: fc.integer({ min: 1, max: 100 }),
  seed: fc.nat(),
  frequencyPenalty: fraction,
  presencePenalty: fraction,
  logitBias: fc.constant({ '50256': -100 }),
} as const;

function someOf(
  fields: Readonly<Record<string, fc.Arbitrary<unknown>>>,
  names: readonly string[],
): fc.Arbitrary<Record<string, unknown>> {
  const chosen = Object.fromEntries(names.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])));
  return fc.record(chosen, { requiredKeys: [], noNullPrototype: true });
}

/** A request in normal form. `features` is empty: the decoder writes it, compare without. */
export function arbitraryRequest(options: RequestOptions = {}): fc.Arbitrary<LlmRequest> {
  const tools = fc.uniqueArray(tool(options), { selector: ({ name }) => name, maxLength: 3 });
  return tools.chain((declared) =>
    fc
      .record({
        model: word,
        system: fc.array(textBlock(options), { maxLength: options.manySystem ? 3 : 1 }),
        messages: conversation(options),
        tools: fc.constant(declared),
        toolChoice: toolChoice(declared, options.choiceModes ?? ['auto', 'none', 'required', 'tool']),
        format: options.formats?.length
          ? fc.option(outputFormat(options.formats, options.schemaNames), { nil: undefined })
          : fc.constant(undefined),
        maxOutputTokens: fc.option(fc.integer({ min: 1, max: 100_000 }), { nil: undefined }),
        sampling: someOf(samplingFields, options.sampling ?? []),
        reasoning: options.efforts?.length
          ? fc.record(
              { effort: fc.constantFrom(...options.efforts) },
              { requiredKeys: [], noNullPrototype: true },
            )
          : fc.constant({}),
        state: fc.constant({}),
        stream: fc.boolean(),
        wantsUsage: fc.constant(false),
        features: fc.constant<LlmRequest['features']>([]),
        more: someOf(
          requestFields,
          (options.fields ?? []).filter((name) => name !== 'parallelToolCalls' || declared.length > 0),
        ),
      })
      .map(({ more, ...request }) => present<LlmRequest>({ ...request, ...more } as LlmRequest)),
  );
}

function arbitraryUsage(options: ResponseOptions): fc.Arbitrary<Usage> {
  const count = fc.nat(100_000);
  return fc
    .record({
      // Never all zero: decoders may take that for not reported.
      plain: fc.integer({ min: 1, max: 100_000 }),
      cacheReadInputTokens: when(true, count),
      cacheCreationInputTokens: when(options.cacheWrites, count),
      hourly: when(options.cacheWrites1h, fc.nat(100)),
      visible: count,
      reasoningOutputTokens: when(options.reasoningUsage, count),
    })
    .map(({ plain, visible, hourly, ...subsets }): Usage => {
      const { cacheReadInputTokens: read, cacheCreationInputTokens: written } = subsets;
      return present<Usage>({
        inputTokens: plain + (read ?? 0) + (written ?? 0),
        ...subsets,
        cacheCreation1hInputTokens:
          written !== undefined && hourly !== undefined ? Math.min(hourly, written) : undefined,
        outputTokens: visible + (subsets.reasoningOutputTokens ?? 0),
      });
    });
}

/** An answer without id and time of creation: encoders give it those of the context. */
export function arbitraryResponse(options: ResponseOptions): fc.Arbitrary<LlmResponse> {
  return fc
    .record({
      model: word,
      serviceTier: options.serviceTiers?.length
        ? fc.option(fc.constantFrom(...options.serviceTiers), { nil: undefined })
        : fc.constant(undefined),
      blocks: assistantBlocks(options).map((blocks) => withCallIds(blocks, 0)),
      stop: fc.constantFrom(...options.stops),
      usage: arbitraryUsage(options),
    })
    .map(({ stop, ...response }) =>
      present<LlmResponse>({
        ...response,
        stop: response.blocks.some(({ type }) => type === 'tool-call') ? options.toolStop : stop,
      }),
    );
}
