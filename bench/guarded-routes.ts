/** Routes whose requests or answers are looked at, and the same without: what safeguards cost where they find nothing. */
import { defineConfig } from '../src/config/define-config.ts';

export default defineConfig({
  routes: [
    { name: 'plain', when: 'by-name', use: ['gpt-5.5'] },
    {
      name: 'masked',
      when: 'by-name',
      use: ['gpt-5.5'],
      safeguards: ['refuse-secrets', 'mask-secrets', 'mask-personal-data'],
    },
    { name: 'inspected', when: 'by-name', use: ['gpt-5.5'], safeguards: ['inspect-output'] },
    { name: 'auto', use: ['gpt-5.5'] },
  ],
});
