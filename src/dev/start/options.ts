/**
 * The command line and the settings of `npm start` and `npm run dev`: one table of flags, one of variables, and the
 * help made of both. Pure; starts and reads nothing.
 */
import { isAbsolute, join, resolve } from 'node:path';
import { nearNames } from '../../core/near-names.ts';
import type { ReadVariable } from '../dev-vars.ts';

export type Options = {
  /** Absolute path of another routes file; null: `routes.config.ts` of the repository. */
  readonly routesFile: string | null;
  readonly watch: boolean;
  readonly demo: boolean;
};

export type ParsedOptions =
  | { readonly kind: 'run'; readonly options: Options }
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly message: string };

const flags = {
  '--config': { takes: 'FILE', about: 'use another routes file than routes.config.ts' },
  '--watch': { takes: null, about: 'reload when routes, sources or .dev.vars change' },
  '--demo': { takes: null, about: 'send a dozen requests, show where they went' },
  '--help': { takes: null, about: 'print this' },
} as const;

const variables = {
  PORT: 'port on 127.0.0.1; default 8787, 0: any free one',
  SIMULATOR_PORT: 'port of the simulated providers; default 0',
  SIGNALBOX_DEV_KEY: 'the API key that is accepted; default sk-sbx-dev',
  SIGNALBOX_ADMIN_TOKEN: 'opens /admin; default sbx-admin-dev',
  SIGNALBOX_DATA_DIR: 'where local data stays; default .signalbox',
  NAME_API_KEY: 'call a provider for real, as in OPENAI_API_KEY',
  NAME_BASE_URL: 'the same, at another address',
  UPSTASH_REDIS_REST_URL: 'use this database instead of a local one,',
  UPSTASH_REDIS_REST_TOKEN: 'with this token',
  OTEL_EXPORTER_OTLP_ENDPOINT: 'send traces and metrics to this collector',
} as const;

export function helpText(): string {
  const rows = (table: readonly (readonly [string, string])[]) =>
    table.map(([name, about]) => `  ${name.padEnd(28)}${about}`).join('\n');
  const flagRows = Object.entries(flags).map(
    ([name, { takes, about }]) => [takes === null ? name : `${name} ${takes}`, about] as const,
  );
  return `Runs Signalbox on this machine, with a database and simulated providers.

  npm start                 with a demo
  npm run dev               reloading on every change
  npm start -- --config my-routes.ts

Options
${rows(flagRows)}

Variables, of the environment or, where it has none, of .dev.vars
${rows(Object.entries(variables))}

Faults of the simulated providers, and their bills: docs/simulator.md`;
}

function isFlag(name: string): name is keyof typeof flags {
  return Object.hasOwn(flags, name);
}

/** `cwd` is what a relative FILE is relative to. */
export function parseOptions(args: readonly string[], cwd: string): ParsedOptions {
  const given = new Map<keyof typeof flags, string>();
  for (let at = 0; at < args.length; at++) {
    const [name = '', ...rest] = (args[at] ?? '').split('=');
    if (!isFlag(name)) return { kind: 'wrong', message: unknownFlag(name) };
    const { takes } = flags[name];
    if (given.has(name)) return { kind: 'wrong', message: `${name} is there twice.` };
    if (takes === null) {
      if (rest.length > 0) return { kind: 'wrong', message: `${name} takes no value.` };
      given.set(name, '');
      continue;
    }
    const value = rest.length > 0 ? rest.join('=') : (args[++at] ?? '');
    if (value === '' || isFlag(value)) return { kind: 'wrong', message: `${name} needs a ${takes}.` };
    given.set(name, value);
  }
  if (given.has('--help')) return { kind: 'help' };
  const file = given.get('--config');
  return {
    kind: 'run',
    options: {
      routesFile: file === undefined ? null : resolve(cwd, file),
      watch: given.has('--watch'),
      demo: given.has('--demo'),
    },
  };
}

function unknownFlag(name: string): string {
  const near = nearNames(name, Object.keys(flags), 1);
  const hint = near[0] === undefined ? 'See --help.' : `Did you mean ${near[0]}?`;
  return name.startsWith('-') ? `There is no option ${name}. ${hint}` : `"${name}" is not an option. ${hint}`;
}

export type Settings = {
  /** 0: any free one. */
  readonly port: number;
  /** Of the simulated providers; 0: any free one. */
  readonly simulatorPort: number;
  readonly devKey: string;
  /** Absolute. */
  readonly dataDir: string;
};

export type ReadSettings =
  | { readonly kind: 'settings'; readonly settings: Settings }
  | { readonly kind: 'wrong'; readonly message: string };

/** What a header can carry without quoting. */
const keyPattern = /^[\x21-\x7e]{1,200}$/;

type ReadPort = { readonly port: number } | { readonly message: string };

function readPort(read: ReadVariable, name: string, usual: string): ReadPort {
  const port = read(name) ?? usual;
  if (/^\d{1,5}$/.test(port) && Number(port) <= 65_535) return { port: Number(port) };
  return { message: `${name} must be a number from 0 to 65535, but it is ${JSON.stringify(port)}.` };
}

/** `root` is the repository, which a relative data folder is relative to. */
export function readSettings(read: ReadVariable, root: string): ReadSettings {
  const own = readPort(read, 'PORT', '8787');
  if ('message' in own) return { kind: 'wrong', message: own.message };
  const simulators = readPort(read, 'SIMULATOR_PORT', '0');
  if ('message' in simulators) return { kind: 'wrong', message: simulators.message };
  const { port } = own;
  const simulatorPort = simulators.port;
  if (port !== 0 && port === simulatorPort)
    return { kind: 'wrong', message: `PORT and SIMULATOR_PORT are both ${port}: choose two.` };
  const devKey = read('SIGNALBOX_DEV_KEY') ?? 'sk-sbx-dev';
  if (!keyPattern.test(devKey)) {
    const message =
      'SIGNALBOX_DEV_KEY must be 1 to 200 visible ASCII characters without spaces: it is sent in a header.';
    return { kind: 'wrong', message };
  }
  const folder = read('SIGNALBOX_DATA_DIR') ?? '.signalbox';
  const dataDir = isAbsolute(folder) ? folder : join(root, folder);
  return { kind: 'settings', settings: { port, simulatorPort, devKey, dataDir } };
}
