/**
 * Pages as endpoints: who asks is read from the session, what the role may not see is refused, what a page cannot do is
 * told as a page.
 */
import { checkOrigin } from '../access/csrf.ts';
import { readPerson } from '../access/sign-in.ts';
import { RouterError } from '../core/errors.ts';
import { mayDo, type Person } from '../core/person.ts';
import { whereThrown } from '../core/where-thrown.ts';
import type { Call, Endpoint } from '../endpoints/endpoint.ts';
import type { Page, PageCall } from './call.ts';
import { Layout } from './layout.tsx';
import { inDays } from './period.ts';
import { errorPage, html, readTheme, redirect } from './respond.tsx';

export type Signed = Call & { readonly person: Person };

/** Where somebody who has to sign in first wanted to go. */
function signInHref({ pathname, search }: URL): string {
  return `/dashboard/sign-in?back=${encodeURIComponent(pathname + search)}`;
}

/** What is no RouterError is a bug. Of that, and of what is wrong with the router, the log learns the rest. */
export function toRouterError(thrown: unknown, { requestId, deps }: Call): RouterError {
  const error =
    thrown instanceof RouterError
      ? thrown
      : new RouterError('internal_error', 'This page could not be made.', {
          cause: thrown,
          detail: whereThrown(thrown),
        });
  if (error.status >= 500) {
    const told = error.detail !== null && { detail: error.detail };
    deps.log({ event: 'request-failed', requestId, code: error.code, ...told });
  }
  return error;
}

/**
 * An endpoint for somebody who is signed in. Whoever is not, and wants to read, is sent to sign in and comes back; what
 * changes something is taken from pages of this dashboard only.
 */
export function sessionEndpoint(
  entry: Pick<Endpoint, 'method' | 'path' | 'summary'> & Pick<Page, 'role'>,
  answer: (call: Signed) => Promise<Response>,
): Endpoint {
  const { role, ...rest } = entry;
  return {
    ...rest,
    auth: 'session',
    errors: 'openai-chat',
    answer: async (call) => {
      try {
        if (entry.method !== 'GET') checkOrigin(call.http);
        const person = await readPerson(call.http, call.deps);
        if (person === null && entry.method === 'GET') return redirect(signInHref(new URL(call.http.url)));
        if (person === null)
          throw new RouterError('not_signed_in', 'You are not signed in any more. Sign in and do it again.');
        if (!mayDo(person, role))
          throw new RouterError('role_not_allowed', `It takes the role ${role}; you are ${person.role}.`);
        return await answer({ ...call, person });
      } catch (thrown) {
        return errorPage(toRouterError(thrown, call), call.requestId, readTheme(call.http));
      }
    },
  };
}

export function pageEndpoint(page: Page, pages: readonly Page[]): Endpoint {
  const { path, role, name } = page;
  return sessionEndpoint({ method: 'GET', path, role, summary: `The page ${name ?? path}` }, async (call) => {
    const { http, person } = call;
    const given = new URL(http.url);
    const url = page.byHour ? given : inDays(given, call.deps.config.ledger.timeZone);
    const theme = readTheme(http);
    const asked: PageCall = { ...call, url, theme, nowMs: call.deps.now() };
    const { title, main, status } = await page.answer(asked);
    const layout = (
      <Layout title={title} theme={theme} url={url} person={person} pages={pages}>
        {main}
      </Layout>
    );
    return html(layout, status);
  });
}
