/** Routes for tests against a scripted upstream: one model for each protocol it may speak. */
import { defineConfig } from '../../src/config/define-config.ts';

const models = [
  { id: 'replay-chat', protocol: 'openai-chat' },
  { id: 'replay-responses', protocol: 'openai-responses' },
  { id: 'replay-messages', protocol: 'anthropic-messages' },
] as const;

export default defineConfig({
  routes: [{ name: 'auto', use: ['replay-chat', 'replay-responses', 'replay-messages'] }],
  providers: {
    replay: {
      baseUrl: 'http://127.0.0.1:9',
      protocols: { 'openai-chat': '', 'openai-responses': '', 'anthropic-messages': '' },
    },
  },
  models: models.map(({ id, protocol }) => ({
    id,
    provider: 'replay',
    protocols: [protocol],
    input: ['text', 'image', 'file', 'audio'],
    tools: true,
  })),
});
