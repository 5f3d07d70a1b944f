/** A route over each protocol whose calls of tools that write wait for a person. */
import { defineConfig } from '../../src/config/define-config.ts';

const safeguards = ['confirm-tools'] as const;

export default defineConfig({
  routes: [
    { name: 'over-chat', when: 'by-name', use: ['glm-5.1'], safeguards },
    { name: 'over-responses', when: 'by-name', use: ['gpt-5.4-mini@none'], safeguards },
    { name: 'over-messages', when: 'by-name', use: ['claude-haiku-4-5@none'], safeguards },
    { name: 'auto', use: ['gpt-5.4-mini@none'] },
  ],
  safeguards: { approvals: { twoPersons: true } },
});
