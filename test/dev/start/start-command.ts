/**
 * Runs `src/dev/start.ts` as a person would, in a process of its own, and looks at what it prints and which
 * processes it leaves. Uses no key, database or folder of the person who runs the tests.
 */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../../..');

/** Set and empty: the same as not set, whatever `.dev.vars` says. */
const emptied = ['UPSTASH_REDIS_REST_URL', 'UPSTASH_REDIS_REST_TOKEN', 'SIGNALBOX_API_KEYS'];
const providers = [
  'OPENAI',
  'ANTHROPIC',
  'GOOGLE',
  'DEEPSEEK',
  'ZAI',
  'MOONSHOT',
  'GROQ',
  'OPENROUTER',
  'WORKERS_AI',
];
const emptyVariables = Object.fromEntries(
  [...emptied, ...providers.flatMap((name) => [`${name}_API_KEY`, `${name}_BASE_URL`])].map((name) => [
    name,
    '',
  ]),
);

export type StartedCommand = {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Resolves with the first match in the output so far or to come; rejects if the command ends before. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
};

type Variables = Readonly<Record<string, string>>;

const startFile = join(root, 'src/dev/start.ts');

export function startCommand(args: readonly string[], variables: Variables = {}): StartedCommand {
  return follow(process.execPath, [startFile, ...args], variables);
}

/** As npm does: below a shell that ends on a signal without passing it on. */
export function startAsNpm(variables: Variables): StartedCommand {
  const script = `"${process.execPath}" "${startFile}"; true`;
  return follow('/bin/sh', ['-c', script], { npm_lifecycle_event: 'start', ...variables });
}

function follow(program: string, args: readonly string[], variables: Variables): StartedCommand {
  const started = spawn(program, args, {
    env: { ...process.env, ...emptyVariables, SIGNALBOX_DEV_KEY: 'sk-sbx-test', PORT: '0', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const look = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    started[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const looker of look) looker();
    });
  }
  const ended = once(started, 'close').then(([code, signal]) => (code ?? signal) as number | string);
  const all = () => output.stdout + output.stderr;
  return {
    process: started,
    stdout: () => output.stdout,
    stderr: () => output.stderr,
    ended,
    printed: (pattern) =>
      new Promise((resolve, reject) => {
        const looker = () => {
          const match = pattern.exec(all());
          if (match === null) return;
          look.delete(looker);
          resolve(match);
        };
        look.add(looker);
        looker();
        void ended.then((code) => reject(new Error(`ended with ${code} before ${pattern}:\n${all()}`)));
      }),
  };
}

export type ListedProcess = { readonly pid: number; readonly parent: number; readonly command: string };

function listProcesses(): ListedProcess[] {
  const text = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,stat=,args='], { encoding: 'utf8' });
  return text
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, state, command] = /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? [];
      // Z: ended, and not yet collected by its parent.
      if (pid === undefined || command === undefined || state?.startsWith('Z')) return [];
      return [{ pid: Number(pid), parent: Number(parent), command }];
    });
}

/** All processes below this one. */
export function descendantsOf(pid: number): ListedProcess[] {
  const all = listProcesses();
  const below = (parent: number): ListedProcess[] =>
    all.filter((entry) => entry.parent === parent).flatMap((entry) => [entry, ...below(entry.pid)]);
  return below(pid);
}

/** Those that still run; a process id that another command has got since does not count. */
export function stillRunning(processes: readonly ListedProcess[]): ListedProcess[] {
  const all = listProcesses();
  return processes.filter(({ pid, command }) =>
    all.some((entry) => entry.pid === pid && entry.command === command),
  );
}
