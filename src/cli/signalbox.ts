/** The `signalbox` command: finds the subcommand and hands over. Exit codes: 0 fine, 1 findings, 2 wrong usage. */
import { nearNames } from '../core/near-names.ts';
import { type Command, RouterRefusal, UsageError } from './command.ts';

type Entry = {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** Loaded when asked for: a table of models needs no classifier. */
  readonly load: () => Promise<{ readonly command: Command }>;
};

const commands: readonly Entry[] = [
  {
    name: 'check',
    summary: 'what is wrong with routes.config.ts, or will be',
    load: () => import('./check-command.ts'),
  },
  {
    name: 'explain',
    summary: 'how a request would be served, and why',
    load: () => import('./explain-command.ts'),
  },
  {
    name: 'simulate',
    summary: 'where many requests would go, and what that would cost',
    load: () => import('./simulate-command.ts'),
  },
  {
    name: 'diff',
    summary: 'what a change of the routes would do to requests',
    load: () => import('./diff-command.ts'),
  },
  {
    name: 'redteam',
    summary: 'how risky requests are treated, and their harmless twins',
    load: () => import('./redteam-command.ts'),
  },
  {
    name: 'models',
    summary: 'the catalogue: prices, limits, efforts, quality, ends',
    load: () => import('./models-command.ts'),
  },
  {
    name: 'classify',
    summary: 'what the classifier says of a request',
    load: () => import('./classify-command.ts'),
  },
  {
    name: 'keys',
    summary: 'API keys of a running router: list, create, rotate, revoke',
    load: () => import('./keys-command.ts'),
  },
  {
    name: 'dashboard',
    summary: 'sign-in tokens of the dashboard: token',
    load: () => import('./dashboard-command.ts'),
  },
  {
    name: 'limits',
    summary: 'what keys, teams, routes and end users may use: list, set',
    load: () => import('./limits-command.ts'),
  },
  {
    name: 'approvals',
    summary: 'calls of tools that wait for a person: list, show, approve, deny',
    load: () => import('./approvals-command.ts'),
  },
  {
    name: 'actors',
    summary: 'end users that something is held against: list, show, suspend, release',
    load: () => import('./actors-command.ts'),
  },
  {
    name: 'usage',
    summary: 'what a running router was used for and what it cost, as a table or CSV',
    load: () => import('./usage-command.ts'),
  },
  {
    name: 'export',
    summary: 'usage and cost as a file for other tools: FOCUS, or a daily CSV',
    load: () => import('./export-command.ts'),
  },
  {
    name: 'reconcile',
    summary: 'the ledger of a running router against what a provider bills; corrections',
    load: () => import('./reconcile-command.ts'),
  },
  {
    name: 'status',
    summary: 'how a running router stands: store, outbox, routes, budgets, alerts',
    load: () => import('./status-command.ts'),
  },
  {
    name: 'alerts',
    summary: 'what a running router would tell now, in each form; a test of its webhooks',
    load: () => import('./alerts-command.ts'),
  },
  {
    name: 'audit',
    summary: 'who did what: export the audit log, verify it, print its signed head',
    load: () => import('./audit-command.ts'),
  },
];

function help(): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  const lines = commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return ['signalbox COMMAND [OPTIONS]', '', ...lines, '', 'signalbox COMMAND --help says more.', ''].join(
    '\n',
  );
}

const helpWords = ['help', '--help', '-h'];

async function main(words: readonly string[]): Promise<number> {
  const [first, second] = words;
  const isHelp = first !== undefined && helpWords.includes(first);
  const args = isHelp ? (second === undefined ? [] : [second, '--help']) : words;
  const [name, ...rest] = args;
  if (name === undefined) {
    process.stdout.write(help());
    return isHelp ? 0 : 2;
  }
  const entry = commands.find((one) => one.name === name);
  if (entry === undefined) {
    const near = nearNames(
      name,
      commands.map((one) => one.name),
      1,
    ).map((one) => ` Did you mean ${one}?`);
    throw new UsageError(`There is no command '${name}'.${near.join('')}\n\n${help()}`);
  }
  const { command } = await entry.load();
  if (rest.includes('--help') || rest.includes('-h')) {
    process.stdout.write(`${command.usage}\n`);
    return 0;
  }
  return command.run(rest);
}

// A closed pipe (`| head`) is a reader who has seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof RouterRefusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
