/**
 * The routes: which models serve which requests. This is the one file a platform team edits.
 *
 * A client that asks for `auto` gets the first route below whose `when` holds; the last has none and serves the rest.
 * `route/code` asks for the route `code` by name, whatever its `when`; `gpt-5.5` asks for a model, which no route
 * touches. `auto/cheap`, `auto/fast` and `auto/best` ask for another objective than the route's own.
 *
 * A line under `use` is a model, `@`, and how hard it should think (`none`, `minimal`, `low`, `medium`, `high`,
 * `xhigh`, `max`; each model takes some of them). Without `@` the client decides. A route without an `objective` tries
 * its targets in the order written; `{ cheapest: { ofBest: 0.97 } }` takes the least expected cost among those that
 * are predicted to do at least 97 % as well as the best of them. An editor completes and checks every name.
 *
 * What would change: `npm run signalbox -- explain request.json`, `check`, `diff`. Keys never stand here:
 * `OPENAI_API_KEY` and so on are secrets of the Worker; a target whose provider has no key is passed over.
 */
import { defineConfig } from './src/config/define-config.ts';

export default defineConfig({
  pools: {
    // From cheap to strong, of four companies; the price doubles about every line.
    everyday: [
      'gpt-5.6-luna@low',
      'glm-5.3-flash',
      'gpt-5.6-luna@high',
      'gemini-3.8-flash@low',
      'gpt-5.6-terra@low',
      'gpt-5.5@low',
      'gpt-5.5@medium',
    ],
  },

  routes: [
    {
      // What may touch biology, chemistry or attacks on systems. A cheaper model is not the safer one here: only
      // providers that judge each request themselves. The wording alone decides nothing but the care taken.
      name: 'sensitive',
      when: { risk: { level: 'elevated', domains: ['bio_chem', 'cyber'] } },
      floor: 'strong',
      use: ['gpt-5.5@medium', 'claude-opus-5-5@medium'],
    },
    {
      // The most difficult twentieth of the work that thinking helps: proofs, audits, plans. GPT-5.5 Pro costs six
      // times GPT-5.5 and may think for a quarter of an hour before it answers.
      name: 'hard',
      when: { task: ['math', 'reason', 'code'], difficulty: { from: 0.95 }, tools: 'none' },
      use: ['gpt-5.5-pro@high'],
      limits: { costUsd: 10 },
      fallback: ['gpt-5.5@xhigh', 'claude-fable-5-2@max'],
      baseline: 'gpt-5.5@xhigh',
    },
    {
      // Tools that write, send, pay or delete: a wrong call costs more than a strong model.
      name: 'agent',
      when: { tools: 'write' },
      use: ['gpt-5.5@medium', 'claude-opus-5-5@high', 'gemini-3.1-pro-preview@medium'],
    },
    {
      // Whole books and repositories. Claude's price is flat up to its million tokens; the other two charge double
      // for long requests (GPT from 272,000 input tokens, Gemini above 200,000), so they come second.
      name: 'long-context',
      when: { inputTokens: { from: 200_000 } },
      use: ['claude-sonnet-5-5@high', 'gpt-6.1-sol@medium', 'gemini-3.1-pro-preview@high'],
    },
    {
      // The most difficult sixth: GPT-5.5, and equals from other companies, so that one outage is nobody's outage.
      name: 'complex',
      when: { difficulty: { from: 0.85 } },
      use: ['gpt-5.5@medium', 'claude-opus-4-7@medium', 'gemini-3.1-pro-preview@medium'],
    },
    {
      // Agents that edit code: many turns with tools. Cheap cached input counts more here than list price.
      name: 'code',
      when: 'by-name',
      use: ['claude-opus-5-5@high', 'gpt-6.1-sol@high', 'gpt-5.5@high', 'glm-5.3@max'],
      maxAttempts: 4,
    },
    {
      // People who wait for the first word. Little or no thinking, and give up early on a slow one.
      name: 'chat',
      when: 'by-name',
      use: ['gpt-6-luna@none', 'gemini-3.8-flash@low', 'claude-haiku-5-5@none'],
      deadlines: { firstEventMs: 8000, idleMs: 15_000, totalMs: 120_000 },
      limits: { outputTokens: 8000 },
    },
    {
      // Bulk work: labels, extraction, summaries. All under a dollar per million output tokens.
      name: 'cheap',
      when: 'by-name',
      use: ['glm-5.3-flash@low', 'gpt-6-luna@low', 'claude-haiku-5-5@low'],
      limits: { outputTokens: 16_000 },
    },
    {
      // Screenshots, scans, charts.
      name: 'vision',
      when: { modalities: ['image'] },
      use: ['gemini-3.1-pro-preview@low', 'gpt-5.5@low', 'claude-opus-4-7@low'],
    },
    {
      // Open weights only, for teams that must be able to run the same model themselves one day.
      name: 'open-weights',
      when: 'by-name',
      use: [
        'glm-5.3-flash',
        'deepseek-v4-pro@high',
        'openrouter/qwen3.8-27b@medium',
        'openrouter/gemma-4-31b-it',
      ],
      maxAttempts: 4,
    },
    {
      // The rest, and that is most of it: what does nearly as well as the best of the pool at the least cost.
      name: 'everyday',
      use: 'everyday',
      objective: { cheapest: { ofBest: 0.97 } },
      fallback: ['gpt-5.5@medium', 'claude-opus-4-7@medium'],
      baseline: 'gpt-5.5@medium',
    },
  ],

  // What `signalbox check` would advise against, and why it stays.
  onPurpose: {
    'gpt-5.5':
      'its system card says how it is safeguarded; the newer ones at a lower price have none that we have read',
  },

  // Any server that speaks one of the three protocols can be added in a few lines; its key is LOCAL_API_KEY.
  //
  // providers: { local: { baseUrl: 'http://127.0.0.1:8000/v1', protocols: { 'openai-chat': '' } } },
  // models: [{ id: 'my-llama', provider: 'local', contextTokens: 131_072, tools: true }],
});
