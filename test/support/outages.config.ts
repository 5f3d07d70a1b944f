/** The routes that outages are run over: three providers in order, the first of which is the one that fails. */
import { defineConfig } from '../../src/config/define-config.ts';

const route = {
  use: ['gpt-5.4-mini@none', 'claude-haiku-4-5@none', 'gemini-3.1-flash-lite@minimal'],
  // Time to the first event: short enough to wait for, long enough for a busy machine.
  deadlines: { firstEventMs: 3000, idleMs: 20_000, totalMs: 60_000 },
} as const;

export default defineConfig({
  routes: [
    { name: 'hedged', when: 'by-name', ...route, hedge: { afterMs: 800 } },
    { name: 'auto', ...route },
  ],
  limits: { pingAfterMs: 50_000 },
});
