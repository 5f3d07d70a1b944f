/** Routes of the tests of alerts. The receiver listens where the test says, in a secret as an address of Slack would. */
import { defineConfig } from '../../src/config/define-config.ts';

export default defineConfig({
  routes: [{ name: 'rest', use: ['glm-5.1'] }],
  alerts: {
    webhooks: [
      { urlFrom: 'ALERTS_URL' },
      { urlFrom: 'ALERTS_SLACK_URL', form: 'slack', kinds: ['budget'] },
      {
        urlFrom: 'ALERTS_MAIL_URL',
        form: 'email',
        email: { from: 'Signalbox <alerts@example.com>', to: ['finance@example.com'] },
        authorizationFrom: 'ALERTS_MAIL_KEY',
        kinds: ['forecast'],
      },
    ],
    routerUrl: 'https://router.example.com/',
    outbox: { notes: 3 },
  },
});
