/** Second looks to test: settings, a judge's world without a network, and answers in their wire form. */
import { catalogue } from '../../src/catalogue/catalogue.ts';
import type { SecondLookInput } from '../../src/config/classify-input.ts';
import { compileConfig } from '../../src/config/compile-config.ts';
import type { SecondLookSettings } from '../../src/core/classify-settings.ts';
import type { LookCall } from '../../src/second-look/label.ts';
import { LookMemory } from '../../src/second-look/memory.ts';
import { moderationTable } from '../../src/second-look/moderations.ts';
import type { LookPorts, Post, Posted } from '../../src/second-look/ports.ts';
import { Health } from '../../src/upstream/health.ts';

const nowMs = Date.UTC(2026, 10, 21, 12);

export const safeguard = 'groq/gpt-oss-safeguard-20b@low';

export function settingsOf(change: Partial<SecondLookInput<string>> = {}): SecondLookSettings {
  const secondLook = { using: 'openai-moderations', when: 'always', ...change };
  const input = { routes: [{ name: 'auto', use: ['gpt-5.5'], secondLook }] };
  const compiled = compileConfig(input, catalogue, nowMs);
  const settings = compiled.ok ? compiled.config.routes.get('auto')?.secondLook : null;
  if (!settings) throw new Error(JSON.stringify(compiled));
  return settings;
}

export type Ports = LookPorts & {
  readonly posts: Post[];
  readonly calls: LookCall[];
  readonly clock: { ms: number };
};

/** Answers every call with `answer`; remembers each. */
export function makePorts(
  answer: (post: Post) => Posted | Promise<Posted>,
  changes: Partial<LookPorts> = {},
): Ports {
  const posts: Post[] = [];
  const calls: LookCall[] = [];
  const clock = { ms: nowMs };
  return {
    posts,
    calls,
    clock,
    record: (call) => void calls.push(call),
    isConfigured: () => true,
    post: async (post) => {
      posts.push(post);
      return answer(post);
    },
    health: new Health(),
    memory: new LookMemory(),
    now: () => clock.ms,
    ...changes,
  };
}

/** One result of the moderation endpoint: these scores, nothing else. */
export function moderation(scores: Readonly<Record<string, number>> = {}, flagged: readonly string[] = []) {
  const names = Object.keys(moderationTable);
  return {
    flagged: flagged.length > 0,
    categories: Object.fromEntries(names.map((name) => [name, flagged.includes(name)])),
    category_scores: { ...Object.fromEntries(names.map((name) => [name, 0.001])), ...scores },
    category_applied_input_types: Object.fromEntries(names.map((name) => [name, ['text']])),
  };
}

export function posted(body: unknown, status = 200): Posted {
  return { status, text: typeof body === 'string' ? body : JSON.stringify(body) };
}

/** One harmless result for each text that was sent, but these scores for the first. */
export function moderated(post: Post, scores: Readonly<Record<string, number>> = {}): Posted {
  const { input } = JSON.parse(post.body) as { input: string[] };
  const results = input.map((_, at) => moderation(at === 0 ? scores : {}));
  return posted({ id: 'modr-1', model: 'omni-moderation-2024-09-26', results });
}

/** A chat completion that says this. */
export function completion(content: string, changes: object = {}): Posted {
  const message = { role: 'assistant', content, refusal: null, ...changes };
  return posted({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'openai/gpt-oss-safeguard-20b',
    choices: [{ index: 0, message, finish_reason: 'stop' }],
    usage: { prompt_tokens: 900, completion_tokens: 40, total_tokens: 940 },
  });
}
