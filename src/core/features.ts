/**
 * The features that not every protocol carries, and what became of them. Each protocol folder has a table over
 * exactly these names (the compiler checks that none is missing); `docs/fidelity.md` is printed from those tables.
 */

/** What a request may use. */
export const requestFeatures = {
  choices: 'several answers in one response (`n` above 1)',
  logprobs: 'log probabilities of output tokens',
  seed: 'best-effort determinism',
  penalties: 'frequency and presence penalty',
  'logit-bias': 'bias on single tokens',
  'top-k': 'sampling from the k likeliest tokens',
  sampling: 'temperature and top_p',
  stop: 'stop strings',
  prediction: 'predicted output',
  verbosity: 'wished length of prose',
  'audio-output': 'speech as output',
  'audio-input': 'speech as input',
  'late-system': 'an instruction after the conversation began',
  prefill: 'a started answer for the model to continue',
  'participant-name': 'a name on a message',
  'image-detail': 'resolution at which an image is read',
  'file-data': 'a file given as bytes',
  'file-url': 'a file given by address',
  'file-text': 'a plain-text document given inline',
  'file-cite': 'citations of a document wished, or its title and context given',
  'tool-result-media': 'an image or file inside a tool result',
  'tool-result-error': 'a tool result marked as failed',
  'custom-tool': 'a tool that takes free text',
  'tool-subset': 'a choice limited to some of the declared tools',
  'provider-tool': 'a tool that the provider runs itself',
  'json-object': 'JSON output without a schema',
  'parallel-calls': 'parallel tool calls switched on or off',
  'cache-hint': 'marks up to where the prompt should be cached',
  'cache-key': 'a key that keeps a conversation on one cache',
  metadata: 'key-value pairs kept by the provider',
  'end-user': 'an identifier of the person behind the app',
  'service-tier': 'a processing tier',
  'reasoning-summary': 'a wished form of reasoning summary',
  'reasoning-seal': 'sealed reasoning of an earlier turn, valid for its maker only',
  'reasoning-text': 'reasoning of an earlier turn sent back as text',
  'reasoning-mode': 'parallel test-time compute',
  'previous-response': 'a conversation kept by the provider',
  'answer-reference': 'an item of an answer of this router named by its id instead of sent',
  'provider-file': 'a file or container kept by the provider',
  background: 'an answer made in the background',
  store: 'whether the provider keeps the answer',
  'access-programme': 'an access programme of the provider',
  moderation: 'moderation by the provider in the same call',
  'provider-item': 'a call or result of a tool that the provider ran itself, of an earlier turn',
  'tool-reference': 'a tool named in a tool result, for the model to use from now on',
  'opaque-block': 'a block that only its own protocol knows',
  'provider-choice': 'a wish that the provider choose another model or host by itself',
  'unknown-field': 'a field that this router does not know',
} as const;

export type RequestFeature = keyof typeof requestFeatures;

/** Carried by no protocol, the caller's own neither. */
export const neverCarried: ReadonlySet<RequestFeature> = new Set(['provider-choice']);

/** What an answer may hold. */
export const answerFeatures = {
  text: 'text',
  'tool-call': 'a tool call with JSON arguments',
  'custom-tool-call': 'a tool call with free text',
  reasoning: 'reasoning text or summary',
  'reasoning-seal': 'sealed reasoning to send back later',
  refusal: 'a refusal marked as such',
  'refusal-details': 'category and explanation of a refusal',
  'url-citation': 'a citation of a web address',
  'span-citation': "a citation of a span in the caller's documents",
  logprobs: 'log probabilities',
  audio: 'speech',
  'stop-string': 'which stop string ended the answer',
  'cache-usage': 'cached and cache-written tokens in the usage',
  'service-tier': 'the tier that served the request',
  'opaque-block': 'a result of a tool that the provider ran itself',
} as const;

export type AnswerFeature = keyof typeof answerFeatures;

/**
 * `carried`: arrives as it is. `adapted`: arrives in another form (reported). `dropped`: does not arrive (reported).
 * `refused`: a request that needs it is not sent to such a target.
 */
export type Carriage = {
  readonly how: 'carried' | 'adapted' | 'dropped' | 'refused';
  readonly note?: string;
};

export type CarriageTable<F extends string> = Readonly<Record<F, Carriage>>;

/** One use of a feature, with its place in the caller's body: `messages[2].content[0].detail`. */
export type FeatureUse = { readonly feature: RequestFeature; readonly field: string };

/** What a request lost, or what was changed for the target's model or provider. */
export type Loss = {
  /** A feature, or the name of a model rule or quirk that changed a value (`effort`, `max-output-tokens`). */
  readonly what: string;
  readonly how: 'adapted' | 'dropped';
  readonly field: string;
  readonly note?: string;
};

/** Losses of sending these uses over a protocol; `refused` uses make a target ineligible and are given apart. */
export function judgeFeatures(
  uses: readonly FeatureUse[],
  table: CarriageTable<RequestFeature>,
): { losses: Loss[]; refused: FeatureUse[] } {
  const losses: Loss[] = [];
  const refused: FeatureUse[] = [];
  for (const use of uses) {
    const { how, note } = table[use.feature];
    if (how === 'refused') refused.push(use);
    else if (how !== 'carried')
      losses.push({ what: use.feature, how, field: use.field, ...(note && { note }) });
  }
  return { losses, refused };
}
