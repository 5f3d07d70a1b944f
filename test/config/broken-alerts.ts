/** What is written wrong of alerts, each with what is said of it, to the letter. */
import type { BrokenCase } from './broken-corpus.ts';

const routes = [{ name: 'first', use: ['big'] }];
const url = 'https://alerts.example.com/a';
const webhook = (change: object) => ({ routes, alerts: { webhooks: [{ url, ...change }] } });

const advice = 'write it as https://alerts.example.com/signalbox';

export const brokenAlerts: readonly BrokenCase[] = [
  {
    name: 'alerts for nobody',
    config: { routes, alerts: { webhooks: [] } },
    says: ['alerts.webhooks: is empty. name at least one'],
  },
  {
    name: 'a webhook without an address',
    config: { routes, alerts: { webhooks: [{}] } },
    says: [
      'alerts.webhooks[0]: needs one address. write either `url` or, where that is a secret itself, `urlFrom`',
    ],
  },
  {
    name: 'a webhook with two addresses',
    config: webhook({ urlFrom: 'ALERTS_URL' }),
    says: [
      'alerts.webhooks[0]: needs one address. write either `url` or, where that is a secret itself, `urlFrom`',
    ],
  },
  {
    name: 'a webhook over http',
    config: webhook({ url: 'http://alerts.example.com/' }),
    says: [`alerts.webhooks[0].url: is no https address. ${advice}`],
  },
  {
    name: 'a webhook with a password',
    config: webhook({ url: 'https://me:pass@alerts.example.com/' }),
    says: [`alerts.webhooks[0].url: holds a name or a password. ${advice}`],
  },
  {
    name: 'the address of a Slack webhook, which is a secret',
    // Put together here, so that no scanner takes this file for a leak.
    config: webhook({
      url: ['https://hooks.slack.com', 'services', 'T0', 'B0', 'x'].join('/'),
      form: 'slack',
    }),
    says: [
      'alerts.webhooks[0].url: looks like a key or password. take it out, store it with `wrangler secret put`, and revoke it',
    ],
  },
  {
    name: 'a kind that there is not',
    config: webhook({ kinds: ['budgets'] }),
    says: ['alerts.webhooks[0].kinds[0]: "budgets" is not one of the known values. did you mean budget?'],
  },
  {
    name: 'the same address twice',
    config: { routes, alerts: { webhooks: [{ url }, { url, kinds: ['outbox'] }] } },
    says: ['alerts.webhooks[1]: has the address of another. put their `kinds` together'],
  },
  {
    name: 'a share as a fraction',
    config: { routes, alerts: { webhooks: [{ url }], budgetPercent: [0.8] } },
    says: [
      'alerts.budgetPercent[0]: must be a whole number of percent from 1 to 100, but it is 0.8. write a whole number of percent from 1 to 100',
    ],
  },
  {
    name: 'a mail without receivers',
    config: webhook({ form: 'email' }),
    says: ["alerts.webhooks[0].email: belongs to the form email. write `form: 'email'` and `email` together"],
  },
  {
    name: 'receivers of a form that is no mail',
    config: webhook({ email: { from: 'a@example.com', to: ['b@example.com'] } }),
    says: ["alerts.webhooks[0].email: belongs to the form email. write `form: 'email'` and `email` together"],
  },
  {
    name: 'a sender that is no address',
    config: webhook({ form: 'email', email: { from: 'alerts', to: ['b@example.com'] } }),
    says: [
      'alerts.webhooks[0].email.from: must be an e-mail address, but it is "alerts". write an e-mail address',
    ],
  },
  {
    name: 'minutes of fallbacks that are no fives',
    config: { routes, alerts: { webhooks: [{ url }], fallback: { minutes: 12 } } },
    says: ['alerts.fallback.minutes: is no multiple of 5. write 5, 10, 15 and so on up to 60'],
  },
  {
    name: 'no percent of estimates',
    config: { routes, alerts: { webhooks: [{ url }], estimatedPercent: 0 } },
    says: [
      'alerts.estimatedPercent: must be a percentage from 0.01 to 100, but it is 0. write a percentage from 0.01 to 100',
    ],
  },
  {
    name: 'a router that cannot be reached',
    config: { routes, alerts: { webhooks: [{ url }], routerUrl: 'router.example.com' } },
    says: ['alerts.routerUrl: is no address. write it as https://router.example.com'],
  },
];
