/**
 * The routes: which models serve which requests. This is the one file a platform team edits.
 *
 * A client asks for a route by its model name: `auto` for the first one, `route/code` for the route `code`, and so
 * on. It may also name a model (`gpt-5.5`), which no route then touches.
 *
 * A line under `use` is a model, `@`, and how hard it should think (`none`, `minimal`, `low`, `medium`, `high`,
 * `xhigh`, `max`; each model takes some of them). Without `@` the client decides. The first target is tried first;
 * the next one only if it fails before it has said anything. An editor completes and checks the names.
 *
 * Keys never stand here: `OPENAI_API_KEY`, `ANTHROPIC_API_KEY` and so on are secrets of the Worker. A target whose
 * provider has no key is passed over.
 */
import { defineConfig } from './src/config/define-config.ts';

export default defineConfig({
  routes: [
    {
      // What a client gets that has no wish of its own: a strong model, then equals from two other companies, so
      // that one company's outage is nobody's outage.
      name: 'auto',
      use: ['gpt-5.5@medium', 'claude-opus-4-7@medium', 'gemini-3.1-pro-preview@medium'],
    },
    {
      // Questions worth minutes and dollars: proofs, audits, plans. GPT-5.5 Pro costs six times GPT-5.5 and may
      // think for a quarter of an hour before it answers.
      name: 'hard',
      use: ['gpt-5.5-pro@high', 'claude-fable-5-2@max', 'gpt-5.5@xhigh'],
    },
    {
      // Agents that edit code: many turns with tools. Cheap cached input counts more here than list price.
      name: 'code',
      use: ['claude-opus-5-5@high', 'gpt-6.1-sol@high', 'gpt-5.5@high', 'glm-5.3@max'],
      maxAttempts: 4,
    },
    {
      // People who wait for the first word. Little or no thinking, and give up early on a slow one.
      name: 'chat',
      use: ['gpt-6-luna@none', 'gemini-3.8-flash@low', 'claude-haiku-5-5@none'],
      deadlines: { firstEventMs: 8000, idleMs: 15_000, totalMs: 120_000 },
      limits: { outputTokens: 8000 },
    },
    {
      // Bulk work: labels, extraction, summaries. All under a dollar per million output tokens.
      name: 'cheap',
      use: ['glm-5.3-flash@low', 'gpt-6-luna@low', 'claude-haiku-5-5@low'],
      limits: { outputTokens: 16_000 },
    },
    {
      // Whole books and repositories. Claude's price is flat up to its million tokens; the other two charge double
      // for long requests (GPT from 272,000 input tokens, Gemini above 200,000), so they come second.
      name: 'long-context',
      use: ['claude-sonnet-5-5@high', 'gpt-6.1-sol@medium', 'gemini-3.1-pro-preview@high'],
    },
    {
      // Screenshots, scans, charts.
      name: 'vision',
      use: ['gemini-3.1-pro-preview@low', 'gpt-5.5@low', 'claude-opus-4-7@low'],
    },
    {
      // Open weights only, for teams that must be able to run the same model themselves one day.
      name: 'open-weights',
      use: ['deepseek-v4-pro@high', 'glm-5.1', 'qwen3.6-27b', 'openrouter/gemma-4-31b-it'],
      maxAttempts: 4,
    },
  ],

  // Any server that speaks one of the three protocols can be added in a few lines; its key is LOCAL_API_KEY.
  //
  // providers: { local: { baseUrl: 'http://127.0.0.1:8000/v1', protocols: { 'openai-chat': '' } } },
  // models: [{ id: 'my-llama', provider: 'local', contextTokens: 131_072, tools: true }],
});
