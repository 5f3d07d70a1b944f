/** What is printed before `ready`: what is real, what is simulated, and lines to copy. Pure; holds no secret but the
 * local API key, the local admin token and the link that signs in once, which are there to be copied. */
import type { Problem } from '../../config/problem.ts';
import type { ProviderRow } from './providers.ts';
import { type Style, wrap } from './style.ts';

export type StoreFacts =
  | { readonly kind: 'remote'; readonly host: string }
  | { readonly kind: 'local'; readonly engine: string; readonly dataDir: string };

export type BannerFacts = {
  readonly release: string;
  /** As a person would write it, from where they are. */
  readonly routesFile: string;
  readonly routes: readonly string[];
  readonly configVersion: string;
  readonly warnings: readonly Problem[];
  readonly providers: readonly ProviderRow[];
  /** How much faster than the real models the simulated ones answer. */
  readonly simulatedSpeed: number;
  /** Where the simulated providers are, and where they are told what to do. */
  readonly simulatorUrl: string;
  readonly store: StoreFacts;
  readonly hasDemoData: boolean;
  readonly devKey: string;
  /** Null: there is none, or one of the user's own, which is not for the screen. */
  readonly adminToken: string | null;
  /** Signs in to the dashboard once; null: nobody can sign in. */
  readonly signInUrl: string | null;
  readonly url: string;
};

const labelWidth = 12;

/** A label and text beside it, wrapped below itself. */
function row(label: string, text: string, style: Style): string[] {
  const indent = ' '.repeat(labelWidth + 2);
  const lines = wrap(text, style.columns, indent);
  return lines.map((line, at) =>
    at === 0 ? `  ${style.faint(label.padEnd(labelWidth))}${line.slice(indent.length)}` : line,
  );
}

function simulatedNote(speed: number): string {
  return `${speed} times as fast; a key such as OPENAI_API_KEY makes one real`;
}

function providerRows(facts: BannerFacts, style: Style): string[] {
  const real = facts.providers.filter((provider) => provider.kind === 'real');
  const simulated = facts.providers.filter((provider) => provider.kind === 'simulated');
  const names = simulated.map((provider) => provider.id).join(', ');
  return [
    ...real.flatMap(({ id, host, because }, at) =>
      row(at === 0 ? 'Real' : '', `${id} at ${host} (${because.join(', ')})`, style),
    ),
    ...(real.length > 0 ? row('', 'Requests to them cost money.', style).map(style.notable) : []),
    ...(simulated.length > 0 ? row('Simulated', names, style) : []),
    ...(simulated.length > 0 ? row('', simulatedNote(facts.simulatedSpeed), style).map(style.faint) : []),
    ...(simulated.length > 0
      ? row('', `at ${facts.simulatorUrl}; faults and bills: docs/simulator.md`, style)
      : []),
  ];
}

function storeText(store: StoreFacts): string {
  switch (store.kind) {
    case 'remote':
      return `${store.host} (UPSTASH_REDIS_REST_URL)`;
    case 'local':
      return `${store.engine === 'redis' ? 'redis-server' : 'built in'}, data in ${store.dataDir}`;
    default:
      return store satisfies never;
  }
}

const demoText = 'of six teams named demo-…; npm run demo:remove takes it out';

/** Most warnings shown; the rest are counted. */
const warningsShown = 3;

export function warningRows(warnings: readonly Problem[], style: Style): string[] {
  const shown = warnings.slice(0, warningsShown);
  const rest = warnings.length - shown.length;
  const rows = shown.flatMap(({ what, fix, path }, at) =>
    row(at === 0 ? 'Look at' : '', `${path}: ${what}; ${fix}`, style),
  );
  return rest > 0 ? [...rows, ...row('', `and ${rest} more`, style)] : rows;
}

/** What a shell takes as one word, whatever is in it. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

export function curlLines(url: string, key: string): string[] {
  return [
    `curl ${url}/v1/chat/completions \\`,
    `  -H ${quote(`Authorization: Bearer ${key}`)} -H 'Content-Type: application/json' \\`,
    `  -d '{"model":"auto","messages":[{"role":"user","content":"Hello"}]}'`,
  ];
}

/** Where the command looks when it is told nothing. */
const cliUrl = 'http://127.0.0.1:8787';

function adminLines({ adminToken, url }: BannerFacts): string[] {
  if (adminToken === null) return [];
  const command = `  SIGNALBOX_ADMIN_TOKEN=${adminToken} npx signalbox keys list`;
  return url === cliUrl ? [command, ''] : [`${command} \\`, `    --url ${url}`, ''];
}

/** The address on a line of its own, whatever the width: a terminal opens it with one click. */
function signInLines({ signInUrl }: BannerFacts): string[] {
  return signInUrl === null ? [] : ['  Dashboard, once and within ten minutes:', `  ${signInUrl}`, ''];
}

export function bannerLines(facts: BannerFacts, style: Style): string[] {
  return [
    `${style.strong('Signalbox')} ${facts.release}`,
    '',
    ...row('Routes', `${facts.routes.join(', ')} (${facts.routesFile}, ${facts.configVersion})`, style),
    ...providerRows(facts, style),
    ...row('Database', storeText(facts.store), style),
    ...(facts.hasDemoData ? row('Demo data', demoText, style) : []),
    ...row('API key', facts.devKey, style),
    ...warningRows(facts.warnings, style),
    '',
    ...curlLines(facts.url, facts.devKey).map((line) => `  ${line}`),
    '',
    ...adminLines(facts),
    ...signInLines(facts),
  ];
}

/** The line that scripts wait for. */
export function readyLine(url: string): string {
  return `ready ${url}`;
}
