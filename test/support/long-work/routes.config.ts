/** Routes to a slow model whose answers are made in the background, for clients that hear the first ping soon. */
import { defineConfig } from '../../../src/config/define-config.ts';

const slow = ['gpt-5.5-pro'] as const;

export default defineConfig({
  routes: [
    { name: 'slow', use: slow },
    { name: 'drained', use: slow, onClientAbort: 'drain' },
    { name: 'inspected', use: slow, safeguards: ['inspect-output'] },
    { name: 'impatient', use: slow, deadlines: { firstEventMs: 5000, idleMs: 800, totalMs: 5000 } },
    { name: 'foreground', use: slow, background: 'never' },
    { name: 'unkept', use: slow, data: { retentionDaysAtMost: 0 } },
    { name: 'quick', use: ['gpt-5.5@low'] },
    { name: 'asked', use: ['gpt-5.5'] },
    { name: 'plain', use: ['glm-5.1'] },
  ],
  limits: { pingAfterMs: 200 },
});
