/** Signing in and out, the local one-time link, and the switch of the theme: forms that work without scripts. */
import { checkOrigin } from '../access/csrf.ts';
import { signIn, signInByLink, signOut } from '../access/sign-in.ts';
import { RouterError } from '../core/errors.ts';
import type { Call, Endpoint } from '../endpoints/endpoint.ts';
import { readBytes } from '../intake/read-text.ts';
import { themes } from './call.ts';
import { Frame } from './layout.tsx';
import { errorPage, html, printTheme, readTheme, redirect } from './respond.tsx';
import { toRouterError } from './serve.tsx';

const formBytes = 8192;

/** Errors: `request_too_large`, `invalid_request`. */
export async function readForm(http: Request): Promise<URLSearchParams> {
  if (!(http.headers.get('content-type') ?? '').startsWith('application/x-www-form-urlencoded'))
    throw new RouterError('invalid_request', 'A form is sent as application/x-www-form-urlencoded.');
  return new URLSearchParams(new TextDecoder().decode(await readBytes(http, formBytes)));
}

/** A page of the dashboard, and nothing else: no form sends its reader to another host. */
export function ownPage(back: string | null): string {
  // Visible ASCII, as a browser writes an address: a header takes nothing else.
  return back !== null && /^\/dashboard(?:[/?][!-[\]-~]*)?$/.test(back) ? back : '/dashboard';
}

function signInPage(http: Request, back: string, problem: RouterError | null): Response {
  const page = (
    <Frame title="Sign in" theme={readTheme(http)}>
      <main id="main" class="alone">
        <h1>Signalbox</h1>
        {problem === null ? null : (
          <p class="banner bad" role="alert">
            {problem.message}
          </p>
        )}
        <form method="post" action="/dashboard/sign-in" class="stacked">
          <input type="hidden" name="back" value={back} />
          <label>
            Sign-in token
            <input
              type="password"
              name="token"
              autocomplete="current-password"
              required
              maxlength={512}
              aria-describedby="token-note"
            />
          </label>
          <p class="note" id="token-note">
            The admin token, or one that <code>signalbox dashboard token</code> has made for you.
          </p>
          <button type="submit">Sign in</button>
        </form>
      </main>
    </Frame>
  );
  const retry =
    problem?.retryAfterMs == null ? {} : { 'retry-after': String(Math.ceil(problem.retryAfterMs / 1000)) };
  return html(page, problem?.status ?? 200, retry);
}

async function takeToken(call: Call): Promise<Response> {
  const { http, deps } = call;
  checkOrigin(http);
  const form = await readForm(http);
  const back = ownPage(form.get('back'));
  try {
    const { cookie } = await signIn(form.get('token') ?? '', http, deps);
    return redirect(back, { 'set-cookie': cookie });
  } catch (thrown) {
    return signInPage(http, back, toRouterError(thrown, call));
  }
}

async function takeLink({ http, deps }: Call): Promise<Response> {
  // Whoever only looks at the link does not use it up.
  if (http.method === 'HEAD') return redirect('/dashboard');
  const { cookie } = await signInByLink(new URL(http.url).searchParams.get('code') ?? '', http, deps);
  return redirect('/dashboard', { 'set-cookie': cookie });
}

async function leave({ http, deps }: Call): Promise<Response> {
  checkOrigin(http);
  const { cookie, to } = await signOut(http, deps);
  return redirect(to, { 'set-cookie': cookie });
}

async function switchTheme({ http }: Call): Promise<Response> {
  checkOrigin(http);
  const form = await readForm(http);
  const theme = themes.find((each) => each === form.get('theme'));
  if (theme === undefined) {
    const message = `must be one of ${themes.join(', ')}`;
    throw new RouterError('invalid_request', message, { param: 'theme' });
  }
  return redirect(ownPage(form.get('back')), { 'set-cookie': printTheme(theme) });
}

/** For everybody; what goes wrong is told as a page. */
function open(
  method: Endpoint['method'],
  path: string,
  summary: string,
  answer: (call: Call) => Promise<Response> | Response,
): Endpoint {
  return {
    method,
    path,
    summary,
    auth: 'session',
    errors: 'openai-chat',
    answer: async (call) => {
      try {
        return await answer(call);
      } catch (thrown) {
        return errorPage(toRouterError(thrown, call), call.requestId, readTheme(call.http));
      }
    },
  };
}

const formOf = ({ http }: Call) =>
  signInPage(http, ownPage(new URL(http.url).searchParams.get('back')), null);

export const signInEndpoints: readonly Endpoint[] = [
  open('GET', '/dashboard/sign-in', 'The form to sign in', formOf),
  open('POST', '/dashboard/sign-in', 'Sign in with a token', takeToken),
  open('GET', '/dashboard/sign-in/link', 'Sign in once by a link of the development server', takeLink),
  open('POST', '/dashboard/sign-out', 'Sign out', leave),
  open('POST', '/dashboard/theme', 'Light, dark, or as the system is', switchTheme),
];
