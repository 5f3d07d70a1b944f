/** The shape of `dashboard`. Whether its people fit together comes after. */
import { roles } from '../core/person.ts';
import { fields, listOf, oneOf, type Shape, text } from './shape.ts';

const person = fields(
  {
    email: text(/^[^\s@]{1,64}@[^\s@]{1,255}$/, 'an email address'),
    group: text(/\S/, 'the name of a group'),
    role: oneOf(roles),
    teams: listOf(text(/^[A-Za-z0-9_.-]{1,64}$/, 'the name of a team'), 1),
  },
  ['role'],
);

export const dashboardShape: Shape = fields(
  {
    access: fields(
      {
        teamDomain: text(
          /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.cloudflareaccess\.com$/,
          'a team of Cloudflare Access such as acme.cloudflareaccess.com',
        ),
        audience: text(/^[0-9a-f]{64}$/, "the application's AUD tag, 64 hex digits"),
      },
      ['teamDomain', 'audience'],
    ),
    people: listOf(person, 1),
  },
  ['access', 'people'],
);
