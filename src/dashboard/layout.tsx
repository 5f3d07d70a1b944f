/** The frame of every page: navigation, who is signed in, the switch of the theme. */
import type { Child } from 'hono/jsx';
import { mayDo, type Person } from '../core/person.ts';
import { assetHref } from './assets.ts';
import { type Page, type Theme, themes } from './call.ts';

type FrameProps = {
  readonly title: string;
  readonly theme: Theme;
  readonly children?: Child;
};

/** Without navigation: signing in, and what goes wrong before it. */
export function Frame({ title, theme, children }: FrameProps) {
  return (
    <html lang="en" data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title} · Signalbox</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href={assetHref('dashboard.css')} />
        <script src={assetHref('sort.island.js')} defer />
      </head>
      <body>
        {children}
        {/* The style sheet shows the page by it. */}
        <span id="end" />
      </body>
    </html>
  );
}

type LayoutProps = FrameProps & {
  readonly url: URL;
  readonly person: Person;
  readonly pages: readonly Page[];
};

const themeNames: Readonly<Record<Theme, string>> = { auto: 'As the system', light: 'Light', dark: 'Dark' };

function isUnder(pathname: string, path: string): boolean {
  return pathname === path || (path !== '/dashboard' && pathname.startsWith(`${path}/`));
}

function Navigation({ url, person, pages }: Pick<LayoutProps, 'url' | 'person' | 'pages'>) {
  const shown = pages.filter(({ name, role }) => name !== null && mayDo(person, role));
  return (
    <nav aria-label="Pages">
      <ul>
        {shown.map(({ name, path }) => (
          <li>
            <a href={`${path}${url.search}`} aria-current={isUnder(url.pathname, path) ? 'page' : undefined}>
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Account({ person, theme, url }: Pick<LayoutProps, 'person' | 'theme' | 'url'>) {
  const sees = person.teams === 'all' ? person.role : `${person.role} of ${person.teams.join(', ')}`;
  return (
    <div class="account">
      <form method="post" action="/dashboard/theme">
        <input type="hidden" name="back" value={`${url.pathname}${url.search}`} />
        <fieldset>
          <legend class="unseen">Theme</legend>
          {themes.map((each) => (
            <button type="submit" name="theme" value={each} aria-pressed={each === theme ? 'true' : 'false'}>
              {themeNames[each]}
            </button>
          ))}
        </fieldset>
      </form>
      <span>
        {person.name} <span class="role">({sees})</span>
      </span>
      <form method="post" action="/dashboard/sign-out">
        <button type="submit">Sign out</button>
      </form>
    </div>
  );
}

export function Layout({ title, theme, url, person, pages, children }: LayoutProps) {
  return (
    <Frame title={title} theme={theme}>
      <a class="skip" href="#main">
        Skip to the figures
      </a>
      <header>
        <a class="brand" href="/dashboard">
          Signalbox
        </a>
        <Navigation url={url} person={person} pages={pages} />
        <Account person={person} theme={theme} url={url} />
      </header>
      <main id="main">
        <h1>{title}</h1>
        {children}
      </main>
    </Frame>
  );
}
