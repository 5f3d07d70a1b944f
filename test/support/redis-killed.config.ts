/** One route for each posture, so that clients see what each promises while the store is away. */
import { defineConfig } from '../../src/config/define-config.ts';

const use = ['glm-5.1'] as const;

export default defineConfig({
  routes: [
    { name: 'strict', when: 'by-name', use, onStoreAway: 'strict' },
    { name: 'allowance', when: 'by-name', use, onStoreAway: 'allowance' },
    { name: 'open', when: 'by-name', use, onStoreAway: 'open' },
    { name: 'auto', use },
  ],
  ledger: { allowanceUsd: 1000 },
});
