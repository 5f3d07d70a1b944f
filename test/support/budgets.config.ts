/** Routes of the tests of budgets: none goes on without the store, so that nothing passes that was not counted. */
import { defineConfig } from '../../src/config/define-config.ts';

export default defineConfig({
  routes: [
    {
      name: 'agent',
      when: { tools: 'write' },
      use: ['gpt-5.5@medium', 'gemini-3.1-pro-preview@medium'],
      onStoreAway: 'strict',
    },
    {
      name: 'dear',
      when: 'by-name',
      use: ['gpt-5.5@high', 'gpt-6-luna@none'],
      onStoreAway: 'strict',
    },
    { name: 'rest', use: ['glm-5.1'], onStoreAway: 'strict' },
  ],
});
