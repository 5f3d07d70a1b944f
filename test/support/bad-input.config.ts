/** Routes for tests of wrong requests: a model of each protocol, and a small limit of the body. */
import { defineConfig } from '../../src/config/define-config.ts';

export default defineConfig({
  routes: [{ name: 'auto', use: ['gpt-4o', 'claude-sonnet-4-6'] }],
  providers: { openai: {}, anthropic: {} },
  limits: { bodyBytes: 100_000, messages: 50 },
});
