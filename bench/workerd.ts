/**
 * Starts Workers in plain workerd (no wrangler dev, no Node in front) on a free loopback port, and reads what the
 * process costs from /proc. Linux only. Ends the processes that it started, whatever happens.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { openSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { unstable_readConfig } from 'wrangler';
import { type BundledModule, root } from './bundle.ts';

export type Worker = { readonly name: string; readonly pid: number; readonly port: number; stop(): void };

/** What a Worker is started with: its modules (main first), its text bindings, and a folder for its files. */
export type WorkerSetup = {
  readonly name: string;
  readonly modules: readonly BundledModule[];
  readonly bindings: Readonly<Record<string, string>>;
  /** Whether it has the Durable Objects of wrangler.toml. */
  readonly hasObjects: boolean;
  readonly folder: string;
};

const { arch } = process;
const workerdPath = createRequire(import.meta.url).resolve(
  `@cloudflare/workerd-linux-${arch === 'x64' ? '64' : arch}/bin/workerd`,
);

const children = new Set<ChildProcess>();

/** Ends `child` with this process at the latest. */
export function own(child: ChildProcess): ChildProcess {
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

process.once('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});

/** By ending; code is the main module alone. */
const kinds: Readonly<Record<string, string>> = { bin: 'data', css: 'text', js: 'text', txt: 'text' };

/** Cap'n Proto reads what it embeds from beside the configuration. */
function moduleLine({ name, path }: BundledModule, place: number, folder: string): string {
  const kind = place === 0 ? 'esModule' : kinds[name.split('.').at(-1) ?? ''];
  if (kind === undefined) throw new Error(`nobody has said what ${name} is`);
  return `(name = ${JSON.stringify(name)}, ${kind} = embed ${JSON.stringify(relative(folder, path))})`;
}

/** What is read of wrangler.toml. */
type Wrangler = {
  readonly compatibility_date: string;
  readonly compatibility_flags: readonly string[];
  readonly migrations: readonly { readonly new_sqlite_classes?: readonly string[] }[];
  readonly durable_objects: {
    readonly bindings: readonly { readonly name: string; readonly class_name: string }[];
  };
};

/** Durable Objects, compatibility date and flags are those of wrangler.toml, so that the bench cannot drift. */
function configOf({ modules, bindings, hasObjects, folder }: WorkerSetup): string {
  const wrangler: Wrangler = unstable_readConfig({ config: join(root, 'wrangler.toml') });
  const sqlite = new Set(wrangler.migrations.flatMap((migration) => migration.new_sqlite_classes ?? []));
  const objects = hasObjects ? wrangler.durable_objects.bindings : [];
  const quote = JSON.stringify;
  const namespaces = objects.map(({ class_name }) => {
    const name = quote(class_name);
    return `(className = ${name}, uniqueKey = ${name}, enableSql = ${sqlite.has(class_name)})`;
  });
  const bound = [
    ...Object.entries(bindings).map(([name, text]) => `(name = ${quote(name)}, text = ${quote(text)})`),
    ...objects.map(
      ({ name, class_name }) => `(name = ${quote(name)}, durableObjectNamespace = ${quote(class_name)})`,
    ),
  ];
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private", "public"])),
    (name = "disk", disk = (path = ${quote(folder)}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [${modules.map((module, place) => moduleLine(module, place, folder)).join(', ')}],
  compatibilityDate = ${quote(wrangler.compatibility_date)},
  compatibilityFlags = [${wrangler.compatibility_flags.map((flag) => quote(flag)).join(', ')}],
  bindings = [${bound.join(', ')}],
  durableObjectNamespaces = [${namespaces.join(', ')}],
  durableObjectStorage = (localDisk = "disk"),
  globalOutbound = "internet",
);
`;
}

/** Writes the configuration once; a cold start measures `start` alone. */
export function prepareWorker(setup: WorkerSetup): { start(): Promise<Worker> } {
  const { name, folder } = setup;
  const config = join(folder, `${name}.capnp`);
  writeFileSync(config, configOf(setup));
  return { start: () => start(name, config, join(folder, `${name}.log`)) };
}

async function start(name: string, config: string, log: string): Promise<Worker> {
  const out = openSync(log, 'a');
  const child = own(
    spawn(workerdPath, ['serve', config, '--control-fd=3'], { stdio: ['ignore', out, out, 'pipe'] }),
  );
  for await (const line of createInterface({ input: child.stdio[3] as Readable })) {
    const message = JSON.parse(line) as { event: string; port?: number };
    if (message.event !== 'listen' || message.port === undefined || child.pid === undefined) continue;
    return { name, pid: child.pid, port: message.port, stop: () => void child.kill('SIGKILL') };
  }
  throw new Error(`workerd did not start ${name}:\n${readFileSync(log, 'utf8').slice(-2000)}`);
}

/** A clock tick of /proc is 10 ms on every Linux. */
const tickMs = 10;

/** Milliseconds of CPU that the process has used, user and system. */
export function cpuMsOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

/** MiB of resident memory. */
export function rssMiBOf(pid: number): number {
  const [, kiB] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kiB) / 1024;
}
