/** Routes of the tests of the audit log: one rule refuses whoever is not known, another holds and lets pass. */
import { defineConfig } from '../../src/config/define-config.ts';

export default defineConfig({
  routes: [{ name: 'rest', use: ['glm-5.1'] }],
  safeguards: {
    shipped: false,
    rules: [
      { name: 'no-anonymous', when: { tier: ['anonymous'] }, do: ['refuse'] },
      { name: 'care-for-verified', when: { tier: ['verified'] }, do: ['instruct'] },
    ],
  },
  alerts: { webhooks: [{ urlFrom: 'ALERTS_URL', kinds: ['escalation'] }] },
});
