/** Routes for tests of calls beside the one that answers: two companies, the first of which fails. */
import { defineConfig } from '../../src/config/define-config.ts';

const use = ['gpt-5.4-mini@none', 'claude-haiku-4-5@none'] as const;

export default defineConfig({
  routes: [
    { name: 'hedged', when: 'by-name', use, hedge: { afterMs: 300 } },
    { name: 'shadowed', when: 'by-name', use: [use[1]], shadow: { use: use[0], share: 100 } },
    { name: 'auto', use },
  ],
});
