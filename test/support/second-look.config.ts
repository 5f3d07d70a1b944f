/** Routes whose requests are judged, for tests with the running Worker. */
import { defineConfig } from '../../src/config/define-config.ts';
import type { LlmRequest } from '../../src/core/request.ts';

function isAboutPay({ messages }: LlmRequest): boolean {
  return JSON.stringify(messages).includes('payroll');
}

const use = ['gpt-5.5@none'] as const;

export default defineConfig({
  routes: [
    // Whatever the first look says, the second is taken: `mayLower` gives it something to change.
    {
      name: 'moderated',
      use,
      secondLook: { using: 'openai-moderations', when: 'always', mayLower: true },
    },
    {
      name: 'labelled',
      use,
      secondLook: {
        using: { target: 'groq/gpt-oss-safeguard-20b@low' },
        when: 'always',
        deadlineMs: 5000,
        cacheSeconds: 0,
        mayLower: true,
      },
    },
    {
      name: 'ruled',
      use,
      classify: {
        overrides: [
          { when: { predicate: isAboutPay, name: 'isAboutPay' }, task: 'extract', risk: 'elevated' },
        ],
      },
    },
    { name: 'auto', use },
  ],
});
