/** A route over each protocol that masks, inspects and checks, and one that refuses. */
import { defineConfig } from '../../src/config/define-config.ts';

const safeguards = ['mask-secrets', 'mask-personal-data', 'inspect-output', 'check-schema'] as const;

export default defineConfig({
  routes: [
    { name: 'over-chat', when: 'by-name', use: ['glm-5.1'], safeguards },
    { name: 'over-responses', when: 'by-name', use: ['gpt-5.4-mini@none'], safeguards },
    { name: 'over-messages', when: 'by-name', use: ['claude-haiku-4-5@none'], safeguards },
    {
      name: 'refusing',
      when: 'by-name',
      use: ['glm-5.1'],
      safeguards: ['refuse-secrets', 'refuse-personal-data'],
    },
    { name: 'asked', when: 'by-name', use: ['claude-haiku-4-5@none'], safeguards: ['moderate-input'] },
    { name: 'moderated', when: 'by-name', use: ['claude-haiku-4-5@none'], safeguards: ['moderate-output'] },
    { name: 'auto', use: ['gpt-5.4-mini@none'] },
  ],
  safeguards: { linkHosts: ['img.corp.example'] },
});
