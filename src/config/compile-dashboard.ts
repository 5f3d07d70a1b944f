/** Who may see the dashboard by way of Cloudflare Access, as the configuration says. Pure. */
import type { DashboardSettings, PersonRule } from '../core/config.ts';
import type { DashboardInput, PersonInput } from './dashboard-input.ts';
import type { Report } from './problem.ts';

function compilePerson(written: PersonInput, path: string, report: Report): PersonRule {
  const { email, group, role, teams = [] } = written;
  if ((email === undefined) === (group === undefined))
    report(path, 'names nobody, or two', 'write either `email` or `group`');
  if (role === 'viewer' && teams.length === 0)
    report(`${path}.teams`, 'is missing', 'name the teams whose usage a viewer sees');
  if (role !== 'viewer' && written.teams !== undefined)
    report(`${path}.teams`, `is not for the role ${role}`, 'leave it out: only a viewer is bound to teams');
  return { email: email?.toLowerCase() ?? null, group: group ?? null, role, teams };
}

export function compileDashboard(written: DashboardInput | undefined, report: Report): DashboardSettings {
  if (written === undefined) return { access: null, people: [] };
  const people = written.people.map((each, at) => compilePerson(each, `dashboard.people[${at}]`, report));
  people.forEach(({ email }, at) => {
    if (email === null || people.findIndex((each) => each.email === email) === at) return;
    report(`dashboard.people[${at}]`, 'has the address of another', 'leave one of them out');
  });
  return { access: written.access, people };
}
