/** Routes for tests against an upstream led by hand: both policies for clients that leave, on every protocol. */
import { defineConfig } from '../../src/config/define-config.ts';

const protocols = ['openai-chat', 'openai-responses', 'anthropic-messages'] as const;
const policies = ['cancel', 'drain'] as const;

export default defineConfig({
  routes: [
    { name: 'auto', use: ['led-openai-chat'] },
    ...policies.flatMap((onClientAbort) =>
      protocols.map((protocol) => ({
        name: `${onClientAbort}-${protocol}`,
        // The second is there to be tried, had the client not left.
        use: [`led-${protocol}` as const, `spare-${protocol}` as const],
        onClientAbort,
      })),
    ),
  ],
  providers: {
    led: {
      baseUrl: 'http://127.0.0.1:9',
      protocols: { 'openai-chat': '', 'openai-responses': '', 'anthropic-messages': '' },
    },
  },
  models: protocols.flatMap((protocol) => [
    { id: `led-${protocol}` as const, provider: 'led' as const, protocols: [protocol], tools: true },
    { id: `spare-${protocol}` as const, provider: 'led' as const, protocols: [protocol], tools: true },
  ]),
  limits: { pingAfterMs: 200 },
});
