/** Pages as HTTP answers: what may run on them, that nobody keeps them, and errors in words with a way out. */
import type { Child } from 'hono/jsx';
import type { ErrorCode, RouterError } from '../core/errors.ts';
import { type Theme, themes } from './call.ts';
import { Frame } from './layout.tsx';

const policy = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'private, no-store',
  'content-security-policy': policy,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
};

export function html(page: Child, status = 200, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(`<!doctype html>${String(page)}`, { status, headers: { ...pageHeaders, ...headers } });
}

/** 303: the browser goes there by GET, so that going back does not send a form again. */
export function redirect(to: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, {
    status: 303,
    headers: { ...headers, location: to, 'cache-control': 'no-store' },
  });
}

const themeCookie = 'signalbox-theme';

export function readTheme(http: Request): Theme {
  const [, word] =
    new RegExp(`(?:^|;\\s*)${themeCookie}=(\\w+)`).exec(http.headers.get('cookie') ?? '') ?? [];
  return themes.find((theme) => theme === word) ?? 'auto';
}

export function printTheme(theme: Theme): string {
  return `${themeCookie}=${theme}; Path=/dashboard; Max-Age=31536000; SameSite=Lax`;
}

type Told = { readonly headline: string; readonly next: string };

const byStatus: Readonly<Record<number, Told>> = {
  400: {
    headline: 'This cannot be read',
    next: 'Go back and change what it names, or begin with the overview.',
  },
  403: { headline: 'Not for this role', next: 'Ask whoever gave you access for a role that may see it.' },
  404: { headline: 'There is no such page', next: 'Begin with the overview.' },
  409: {
    headline: 'It is too late for that',
    next: 'Go back and load the page anew: it shows how things stand.',
  },
  429: { headline: 'Too many attempts', next: 'Wait, then try again.' },
  503: {
    headline: 'The store does not answer',
    next: 'Nothing is lost: what happens meanwhile is kept and booked later. Try again in a minute.',
  },
};

/** Where the status says less than there is to say. */
const byCode: Partial<Readonly<Record<ErrorCode, Told>>> = {
  approval_not_allowed: { headline: 'Not yours to decide', next: 'Somebody else has to decide this one.' },
  wrong_origin: { headline: 'This form is not taken', next: 'Open the page here, and send its form again.' },
};

const otherwise: Told = {
  headline: 'Something went wrong',
  next: 'Try again; if it stays, name the request id to whoever runs the router.',
};

export function errorPage(error: RouterError, requestId: string, theme: Theme): Response {
  const { headline, next } = byCode[error.code] ?? byStatus[error.status] ?? otherwise;
  const page = (
    <Frame title={headline} theme={theme}>
      <main id="main" class="alone">
        <h1>{headline}</h1>
        <p role="alert">
          {error.param === null ? null : <code>{error.param}</code>} {error.message}
        </p>
        <p>{next}</p>
        <p>
          <a href="/dashboard">Overview</a>
        </p>
        <p class="freshness">Request {requestId}</p>
      </main>
    </Frame>
  );
  return html(page, error.status);
}
