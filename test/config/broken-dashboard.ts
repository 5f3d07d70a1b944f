/** What is written wrong of who may see the dashboard, each with what is said of it, to the letter. */
import type { BrokenCase } from './broken-corpus.ts';

const routes = [{ name: 'first', use: ['big'] }];
const access = { teamDomain: 'acme.cloudflareaccess.com', audience: '9f'.repeat(32) };
const email = 'anna@acme.example';
const people = (...written: readonly object[]) => ({ routes, dashboard: { access, people: written } });
const domain = (teamDomain: string): BrokenCase => ({
  name: `the team ${teamDomain}`,
  config: { routes, dashboard: { access: { ...access, teamDomain }, people: [{ email, role: 'owner' }] } },
  says: [
    `dashboard.access.teamDomain: must be a team of Cloudflare Access such as acme.cloudflareaccess.com, but it is ${JSON.stringify(teamDomain)}. write a team of Cloudflare Access such as acme.cloudflareaccess.com`,
  ],
});

export const brokenDashboard: readonly BrokenCase[] = [
  {
    name: 'Access without people',
    config: { routes, dashboard: { access } },
    says: ['dashboard.people: is missing. add `people`'],
  },
  {
    name: 'people without Access',
    config: { routes, dashboard: { people: [{ email, role: 'owner' }] } },
    says: ['dashboard.access: is missing. add `access`'],
  },
  ...['evil.example', 'cloudflareaccess.com', 'a.b.cloudflareaccess.com', 'acme.cloudflareaccess.com/x'].map(
    domain,
  ),
  {
    name: 'a viewer of no team',
    config: people({ email, role: 'viewer' }),
    says: ['dashboard.people[0].teams: is missing. name the teams whose usage a viewer sees'],
  },
  {
    name: 'teams of somebody who sees all',
    config: people({ email, role: 'finance', teams: ['care'] }),
    says: [
      'dashboard.people[0].teams: is not for the role finance. leave it out: only a viewer is bound to teams',
    ],
  },
  {
    name: 'a role for nobody',
    config: people({ role: 'owner' }),
    says: ['dashboard.people[0]: names nobody, or two. write either `email` or `group`'],
  },
  {
    name: 'a role for a person and a group',
    config: people({ email, group: 'ops', role: 'owner' }),
    says: ['dashboard.people[0]: names nobody, or two. write either `email` or `group`'],
  },
  {
    name: 'the same address twice',
    config: people({ email, role: 'owner' }, { email: 'Anna@acme.example', role: 'finance' }),
    says: ['dashboard.people[1]: has the address of another. leave one of them out'],
  },
  {
    name: 'a role that there is not',
    config: people({ email, role: 'owners' }),
    says: ['dashboard.people[0].role: "owners" is not one of the known values. did you mean owner?'],
  },
];
