/** The shipped routes, with one page's origin allowed. */
import { defineConfig } from '../../src/config/define-config.ts';

export default defineConfig({
  routes: [{ name: 'auto', use: ['gpt-5.5@low'] }],
  corsOrigins: ['http://localhost:41873'],
});
